"""Images by what is in them, never by their name."""

import hashlib
import re

ATTACHMENTS = "/attachments/"
_KINDS = {
    "png": ("image/png", re.compile(rb"\x89PNG\r\n\x1a\n")),
    "jpg": ("image/jpeg", re.compile(rb"\xff\xd8\xff")),
    "gif": ("image/gif", re.compile(rb"GIF8[79]a")),
    "webp": ("image/webp", re.compile(rb"RIFF....WEBP", re.DOTALL)),
    "avif": ("image/avif", re.compile(rb"....ftypavi[fs]", re.DOTALL)),
}
MEDIA_TYPES = {extension: media_type for extension, (media_type, _) in _KINDS.items()}
NAME = re.compile(rf"([0-9a-f]{{32}})\.({'|'.join(_KINDS)})")
IN_TEXT = re.compile(re.escape(ATTACHMENTS) + NAME.pattern)


def extension_of(data: bytes) -> str | None:
    """ "png", "jpg", "gif", "webp" or "avif" by the first bytes; None for anything else, SVG included."""
    return next((extension for extension, (_, magic) in _KINDS.items() if magic.match(data)), None)


def attachment_name(data: bytes) -> str | None:
    """The name under which an image is kept: 128 bits of its SHA-256, and what it is. None when it is no image."""
    extension = extension_of(data)
    return f"{hashlib.sha256(data).hexdigest()[:32]}.{extension}" if extension else None

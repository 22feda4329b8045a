"""Images and files by what is in them, never by their name."""

import hashlib
import re

ATTACHMENTS = "/attachments/"
_PICTURES = {
    "png": ("image/png", re.compile(rb"\x89PNG\r\n\x1a\n")),
    "jpg": ("image/jpeg", re.compile(rb"\xff\xd8\xff")),
    "gif": ("image/gif", re.compile(rb"GIF8[79]a")),
    "webp": ("image/webp", re.compile(rb"RIFF....WEBP", re.DOTALL)),
    "avif": ("image/avif", re.compile(rb"....ftypavi[fs]", re.DOTALL)),
}
# Only ever downloaded.
_FILES = {
    "pdf": ("application/pdf", re.compile(rb"%PDF-")),
    "zip": ("application/zip", re.compile(rb"PK(\x03\x04|\x05\x06)")),
    "csv": ("text/csv; charset=utf-8", re.compile(rb"(?!\s*<)[^\x00]*\Z")),
}
_KINDS = _PICTURES | _FILES
MEDIA_TYPES = {extension: media_type for extension, (media_type, _) in _KINDS.items()}
NAME = re.compile(rf"([0-9a-f]{{32}})\.({'|'.join(_KINDS)})")
IN_TEXT = re.compile(re.escape(ATTACHMENTS) + NAME.pattern)


def extension_of(data: bytes) -> str | None:
    """ "png", "jpg", "gif", "webp" or "avif" by the first bytes; None for anything else, SVG included."""
    return next((extension for extension, (_, magic) in _PICTURES.items() if magic.match(data)), None)


def file_extension_of(data: bytes) -> str | None:
    """ "pdf", "zip" or, for text in UTF-8 that is no markup, "csv"; None for anything else."""
    found = next((extension for extension, (_, magic) in _FILES.items() if magic.match(data)), None)
    return None if found == "csv" and not _is_utf8(data) else found


def is_picture(name: str) -> bool:
    return name.rpartition(".")[2] in _PICTURES


def attachment_name(data: bytes) -> str | None:
    """The name under which an image is kept: 128 bits of its SHA-256, and what it is. None when it is no image."""
    extension = extension_of(data)
    return content_name(data, extension) if extension else None


def content_name(data: bytes, extension: str) -> str:
    return f"{hashlib.sha256(data).hexdigest()[:32]}.{extension}"


def is_name_of(name: str, data: bytes) -> bool:
    extension = extension_of(data) or file_extension_of(data)
    return extension is not None and content_name(data, extension) == name


def names_in(text: str) -> set[str]:
    """The names of the attachments that a text refers to."""
    return {match[0].removeprefix(ATTACHMENTS) for match in IN_TEXT.finditer(text)}


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True

"""The child process that reads one picture from stdin and writes it anew to stdout: "ok", or what is wrong with it."""

import sys
from collections.abc import Iterator
from io import BytesIO
from typing import Any

from PIL import Image, ImageCms, ImageOps, ImageSequence

from .pictures import extension_of
from .reencoding import MAX_EDGE, MAX_FRAMES, MAX_PIXELS
from .worker import limit_memory

_FORMATS = {"png": "PNG", "jpg": "JPEG", "gif": "GIF", "webp": "WEBP", "avif": "AVIF"}
_KEPT = {"transparency", "background", "disposal"}  # the rest of `info` is metadata


class Refused(Exception):
    """The message is for people."""


def reencode(data: bytes) -> bytes:
    """Raises Refused, and whatever a decoder raises on broken data."""
    extension = extension_of(data)
    if extension is None:
        raise Refused("This is no PNG, JPEG, GIF, WebP or AVIF image.")
    Image.MAX_IMAGE_PIXELS = None  # asked below, before anything is decoded
    with Image.open(BytesIO(data), formats=[_FORMATS[extension]]) as image:
        # A JPEG with several images (MPO) is one photograph and its thumbnails or depths.
        frame_count = 1 if extension == "jpg" else _frame_count(image)
        pixels = image.width * image.height * frame_count
        if pixels > MAX_PIXELS:
            raise Refused(f"This image has {pixels // 1_000_000} megapixels; at most {MAX_PIXELS // 1_000_000} fit.")
        target = BytesIO()
        if frame_count > 1:
            options = _options(extension, data) | _timing(image)
            first, *others = _frames(image)
            first.save(target, _FORMATS[extension], save_all=True, append_images=others, **options)
        else:
            _still(image).save(target, _FORMATS[extension], **_options(extension, data))
        return target.getvalue()


def _frame_count(image: Image.Image) -> int:
    """How many frames there are. Raises Refused for more than MAX_FRAMES, before they are all looked for."""
    if image.format == "GIF":  # which has no count: one frame says where the next one is
        try:
            image.seek(MAX_FRAMES)
        except EOFError:
            image.seek(0)
        else:
            raise Refused(f"This image has too many frames: at most {MAX_FRAMES:,} fit.")
    count = getattr(image, "n_frames", 1)
    if count > MAX_FRAMES:
        raise Refused(f"This image has {count:,} frames; at most {MAX_FRAMES:,} fit.")
    return count


def _still(image: Image.Image) -> Image.Image:
    if image.format in ("JPEG", "MPO"):
        image.draft("RGB", (MAX_EDGE, MAX_EDGE))  # decodes a photograph no larger than is needed
    upright = ImageOps.exif_transpose(_without_profile(image))
    if max(upright.size) > MAX_EDGE:
        if upright.mode == "P":
            mode = "RGBA" if "transparency" in upright.info else "RGB"
            upright = upright.convert(mode)
        upright.thumbnail((MAX_EDGE, MAX_EDGE))
    return _bare(upright)


def _frames(image: Image.Image) -> Iterator[Image.Image]:
    for frame in ImageSequence.Iterator(image):
        yield _bare(frame.copy())


def _timing(image: Image.Image) -> dict[str, Any]:
    """How long each frame is shown, in milliseconds, and how often all of them."""
    durations = []
    for frame in ImageSequence.Iterator(image):
        frame.load()  # some formats know it only then
        durations.append(int(frame.info.get("duration", 100)))
    return {"duration": durations, "loop": image.info["loop"]} if "loop" in image.info else {"duration": durations}


def _bare(image: Image.Image) -> Image.Image:
    image.info = {name: value for name, value in image.info.items() if name in _KEPT}
    return image


def _without_profile(image: Image.Image) -> Image.Image:
    """In sRGB, which is what browsers take an image without a profile for."""
    profile = image.info.get("icc_profile")
    if image.mode == "CMYK" or (image.format in ("JPEG", "MPO") and image.mode not in ("L", "RGB")):
        image = image.convert("RGB")
    if profile and image.mode in ("RGB", "RGBA"):
        try:
            source = ImageCms.ImageCmsProfile(BytesIO(profile))
            return ImageCms.profileToProfile(image, source, ImageCms.createProfile("sRGB")) or image
        except (ImageCms.PyCMSError, OSError):
            return image
    return image


def _options(extension: str, data: bytes) -> dict[str, Any]:
    if extension == "jpg":
        return {"quality": 88, "optimize": True, "progressive": True}
    if extension == "webp":
        return {"lossless": b"VP8L" in data[:64], "quality": 85}
    if extension == "avif":
        return {"quality": 75, "speed": 8}
    return {"optimize": True}


def main() -> None:
    limit_memory()
    try:
        answer = b"ok\n" + reencode(sys.stdin.buffer.read())
    except Refused as refused:
        answer = str(refused).encode()
    except Exception:  # decoders raise whatever their format made them think of
        answer = b"This image cannot be read."
    sys.stdout.buffer.write(answer)


if __name__ == "__main__":
    main()

"""Pictures that people upload, decoded and written anew: no metadata, no bombs, nothing hidden behind the image.

Decoders of images are large and written in C, so a child process runs them, with a bound on its time and memory.
"""

import subprocess

from .workers import run_worker

MAX_PIXELS = 40_000_000  # of one image, or of all frames of an animation together
MAX_EDGE = 2560  # pixels; larger pictures are scaled down to it
MAX_FRAMES = 1_000
SECONDS = 5


class UnreadablePicture(ValueError):
    """No picture, a broken one, or one too large. The message is for people."""


def reencoded(data: bytes) -> bytes:
    """The picture in its own format, upright, at most MAX_EDGE wide and high. Raises UnreadablePicture."""
    try:
        status, output = run_worker("journal.text.picture_worker", data, SECONDS)
    except subprocess.TimeoutExpired:
        raise UnreadablePicture("This image takes too long to read.") from None
    answer, _, picture = output.partition(b"\n")
    if status == 0 and answer == b"ok":
        return picture
    raise UnreadablePicture(answer.decode() or "This image cannot be read.")

"""The picture that pages elsewhere show beside a link to an entry."""

import json
import subprocess
from dataclasses import asdict, dataclass
from hashlib import blake2b

from .workers import run_worker

SECONDS = 20
CODE_LIMIT = 2_000  # characters that are looked at
STYLE = 1  # raise it when the same poster would look different


class CannotDraw(RuntimeError):
    """The program that draws did not answer with a picture."""


@dataclass(frozen=True, slots=True)
class Poster:
    """What is on it. `code` is the beginning of the entry's first snippet, or empty."""

    title: str
    topic: str
    kind: str
    code: str
    site: str

    @property
    def digest(self) -> str:
        """Names the picture: another text, another name."""
        content = json.dumps([STYLE, asdict(self)], sort_keys=True)
        return blake2b(content.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()

    def draw(self) -> bytes:
        """A PNG of 1200 by 630 pixels, in about 0.2 seconds. Raises CannotDraw."""
        try:
            status, picture = run_worker("journal.text.poster_worker", json.dumps(asdict(self)).encode(), SECONDS)
        except subprocess.TimeoutExpired:
            raise CannotDraw("drawing takes too long") from None
        if status or not picture.startswith(b"\x89PNG"):
            raise CannotDraw(f"drawing ended with {status}")
        return picture

"""Short forms of a text: the excerpt under its title, and how long it takes to read."""

import math

EXCERPT_LENGTH = 220
WORDS_PER_MINUTE = 220
CODE_LINES_PER_MINUTE = 40


def excerpt(text: str, length: int = EXCERPT_LENGTH) -> str:
    """The first words of plain text, at most `length` characters, cut between words."""
    words = " ".join(text[: length * 4].split())
    if len(words) <= length:
        return words
    cut = words[: length - 1]
    return (cut.rpartition(" ")[0] or cut).rstrip(" ,;:.–—-") + "…"


def reading_minutes(text: str, codes: list[str]) -> int:
    """Whole minutes, at least one. Languages without spaces are counted by characters."""
    words = max(len(text.split()), len(text) / 12)
    lines = sum(code.count("\n") + 1 for code in codes)
    return max(1, math.ceil(words / WORDS_PER_MINUTE + lines / CODE_LINES_PER_MINUTE))

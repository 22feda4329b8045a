"""What names of files and folders say: titles, slugs, order, dates and kinds. Strings in, strings out."""

import re
from collections.abc import Sequence
from datetime import datetime
from fnmatch import fnmatch
from pathlib import PurePosixPath

# What numbers a file: "1_", "01-", "1. ", "2) ", "03 ". What belongs to the name: "3-way", "0-1", "3.14", "7 habits".
_NUMBER = re.compile(
    r"^\d{1,3}(?:_+|[.)\]]+[ _-]*(?=[^\d\s.)])|[ ]+-+[ ]+)(?=\S)"
    r"|^0\d{1,2}[ -]+(?=\S)"
    r"|^\d{1,3}-+(?=\D)(?!(?:way|step|day|bit|tier|level|fold|line|minute|hour|week|month|year|d|in|to)\b)",
    re.IGNORECASE,
)
_DATE = re.compile(r"^(\d{4})-(\d{2})-(\d{2})(?:[-_ ](?=\S)|$)")
KINDS = ("note", "practice", "project", "bug")
_WORD = re.compile(r"[^\W\d_]+")
_KINDS = {
    "practice": "practice practise exercise exercises problem problems challenge challenges kata katas",
    "project": "project projects",
    "bug": "bug bugs bugfix fix fixes debug debugging",
}
_KIND_OF = {word: kind for kind, words in _KINDS.items() for word in words.split()}


def spoken(name: str) -> str:
    """A name as a title: its number gone, hyphens and underscores as spaces, the first letter large.

    "10_file_io" is "File io", "01-Größe & Maß 🎉" is "Größe & Maß 🎉"; a name that is only a number stays.
    """
    words = name
    if not re.fullmatch(r"[\d-]+", name):
        bare = slug_source(name)
        between = r"_+" if " " in bare else r"_+|(?<=\w)-+(?=\w)"
        words = re.sub(between, " ", bare)
    words = " ".join(words.split()) or name
    return words[:1].upper() + words[1:]


def slug_source(stem: str) -> str:
    """The part of a file's name that its slug is made from."""
    return _NUMBER.sub("", _DATE.sub("", stem)) or stem


def natural(name: str) -> list[tuple[int, int, str]]:
    """A key that sorts "2_x" before "10_x" and "Day .9" before "Day 10"."""
    parts = re.split(r"(\d{1,18})", re.sub(r"[\W_]+", " ", name.casefold()))
    key = [(0, int(part), "") if part.isdecimal() else (1, 0, part) for part in parts if part]
    return [*key, (-1, 0, name)] if name else []


def path_key(path: str) -> list[list[tuple[int, int, str]]]:
    return [natural(part) for part in path.split("/")]


def date_in(name: str) -> datetime | None:
    """The day that Jekyll's file names begin with."""
    match = _DATE.match(name)
    try:
        return datetime(int(match[1]), int(match[2]), int(match[3])) if match else None
    except ValueError:
        return None


def guess_kind(path: str) -> str:
    """The kind by the last telling word in the file's name, else in its folders', the nearest first; else "note"."""
    names = [PurePosixPath(path).stem, *reversed(PurePosixPath(path).parent.parts)]
    words = (word for name in names for word in reversed(_WORD.findall(_separated(name).casefold())))
    return next((_KIND_OF[word] for word in words if word in _KIND_OF), "note")


def kind_rule(rule: str) -> tuple[str, str]:
    """ "exercises/*=practice" as (pattern, kind); a kind alone is for every path. ValueError for what is no kind."""
    pattern, _, kind = (part.strip() for part in rule.rpartition("="))
    if kind not in KINDS:
        raise ValueError(f"“{kind}” is no kind. There are: {', '.join(KINDS)}.")
    return pattern or "*", kind


def chosen_kind(path: str, rules: Sequence[tuple[str, str]]) -> str:
    """The kind of the last rule (pattern, kind) that matches the path; empty when none does."""
    return next((kind for pattern, kind in reversed(rules) if fnmatch(path, pattern)), "")


def _separated(name: str) -> str:
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name)

"""Dates as site generators, note programs and people write them. A date that could be two days is never guessed."""

import re
from contextlib import suppress
from datetime import date, datetime
from email.utils import parsedate_to_datetime
from typing import Any

_DAY = re.compile(r"(?P<year>\d{4})[-/.](?P<month>\d{1,2})(?:[-/.](?P<day>\d{1,2}))?(?P<time>(?:[T ].*)?)")
_COMPACT = re.compile(r"(?P<year>\d{4})(?P<month>\d\d)(?P<day>\d\d)(?:T?(?P<time>\d{4}(?:\d\d)?)(?P<zone>Z?))?")
_SLASHED = re.compile(r"(?P<one>\d{1,2})[-/.](?P<other>\d{1,2})[-/.](?P<year>\d{4})(?P<time>(?:,? .*)?)")
_TIME = re.compile(
    r"[T ,]*(?:at )?(?P<hour>\d{1,2}):(?P<minute>\d\d)(?P<rest>(?::\d\d(?:[.,]\d{1,9})?)?) ?(?P<half>[ap]\.?m\.?)?"
    r" ?(?P<zone>Z|(?:UTC|GMT)?[+-]\d\d:?\d\d|UTC|GMT)?(?: [A-Z]{3,4})?",
    re.IGNORECASE,
)
_WORDS = ("%B %d %Y", "%b %d %Y", "%d %B %Y", "%d %b %Y", "%d-%b-%Y", "%Y %B %d", "%Y %b %d")
_WEEKDAY = re.compile(r"^(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,? ", re.IGNORECASE)
_ORDINAL = re.compile(r"(?<=\d)(?:st|nd|rd|th)\b", re.IGNORECASE)


def as_moment(value: Any) -> datetime:
    """A date or a moment, however it was written; naive where it names no zone. ValueError for anything else."""
    if isinstance(value, datetime):
        return value
    if isinstance(value, date):
        return datetime(value.year, value.month, value.day)
    words = " ".join(str(value).split())
    with suppress(ValueError):
        if match := _DAY.fullmatch(words):
            return _moment(match["year"], match["month"], match["day"] or 1, match["time"])
        if match := _COMPACT.fullmatch(words):
            return _compact(match)
        if match := _SLASHED.fullmatch(words):
            return _slashed(match)
        if re.match(r"(?:[A-Z][a-z]{2}, )?\d{1,2} [A-Z][a-z]{2} \d{4} \d", words):
            return parsedate_to_datetime(words)
        return _in_words(words)
    raise ValueError("is no date")


def two_days(value: Any) -> tuple[datetime, datetime] | None:
    """What "05/06/2024" may mean: (the day first, the month first). None where it can mean only one day."""
    match = _SLASHED.fullmatch(" ".join(str(value).split()))
    if match is None or match["one"] == match["other"]:
        return None
    with suppress(ValueError):
        one, other, year, time = match.group("one", "other", "year", "time")
        return _moment(year, other, one, time), _moment(year, one, other, time)
    return None


def _slashed(match: re.Match[str]) -> datetime:
    one, other, year, time = match.group("one", "other", "year", "time")
    if int(one) <= 12 and int(other) <= 12 and int(one) != int(other):
        raise ValueError("may be one of two days")
    day, month = (one, other) if int(other) <= 12 else (other, one)
    return _moment(year, month, day, time)


def _compact(match: re.Match[str]) -> datetime:
    time = match["time"] or ""
    parts = ":".join(time[at : at + 2] for at in range(0, len(time), 2))
    return _moment(match["year"], match["month"], match["day"], f"T{parts}{match['zone']}" if time else "")


def _in_words(words: str) -> datetime:
    """ "May 6, 2024", "Monday, 6th of May 2024 at 9:05 pm"."""
    found = _TIME.search(words)
    day = _WEEKDAY.sub("", words[: found.start()] if found else words)
    day = " ".join(_ORDINAL.sub("", day).replace(",", " ").replace(" of ", " ").replace(".", "").split())
    for form in _WORDS:
        with suppress(ValueError):
            read = datetime.strptime(day, form)
            return _moment(read.year, read.month, read.day, words[found.start() :] if found else "")
    raise ValueError("is no date")


def _moment(year: Any, month: Any, day: Any, time: str) -> datetime:
    """Raises ValueError for what is on no calendar and no clock."""
    text = f"{int(year):04}-{int(month):02}-{int(day):02}"
    if not time.strip():
        return datetime.fromisoformat(text)
    match = _TIME.fullmatch(time)
    if match is None:
        return datetime.fromisoformat(text + time)
    hour = int(match["hour"])
    if match["half"]:
        hour = hour % 12 + 12 * (match["half"][0].lower() == "p")
    zone = re.sub(r"(?i)^(?:UTC|GMT)(?=[+-])", "", match["zone"] or "")
    zone = "+00:00" if zone.upper() in ("Z", "UTC", "GMT") else zone
    return datetime.fromisoformat(f"{text}T{hour:02}:{match['minute']}{match['rest']}{zone}")

"""The query language: what is typed into the search box, taken apart. Nothing that is typed is an error.

    words "an exact phrase" -without prefix* topic:orm kind:bug tag:indexes lang:python
    in:code in:title in:text before:2026-02 after:2025 has:output

What cannot be meant as typed is said in a note, for the page to show, and left out.
"""

import re
from dataclasses import dataclass
from datetime import date

LONGEST = 2_000  # characters
MOST_TERMS = 24

SCOPES = ("title", "text", "code")
KINDS = ("note", "practice", "project", "bug")
HAS = ("code", "output")
_NAMES = {"topic": "topic", "kind": "kind", "tag": "tag", "lang": "lang", "language": "lang"}
_NAMES |= {"in": "in", "has": "has", "before": "before", "after": "after"}
_QUOTES = str.maketrans("“”„«»", '"""""')
_TOKEN = re.compile(
    r"""(?P<minus>-(?=["\w]))?
        (?:(?P<name>[A-Za-z]+):(?=[^\s:=]))?
        (?:"(?P<quoted>[^"]*)(?:"|$)|(?P<plain>[^\s"]+))""",
    re.VERBOSE,
)
_DATE = re.compile(r"(\d{4})(?:-(\d{1,2}))?(?:-(\d{1,2}))?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Term:
    """Something to look for in the words: a word or a bit of code, or a phrase."""

    text: str
    is_phrase: bool = False
    is_prefix: bool = False
    is_excluded: bool = False


@dataclass(frozen=True, slots=True)
class Filter:
    """Something that an entry has to be (or must not be), and where the query says so."""

    name: str  # "topic", "kind", "tag", "lang" or "has"
    value: str
    is_excluded: bool = False
    span: tuple[int, int] = (0, 0)


@dataclass(frozen=True, slots=True)
class Query:
    text: str = ""
    terms: tuple[Term, ...] = ()
    filters: tuple[Filter, ...] = ()
    scope: str = ""  # one of SCOPES, or "" for everywhere
    start: date | None = None  # from this day on
    end: date | None = None  # before this day
    notes: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        return not (self.terms or self.filters or self.start or self.end)

    def without(self, chosen: Filter) -> str:
        """What to type for the same without this filter."""
        start, end = chosen.span
        return " ".join((self.text[:start] + " " + self.text[end:]).split())

    def with_filter(self, name: str, value: str) -> str:
        """What to type for the same with one filter more."""
        return f"{self.text} {name}:{quoted(value)}".strip()


def quoted(value: str) -> str:
    """A filter's value as it has to be typed."""
    return f'"{value}"' if re.search(r"\s", value) else value


def parse(typed: str) -> Query:
    """Take a query apart. Any string will do."""
    text = _cleaned(typed)
    reading = _Reading(text)
    for match in _TOKEN.finditer(text):
        reading.take(match)
    return reading.query(is_cut=len(typed) > LONGEST)


def _cleaned(typed: str) -> str:
    """Without what no database can keep: NUL and halves of characters."""
    whole = typed[:LONGEST].encode("utf-8", "ignore").decode()
    return whole.replace("\x00", " ").translate(_QUOTES).strip()


class _Reading:
    """A query on the way from text to parts."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.terms: list[Term] = []
        self.filters: list[Filter] = []
        self.notes: list[str] = []
        self.scope = ""
        self.days: dict[str, date] = {}

    def query(self, *, is_cut: bool) -> Query:
        if is_cut:
            self.notes.append(f"Only the first {LONGEST:,} characters were read.")
        if len(self.terms) > MOST_TERMS:
            self.notes.append(f"Only the first {MOST_TERMS} words were looked for.")
        return Query(
            text=self.text,
            terms=tuple(self.terms[:MOST_TERMS]),
            filters=tuple(self.filters[:MOST_TERMS]),
            scope=self.scope,
            start=self.days.get("after"),
            end=self.days.get("before"),
            notes=tuple(self.notes[:MOST_TERMS]),
        )

    def take(self, match: re.Match[str]) -> None:
        name = _NAMES.get((match["name"] or "").lower())
        value = match["quoted"] if match["quoted"] is not None else match["plain"]
        if name is None:
            before = f"{match['name']}:" if match["name"] else ""
            self._take_term(before + value, is_phrase=match["quoted"] is not None, is_excluded=bool(match["minus"]))
        elif name == "in":
            self._take_scope(value.lower())
        elif name in ("before", "after"):
            self._take_day(name, value)
        else:
            self._take_filter(Filter(name, value, bool(match["minus"]), match.span()))

    def _take_term(self, text: str, *, is_phrase: bool, is_excluded: bool) -> None:
        is_prefix = not is_phrase and re.search(r"\w\*$", text) is not None
        text = text[:-1] if is_prefix else text
        if text.strip():
            self.terms.append(Term(text, is_phrase, is_prefix, is_excluded))

    def _take_scope(self, value: str) -> None:
        if value in SCOPES:
            self.scope = value
        else:
            self.notes.append(f"“in:” knows {_either(SCOPES)}, not “{_short(value)}”.")

    def _take_day(self, name: str, value: str) -> None:
        day = _first_day(value)
        if day is None:
            self.notes.append(f"“{name}:” wants a year, a month or a day, such as 2026-02, not “{_short(value)}”.")
        else:
            self.days[name] = day

    def _take_filter(self, found: Filter) -> None:
        among = {"kind": KINDS, "has": HAS}.get(found.name)
        if among and found.value.lower() not in among:
            self.notes.append(f"“{found.name}:” knows {_either(among)}, not “{_short(found.value)}”.")
        else:
            self.filters.append(found)


def _first_day(text: str) -> date | None:
    match = _DATE.fullmatch(text)
    if not match:
        return None
    try:
        return date(*(int(part or 1) for part in match.groups()))
    except ValueError:
        return None


def _either(values: tuple[str, ...]) -> str:
    return ", ".join(values[:-1]) + f" and {values[-1]}"


def _short(text: str) -> str:
    return text if len(text) <= 40 else text[:39] + "…"

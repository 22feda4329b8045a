"""The HTML that a notebook's cell showed, as Markdown: tables as tables, else the words."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser

MAX_ROWS = 200
MAX_COLUMNS = 60
_HIDDEN = ("script", "style", "template", "svg", "button", "select")
_BREAKING = ("p", "div", "tr", "br", "li", "pre", "table", "h1", "h2", "h3", "h4", "caption")
_MARK = re.compile(r"([\\`*_\[\]<>|$~^=#])")


class _Table:
    def __init__(self) -> None:
        self.rows: list[list[str]] = []
        self.headed = 0  # how many of the rows at the top are headings
        self.below: dict[int, int] = {}  # column: how many more rows the cell above it covers

    def begin_row(self) -> None:
        self.rows.append([])

    def add(self, words: str, columns: int, rows: int) -> None:
        row = self.rows[-1]
        self._skip_covered(row)
        for number in range(columns):
            if rows > 1:
                self.below[len(row)] = rows - 1
            row.append("" if number else words)

    def end_row(self, *, is_heading: bool) -> None:
        if not self.rows:
            return
        self._skip_covered(self.rows[-1])
        if is_heading and self.headed == len(self.rows) - 1:
            self.headed += 1

    def _skip_covered(self, row: list[str]) -> None:
        while self.below.get(len(row), 0) > 0:
            self.below[len(row)] -= 1
            row.append("")


class _Reader(HTMLParser):
    """Words and tables in the order in which they stand. A table in a cell of another makes it no table."""

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str | _Table] = []
        self.table: _Table | None = None
        self.cell: list[str] | None = None
        self.spans = (1, 1)
        self.kinds: set[str] = set()
        self.hidden = 0
        self.is_nested = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _HIDDEN:
            self.hidden += 1
        elif tag == "table":
            self._end_row()
            self.is_nested = self.is_nested or self.table is not None
            self.table = _Table()
            self.parts.append(self.table)
        elif self.table is not None and tag == "tr":
            self._end_row()
            self.table.begin_row()
        elif self.table is not None and tag in ("td", "th") and self.table.rows:
            self._end_cell()
            facts = dict(attrs)
            self.cell, self.spans = [], (_span(facts.get("colspan")), _span(facts.get("rowspan")))
            self.kinds.add(tag)
        elif tag in _BREAKING:
            self.handle_data(" " if self.cell is not None else "\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in _HIDDEN:
            self.hidden = max(0, self.hidden - 1)
        elif tag in ("td", "th"):
            self._end_cell()
        elif tag in ("tr", "thead", "tbody") and self.table is not None:
            self._end_row()
        elif tag == "table":
            self._end_row()
            self.table = None

    def handle_data(self, data: str) -> None:
        if self.hidden:
            return
        if self.cell is not None:
            self.cell.append(data)
        elif self.table is None or data.strip():
            self.parts.append(data)

    def close(self) -> None:
        super().close()
        self._end_row()

    def _end_cell(self) -> None:
        if self.cell is not None and self.table is not None:
            self.table.add(" ".join("".join(self.cell).split()), *self.spans)
        self.cell = None

    def _end_row(self) -> None:
        self._end_cell()
        if self.table is not None and self.kinds:
            self.table.end_row(is_heading=self.kinds == {"th"})
        self.kinds = set()


def html_as_markdown(html: str) -> list[str] | None:
    """The lines of the tables in it, with the words around them; None where it has none, or one within another."""
    if "<table" not in html.lower():
        return None
    reader = _read(html)
    tables = [part for part in reader.parts if isinstance(part, _Table)]
    if reader.is_nested or not any(any(row) for table in tables for row in table.rows):
        return None
    lines: list[str] = []
    words = ""
    for part in [*reader.parts, ""]:
        if isinstance(part, str) and part:
            words += part
            continue
        for paragraph in _lines_of(words):
            lines += [*([""] if lines else []), _escaped(paragraph)]
        words = ""
        if isinstance(part, _Table):
            lines += [*([""] if lines else []), *_drawn(part)]
    return lines


def html_words(html: str) -> str:
    """The words alone."""
    reader = _read(html)
    words = []
    for part in reader.parts:
        rows = [" ".join(row) for row in part.rows] if isinstance(part, _Table) else [part]
        words.append("\n".join(rows))
    return "\n".join(_lines_of("".join(words)))


def _read(html: str) -> _Reader:
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader


def _drawn(table: _Table) -> Iterator[str]:
    rows = [row for row in table.rows if row]
    width = min(MAX_COLUMNS, max((len(row) for row in rows), default=0))
    headings = _merged(rows[: table.headed], width) if table.headed else [""] * width
    body = rows[table.headed :]
    yield _row(headings, width)
    yield "|" + "---|" * width
    for row in body[:MAX_ROWS]:
        yield _row([_escaped(cell) for cell in row], width)
    if len(body) > MAX_ROWS or any(len(row) > MAX_COLUMNS for row in rows):
        yield ""
        yield f"… {len(body):,} rows in the notebook"


def _merged(rows: list[list[str]], width: int) -> list[str]:
    """Several rows of headings as one: pandas writes the index's name below the columns' names."""
    columns = [[row[column] for row in rows if column < len(row) and row[column]] for column in range(width)]
    return [_escaped(" / ".join(words)) for words in columns]


def _row(cells: list[str], width: int) -> str:
    return "| " + " | ".join((cells + [""] * width)[:width]) + " |"


def _lines_of(words: str) -> list[str]:
    return [" ".join(line.split()) for line in words.split("\n") if line.strip()]


def _escaped(words: str) -> str:
    return re.sub(r"^([-+]|\d+[.)])(?= )", r"\\\1", _MARK.sub(r"\\\1", words))


def _span(value: str | None) -> int:
    return min(int(value), MAX_COLUMNS) if value and value.isdecimal() and int(value) else 1

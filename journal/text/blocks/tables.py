"""Tables as GitHub reads them: a row, a row of dashes with as many cells, then rows until something else begins."""

import re

_DELIMITERS = re.compile(r"\|?[ \t]*+:?-++:?[ \t]*+(?:\|[ \t]*+:?-++:?[ \t]*+)*+\|?[ \t]*+")
_CELL = re.compile(r"((?:[^\\|]|\\.)*+\\?)(?:\||$)", re.DOTALL)


def cells(row: str) -> list[str]:
    """The cells of a row; an escaped bar is a bar, within code too."""
    row = row.strip().removeprefix("|")
    found, position = [], 0
    while position < len(row):
        match = _CELL.match(row, position)
        if match is None:
            break
        found.append(match[1].strip().replace("\\|", "|"))
        position = match.end()
    return found


def alignments(header: str, delimiters: str) -> list[str] | None:
    """The alignment of each column, if `delimiters` is the row of dashes below `header`."""
    delimiters = delimiters.strip()
    if not _DELIMITERS.fullmatch(delimiters):
        return None
    marks = cells(delimiters)
    if "|" not in header + delimiters or len(marks) != len(cells(header)):
        return None
    return [_alignment(mark) for mark in marks]


def _alignment(mark: str) -> str:
    if mark.startswith(":"):
        return "center" if mark.endswith(":") else "left"
    return "right" if mark.endswith(":") else ""

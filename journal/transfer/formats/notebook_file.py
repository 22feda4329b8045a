"""The JSON text of a notebook, changed in place: same indentation, same ids, same last byte."""

import hashlib
import json
import re
from typing import Any

from journal.text.spans import Span, indent_at, items, members, whole

from .cells import as_text, source_key
from .reading import Unwritable


class NotebookFile:
    """The text of a notebook. Cells are addressed by their index; what is not set stays byte for byte."""

    def __init__(self, source: str) -> None:
        self._source = source
        start = len(source) - len(source.removeprefix("\ufeff"))
        top = members(source, (whole(source[start:])[0] + start, len(source)))
        self._arrays = [top["cells"]] if _is_array(source, top.get("cells")) else _sheets(source, top["worksheets"])
        self._cells = [span for array in self._arrays for span in items(source, array)]
        self._edits: dict[Span, str] = {}
        self._new: dict[str, str] = {}
        self._order: list[int | str] | None = None
        self._ascii = source.isascii() and re.search(r"\\u[0-9a-fA-F]{4}", source) is not None
        self._newline = "\r\n" if "\r\n" in source else "\n"
        self._top = top

    def source(self, index: int) -> str:
        """The source of a cell, with what has been set so far."""
        span = self._member(index, source_key(self._raw(index)))
        return as_text(json.loads(self._edits.get(span, self._source[slice(*span)])), "the source")

    def set_source(self, index: int, text: str) -> None:
        span = self._member(index, source_key(self._raw(index)))
        self._edits[span] = self._value(text, self._source[slice(*span)], span)

    def set_outputs(self, index: int, outputs: list[dict[str, Any]]) -> None:
        span = self._member(index, "outputs")
        self._edits[span] = self._dumped(outputs, self._indent(span[0]))

    def new_cell(self, kind: str, text: str, outputs: list[dict[str, Any]] | None = None) -> str:
        """A name for a cell that `arrange` can put somewhere."""
        if len(self._arrays) != 1:
            raise Unwritable("a notebook with several worksheets takes no new cells")
        lines = text.splitlines(keepends=True)
        cell: dict[str, Any] = {"cell_type": kind, "metadata": {}, "source": lines}
        if kind == "code":
            cell |= {"execution_count": None, "outputs": outputs or []}
        if any(isinstance(self._raw(index).get("id"), str) for index in range(len(self._cells))):
            cell["id"] = hashlib.sha256(f"{len(self._new)} {text}".encode()).hexdigest()[:8]
        if self._top.get("worksheets"):
            cell = {("input" if key == "source" and kind == "code" else key): cell[key] for key in cell}
        indent = self._indent(self._cells[0][0]) if self._cells else self._indent(self._arrays[0][0]) + " "
        name = f"new {len(self._new)}"
        self._new[name] = self._dumped(dict(sorted(cell.items())), indent)
        return name

    def arrange(self, order: list[int | str], kept: set[int]) -> None:
        """Put the cells in this order; those that are kept without being named stay behind the one before them."""
        named = {cell for cell in order if isinstance(cell, int)}
        first = min(named, default=len(self._cells))
        result: list[int | str] = [cell for cell in range(first) if cell in kept]
        for cell in order:
            result.append(cell)
            if isinstance(cell, int):
                following = cell + 1
                while following < len(self._cells) and following not in named:
                    result += [following] if following in kept else []
                    following += 1
        self._order = result

    def insert_first(self, name: str) -> None:
        order = self._order if self._order is not None else list(range(len(self._cells)))
        self._order = [name, *order]

    def text(self) -> str:
        if self._order is None or self._order == list(range(len(self._cells))):
            return self._edited((0, len(self._source)))
        if len(self._arrays) != 1:
            raise Unwritable("a notebook with several worksheets cannot get or lose cells")
        start, end = self._arrays[0]
        if not self._cells:
            outer = self._newline + self._indent(start)
            cells = f",{outer} ".join(self._cell(cell) for cell in self._order)
            return f"{self._source[: start + 1]}{outer} {cells}{outer}{self._source[end - 1 :]}"
        opening = self._source[start : self._cells[0][0]]
        closing = self._source[self._cells[-1][1] : end]
        between = "," + opening[1:] if opening[1:].strip("\r\n") else ", "
        if len(self._cells) > 1:
            between = self._source[self._cells[0][1] : self._cells[1][0]]
        cells = between.join(self._cell(cell) for cell in self._order)
        array = opening + cells + closing if self._order else "[]"
        return self._edited((0, start)) + array + self._edited((end, len(self._source)))

    def _cell(self, cell: int | str) -> str:
        return self._new[cell] if isinstance(cell, str) else self._edited(self._cells[cell])

    def _edited(self, span: Span) -> str:
        parts, position = [], span[0]
        for (start, end), new in sorted(self._edits.items()):
            if span[0] <= start and end <= span[1]:
                parts += [self._source[position:start], new]
                position = end
        return "".join([*parts, self._source[position : span[1]]])

    def _raw(self, index: int) -> dict[str, Any]:
        return json.loads(self._source[slice(*self._cells[index])])

    def _member(self, index: int, key: str) -> Span:
        try:
            return members(self._source, self._cells[index])[key]
        except KeyError:
            raise Unwritable(f"cell {index + 1} has no “{key}”") from None

    def _value(self, text: str, old: str, span: Span) -> str:
        """A source written as the old one was: a list of lines, or one string."""
        if old.startswith('"'):
            return json.dumps(text, ensure_ascii=self._ascii)
        lines = text.splitlines(keepends=True) if "\n" not in text else re.findall(r"[^\n]*\n|[^\n]+", text)
        if "\n" not in old and len(old) > 2:
            return json.dumps(lines, ensure_ascii=self._ascii, separators=(old_separator(old), ": "))
        return self._dumped(lines, self._indent(span[0]))

    def _dumped(self, value: Any, indent: str) -> str:
        """JSON with the notebook's own indentation, below a line that is indented by `indent`."""
        step = indent_at(self._source, self._arrays[0][0]) or self._step()
        if step is None:
            return json.dumps(value, ensure_ascii=self._ascii)
        text = json.dumps(value, ensure_ascii=self._ascii, indent=step, separators=(",", ": "))
        return text.replace("\n", self._newline + indent)

    def _step(self) -> str | None:
        """One step of indentation; None when the notebook stands on one line."""
        found = re.search(r"\n([ \t]+)\S", self._source)
        return found[1] if found else None

    def _indent(self, position: int) -> str:
        start = self._source.rfind("\n", 0, position) + 1
        match = re.match(r"[ \t]*", self._source[start:position])
        return match[0] if match and start else ""


def old_separator(old: str) -> str:
    return ", " if '", "' in old or "', '" in old or '",' not in old else ","


def _sheets(source: str, span: Span) -> list[Span]:
    sheets = (members(source, sheet).get("cells") for sheet in items(source, span) if source[sheet[0]] == "{")
    return [sheet for sheet in sheets if sheet and _is_array(source, sheet)]


def _is_array(source: str, span: Span | None) -> bool:
    return span is not None and source[span[0]] == "["

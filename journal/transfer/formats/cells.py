"""The cells of a notebook (nbformat 2 to 4.5), and what each looks like as Markdown."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from .outputs import MAX_OUTPUT, decoded_images, shown, size_of
from .reading import Unreadable

_ROOM = 250_000  # characters for a whole notebook, which has to be the text of one entry
_LEAST = 500  # characters of a cell's output that are shown however many there are

_NAME = re.compile(r"[A-Za-z_][\w.]{0,79}")


@dataclass(slots=True)
class Cell:
    """One cell, as the newest format names things."""

    kind: str  # "markdown", "code" or "raw"
    source: str
    language: str = ""
    level: int = 0  # of a heading cell of the old formats
    outputs: list[dict[str, Any]] = field(default_factory=list)
    attachments: Mapping[str, Any] = field(default_factory=dict)
    limit: int = MAX_OUTPUT  # characters of its outputs that are shown; the file itself keeps them all


def cells_of(notebook: Any) -> list[Cell]:
    """The cells of a notebook that was read from JSON. Raises Unreadable where something has the wrong type."""
    if not isinstance(notebook, dict):
        raise Unreadable("this is JSON, but not a notebook")
    language = _language(notebook.get("metadata"))
    cells = [_cell(raw, number, language) for number, raw in enumerate(_raw_cells(notebook), start=1)]
    _limit_outputs(cells)
    return cells


def source_key(raw: Mapping[str, Any]) -> str:
    """The key under which a cell has its text: the old formats call a code cell's "input"."""
    return "input" if "source" not in raw and "input" in raw else "source"


def as_text(value: Any, what: str) -> str:
    """The JSON of notebooks holds a text whole or as a list of lines."""
    if isinstance(value, list) and all(isinstance(line, str) for line in value):
        value = "".join(value)
    if not isinstance(value, str):
        raise Unreadable(f"{what} is neither a text nor a list of lines")
    return value


def attached_images(cell: Cell) -> dict[str, tuple[str, bytes]]:
    """The images attached to a Markdown cell: their name there, and (attachment name, bytes)."""
    found = {}
    for name, bundle in cell.attachments.items():
        if isinstance(bundle, dict):
            for attachment, data in decoded_images(bundle.values()):
                found[name] = (attachment, data)
    return found


def raised(cell: Cell) -> str:
    """The name of the exception that the cell ended with; empty when it did not."""
    for output in cell.outputs:
        name = output.get("ename")
        if output.get("output_type") in ("error", "pyerr") and isinstance(name, str) and _NAME.fullmatch(name):
            return name
    return ""


def code_block(cell: Cell) -> tuple[list[str], list[str]]:
    """(the fence with the code, what follows it: what its outputs show), both as lines."""
    code = cell.source.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    info = cell.language + (f" raises={raised(cell)}" if raised(cell) else "")
    following: list[str] = []
    for part in shown(cell.outputs, cell.limit):
        following += ["", *(fenced("output", list(part.lines)) if part.is_words else part.lines)]
    return fenced(info, code), following


def fenced(info: str, lines: list[str]) -> list[str]:
    """The lines in a fence longer than any that they hold."""
    runs = [re.match(r"[ \t>]*(`{3,})", line) for line in lines]
    longest = max((len(run[1]) for run in runs if run), default=2)
    fence = "`" * max(3, longest + 1)
    return [f"{fence}{info}", *lines, fence]


def _limit_outputs(cells: list[Cell]) -> None:
    """Less of each output where all of them would be more than an entry can hold."""
    sizes = [sum(size_of(output) for output in cell.outputs) for cell in cells]
    room = _ROOM - sum(len(cell.source) for cell in cells)
    limit = MAX_OUTPUT
    while sum(min(size, limit) for size in sizes) > room and limit > _LEAST:
        limit //= 2
    for cell in cells:
        cell.limit = limit


def _raw_cells(notebook: Mapping[str, Any]) -> list[dict[str, Any]]:
    cells = notebook.get("cells")
    if cells is None and isinstance(notebook.get("worksheets"), list):
        sheets = [sheet.get("cells") for sheet in notebook["worksheets"] if isinstance(sheet, dict)]
        cells = [cell for sheet in sheets if isinstance(sheet, list) for cell in sheet]
    if not isinstance(cells, list):
        raise Unreadable("this is JSON, but not a notebook: it has no list of cells")
    return cells


def _language(metadata: Any) -> str:
    metadata = metadata if isinstance(metadata, dict) else {}
    for part, key in (("kernelspec", "language"), ("language_info", "name")):
        section = metadata.get(part)
        if isinstance(section, dict) and isinstance(section.get(key), str) and section[key]:
            return re.sub(r"[^\w+#.-]", "", section[key].lower())[:40] or "python"
    return "python"


def _cell(raw: Any, number: int, language: str) -> Cell:
    if not isinstance(raw, dict):
        raise Unreadable(f"cell {number} is not an object")
    source = as_text(raw.get(source_key(raw), ""), f"the source of cell {number}")
    kind = raw.get("cell_type")
    if kind == "code":
        own = raw.get("language")
        outputs = raw.get("outputs") or []
        own_language = own.lower() if isinstance(own, str) else language
        if not isinstance(outputs, list) or not all(isinstance(output, dict) for output in outputs):
            raise Unreadable(f"the outputs of cell {number} are not a list of objects")
        return Cell("code", source, own_language, outputs=outputs)
    if kind in ("markdown", "heading", "html"):
        attachments = raw.get("attachments")
        if not isinstance(attachments, dict):
            attachments = {}
        level = raw.get("level", 1) if kind == "heading" else 0
        level = min(6, max(1, level)) if kind == "heading" and isinstance(level, int) else int(kind == "heading")
        return Cell("markdown", source, level=level, attachments=attachments)
    if isinstance(kind, str):
        return Cell("raw", source, "text")
    raise Unreadable(f"cell {number} does not say what it is")


def load(text: str) -> Any:
    """The JSON of a notebook. Raises Unreadable with the line."""
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        raise Unreadable(f"this is not valid JSON: {error.msg}", error.lineno) from None
    except (RecursionError, ValueError):
        raise Unreadable("this JSON is nested too deeply, or holds a number with too many digits") from None

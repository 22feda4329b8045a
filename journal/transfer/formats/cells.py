"""The cells of a notebook (nbformat 2 to 4.5), and what each looks like as Markdown."""

import base64
import binascii
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

from journal.text.pictures import ATTACHMENTS, attachment_name

from .reading import Unreadable

MAX_OUTPUT = 20_000  # characters of one cell's output; the file itself keeps all of it

_ANSI = re.compile(r"\x1b(?:\[[0-9;?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\))")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
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


def cells_of(notebook: Any) -> list[Cell]:
    """The cells of a notebook that was read from JSON. Raises Unreadable where something has the wrong type."""
    if not isinstance(notebook, dict):
        raise Unreadable("this is JSON, but not a notebook")
    language = _language(notebook.get("metadata"))
    return [_cell(raw, number, language) for number, raw in enumerate(_raw_cells(notebook), start=1)]


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


def output_text(cell: Cell) -> str | None:
    """The text that a code cell printed, showed and raised. None when it has no output in words."""
    parts = [text for output in cell.outputs if (text := _words(output)) is not None]
    if not parts:
        return None
    text = "".join(part if part.endswith("\n") else part + "\n" for part in parts).rstrip("\n")
    if len(text) > MAX_OUTPUT:
        left = len(text) - MAX_OUTPUT
        text = f"{text[:MAX_OUTPUT]}\n… {left:,} more characters in the notebook"
    return text


def output_images(output: Mapping[str, Any]) -> dict[str, bytes]:
    """The images that an output shows, by attachment name."""
    return dict(_decoded(_data(output).values()))


def attached_images(cell: Cell) -> dict[str, tuple[str, bytes]]:
    """The images attached to a Markdown cell: their name there, and (attachment name, bytes)."""
    found = {}
    for name, bundle in cell.attachments.items():
        if isinstance(bundle, dict):
            for attachment, data in _decoded(bundle.values()):
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
    """(the fence with the code, what follows it: output fence and images), both as lines."""
    code = cell.source.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    info = cell.language + (f" raises={raised(cell)}" if raised(cell) else "")
    following: list[str] = []
    text = output_text(cell)
    if text is not None:
        following += ["", *fenced("output", text.split("\n"))]
    for output in cell.outputs:
        following += [line for name in output_images(output) for line in ("", f"![output]({ATTACHMENTS}{name})")]
    return fenced(info, code), following


def fenced(info: str, lines: list[str]) -> list[str]:
    """The lines in a fence longer than any that they hold."""
    runs = [re.match(r"[ \t>]*(`{3,})", line) for line in lines]
    longest = max((len(run[1]) for run in runs if run), default=2)
    fence = "`" * max(3, longest + 1)
    return [f"{fence}{info}", *lines, fence]


def dropped(output: Mapping[str, Any]) -> str:
    """What of an output neither words nor images can show; empty when nothing is lost."""
    if _words(output) is not None or output_images(output):
        return ""
    kinds = ", ".join(sorted(key for key in _data(output) if "/" in key)) or str(output.get("output_type"))
    return ascii(kinds[:200])[1:-1]


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


def _data(output: Mapping[str, Any]) -> dict[str, Any]:
    """The representations of an output: by MIME type, in the old formats by short names beside the rest."""
    data = output.get("data")
    return data if isinstance(data, dict) else {key: value for key, value in output.items() if key in _OLD_NAMES}


_OLD_NAMES = ("text", "html", "svg", "png", "jpeg", "latex", "json")


def _words(output: Mapping[str, Any]) -> str | None:
    """An output as plain text, if it has one. An image's twin ("<Figure size 640x480>") is none."""
    kind = output.get("output_type")
    if kind == "stream":
        return _clean(output.get("text", ""))
    if kind in ("error", "pyerr"):
        lines = output.get("traceback")
        if isinstance(lines, list) and lines:
            return _clean("\n".join(str(line) for line in lines))
        return _clean(f"{output.get('ename')}: {output.get('evalue')}")
    if output_images(output):
        return None
    data = _data(output)
    html = data.get("text/html", data.get("html"))
    for key in ("text/plain", "text", "text/markdown", "text/latex"):
        if key in data and not (html and _clean(data[key]).startswith("<IPython.core.display.")):
            return _clean(data[key])
    return _clean(_HtmlWords.of(_joined(html))) if html is not None else None


def _joined(value: Any) -> str:
    return "".join(map(str, value)) if isinstance(value, list) else str(value)


def _clean(value: Any) -> str:
    """Without colours and with each line as a terminal would have left it after its carriage returns."""
    text = _ANSI.sub("", _joined(value)).replace("\r\n", "\n")
    lines = [line.rstrip("\r").rpartition("\r")[2] for line in text.split("\n")]
    text = _CONTROL.sub("", "\n".join(lines))
    return text.encode("utf-8", "replace").decode()


def _decoded(values: Iterable[Any]) -> Iterable[tuple[str, bytes]]:
    """The images among base64 values, each with its attachment name."""
    for value in values:
        text = _joined(value) if isinstance(value, list | str) else ""
        if not text.startswith(("iVBOR", "/9j/", "R0lGOD", "UklGR", "AAAA")):
            continue
        try:
            data = base64.b64decode("".join(text.split()), validate=True)
        except (binascii.Error, ValueError):
            continue
        name = attachment_name(data)
        if name:
            yield name, data


class _HtmlWords(HTMLParser):
    """The words of an HTML output that has no twin in text."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self.hidden = 0

    @classmethod
    def of(cls, html: str) -> str | None:
        parser = cls()
        parser.feed(html[:MAX_OUTPUT])
        text = "\n".join(" ".join(line.split()) for line in "".join(parser.words).split("\n") if line.strip())
        return text or ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.hidden += tag in ("script", "style")
        if tag in ("p", "div", "tr", "br", "li", "pre"):
            self.words.append("\n")
        elif tag in ("td", "th"):
            self.words.append(" ")

    def handle_endtag(self, tag: str) -> None:
        self.hidden -= tag in ("script", "style") and self.hidden > 0

    def handle_data(self, data: str) -> None:
        if not self.hidden:
            self.words.append(data)


def load(text: str) -> Any:
    """The JSON of a notebook. Raises Unreadable with the line."""
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        raise Unreadable(f"this is not valid JSON: {error.msg}", error.lineno) from None
    except (RecursionError, ValueError):
        raise Unreadable("this JSON is nested too deeply, or holds a number with too many digits") from None

"""What a notebook's cell printed, showed and raised, in the richest form that is safe.

Words are an `output` fence, pictures images, tables tables, Markdown and formulas what they are. What only a program
could draw is named.
"""

import base64
import binascii
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from journal.text.fences import find_fences
from journal.text.pictures import ATTACHMENTS, attachment_name

from .html_outputs import html_as_markdown, html_words

MAX_OUTPUT = 20_000  # characters of one cell's output; the file itself keeps all of it

_ANSI = re.compile(r"\x1b(?:\[[0-9;?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\))")
_ERASE_LINE = re.compile(r"\x1b\[2K")
_ERASE_REST = re.compile(r"\x1b\[0?K")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_OBJECT = re.compile(r"<(?:IPython\.|pandas\.io\.formats\.style|[\w.]+ object at |[\w.]+ at 0x)")
_FORMULA = re.compile(r"(\$\$?)(?P<inner>.*)\1", re.DOTALL)
_ENVIRONMENT = re.compile(r"\\begin\{(?:equation|align|gather|multline|eqnarray|math|displaymath)\b")
_OLD_NAMES = ("text", "html", "svg", "png", "jpeg", "latex", "json")
_DRAWN_BY_PROGRAMS = {
    "application/vnd.plotly.v1+json": "Plotly figure",
    "application/vnd.bokehjs_exec.v0+json": "Bokeh figure",
    "application/vnd.jupyter.widget-view+json": "widget",
    "application/vnd.vega.v5+json": "Vega figure",
    "application/vnd.vegalite.v4+json": "Vega figure",
    "application/vnd.vegalite.v5+json": "Vega figure",
    "application/vnd.holoviews_exec.v0+json": "HoloViews figure",
}


@dataclass(frozen=True, slots=True)
class Shown:
    """A run of outputs as lines of Markdown. `outputs` are the indices of what it shows."""

    lines: tuple[str, ...]
    outputs: tuple[int, ...]
    is_words: bool = False  # the lines are those in an `output` fence, without it


def shown(outputs: list[dict[str, Any]], limit: int = MAX_OUTPUT) -> list[Shown]:
    """The outputs of a cell in their order, words that follow each other as one. `limit` is in characters."""
    found: list[Shown] = []
    words, heard = "", []
    for index, output in enumerate([*outputs, {}]):
        rich = _rich(output, limit)
        text = _words(output) if output and rich is None else None
        if text is not None:
            words += text if text.endswith("\n") else text + "\n"
            heard.append(index)
        if heard and (rich or index == len(outputs)):
            found.append(Shown(tuple(_cut(words.rstrip("\n"), limit).split("\n")), tuple(heard), is_words=True))
            words, heard = "", []
        if rich:
            found.append(Shown(tuple(rich), (index,)))
    return found


def output_images(output: Mapping[str, Any]) -> dict[str, bytes]:
    """The images that an output shows, by attachment name."""
    return dict(decoded_images(_data(output).values()))


def dropped(output: Mapping[str, Any]) -> str:
    """What of an output neither words nor images can show; empty when nothing is lost."""
    data = _data(output)
    if drawn := _drawn_by_a_program(output):
        return f"a {drawn} without a picture of it: only the notebook shows it"
    if _rich(output, MAX_OUTPUT) or _words(output) is not None:
        return ""
    kinds = ", ".join(sorted(key for key in data if "/" in key)) or str(output.get("output_type"))
    return f"an output of type {ascii(kinds[:200])[1:-1]} has no twin in text"


def size_of(output: Mapping[str, Any]) -> int:
    """About how many characters an output takes in the text."""
    rich = _rich(output, 10 * MAX_OUTPUT)
    return sum(map(len, rich)) if rich else len(_words(output) or "")


def decoded_images(values: Iterable[Any]) -> Iterator[tuple[str, bytes]]:
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


def _rich(output: Mapping[str, Any], limit: int) -> list[str] | None:
    """The lines of what is more than words; None where there is no more."""
    if output.get("output_type") in (None, "stream", "error", "pyerr"):
        return None
    if images := output_images(output):
        lines = [line for name in images for line in ("", f"![output]({ATTACHMENTS}{name})")]
        return lines[1:]
    data = _data(output)
    html = _joined(data.get("text/html", data.get("html", "")))
    for found in (html_as_markdown(html), _markdown(data), _formula(data)):
        if found and sum(map(len, found)) <= limit:
            return found
    return None


def _markdown(data: Mapping[str, Any]) -> list[str] | None:
    """Markdown that ends with itself: no fence or remark of it goes on below."""
    lines = _joined(data.get("text/markdown", "")).strip("\r\n").splitlines()
    is_open = any(not fence.is_closed for fence in find_fences(lines)) or sum("<!--" in line for line in lines)
    return None if is_open else [_CONTROL.sub("", line) for line in lines]


def _formula(data: Mapping[str, Any]) -> list[str] | None:
    latex = _joined(data.get("text/latex", data.get("latex", ""))).strip()
    match = _FORMULA.fullmatch(latex)
    inner = match["inner"].strip() if match else latex if _ENVIRONMENT.match(latex) else ""
    inner = inner.removeprefix(r"\displaystyle").strip()
    lines = [line for line in inner.splitlines() if line.strip()]
    return ["$$", *lines, "$$"] if lines and "$$" not in inner else None


def _drawn_by_a_program(output: Mapping[str, Any]) -> str:
    """What it is that only a program could draw; empty where there is something else to show."""
    data = _data(output)
    name = next((name for kind, name in _DRAWN_BY_PROGRAMS.items() if kind in data), "")
    text = _joined(data.get("text/plain", "")).strip()
    return "" if output_images(output) or (text and not _OBJECT.match(text)) else name


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
    if drawn := _drawn_by_a_program(output):
        return f"({drawn}: only the notebook shows it)"
    data = _data(output)
    plain = _clean(data.get("text/plain", data.get("text", "")))
    other = _other_words(data)
    if plain and not (other and _OBJECT.match(plain)):
        return plain
    return other if other is not None else plain or None


def _other_words(data: Mapping[str, Any]) -> str | None:
    """What stands for an object of which the text says no more than its class."""
    html = data.get("text/html", data.get("html"))
    for key in ("text/markdown", "text/latex", "latex"):
        if key in data:
            return _clean(data[key])
    if "application/json" in data:
        return json.dumps(data["application/json"], ensure_ascii=False, indent=2)
    return _clean(html_words(_joined(html)[: 10 * MAX_OUTPUT])) if html is not None else None


def _data(output: Mapping[str, Any]) -> dict[str, Any]:
    """The representations of an output: by MIME type, in the old formats by short names beside the rest."""
    data = output.get("data")
    return data if isinstance(data, dict) else {key: value for key, value in output.items() if key in _OLD_NAMES}


def _cut(text: str, limit: int) -> str:
    left = len(text) - limit
    return text if left <= 0 else f"{text[:limit]}\n… {left:,} more characters in the notebook"


def _joined(value: Any) -> str:
    return "".join(map(str, value)) if isinstance(value, list) else str(value)


def _clean(value: Any) -> str:
    """Without colours and with each line as a terminal would have left it."""
    text = _ERASE_REST.sub("\x7f", _ERASE_LINE.sub("\r\x7f", _joined(value)))
    text = _ANSI.sub("", text).replace("\r\n", "\n")
    lines = [_left_by_a_terminal(line) if re.search(r"[\r\b\x7f]", line) else line for line in text.split("\n")]
    text = _CONTROL.sub("", "\n".join(lines))
    return text.encode("utf-8", "replace").decode()


def _left_by_a_terminal(line: str) -> str:
    """A line after its carriage returns, backspaces and erasures: what comes later stands over what was there."""
    shown: list[str] = []
    at = 0
    for character in line:
        if character == "\r":
            at = 0
        elif character == "\b":
            at = max(0, at - 1)
        elif character == "\x7f":
            del shown[at:]
        else:
            shown[at : at + 1] = [character]
            at += 1
    return "".join(shown).rstrip() if "\r" in line else "".join(shown)

"""Attribute lists, in the only forms that are not words: `{#id}`, `{.class}`, `{: …}` and `{key=value}`."""

import re

# What a text may set of an element; other names have no effect.
SETTABLE = frozenset({"id", "class", "title", "lang", "width", "height"})

_VALUE = r"""(?:"[^"\n]{0,500}"|'[^'\n]{0,500}'|[^\s"'{}=<>`]{1,500})"""
_ITEM = rf"(?:\#[\w:.-]{{1,200}}|\.[\w-]{{1,200}}|[A-Za-z_][\w:-]{{0,50}}={_VALUE})"
_LIST = re.compile(rf"\{{(?P<colon>:[ ]*)?(?P<items>{_ITEM}(?:[ ]+{_ITEM}){{0,20}})[ ]*\}}")
_ITEMS = re.compile(_ITEM)
_LINE = re.compile(rf"\s*(?P<list>{_LIST.pattern})\s*")
_AT_END = re.compile(rf"(?P<list>{_LIST.pattern})\s*$")


def attributes_at(text: str, position: int) -> tuple[dict[str, str], int] | None:
    """The attributes in braces at `position`, and where they end."""
    match = _LIST.match(text, position)
    if match is None:
        return None
    values = _read(match["items"])
    can_be_set = bool(match["colon"]) or not SETTABLE.isdisjoint(values)
    return (values, match.end()) if can_be_set else None


def split_off(text: str) -> tuple[str, dict[str, str]]:
    """A heading without the attributes at its end: `## Title {#id}`. `{key=value}` alone is text there."""
    start = text.rfind("{")
    match = _AT_END.match(text, start) if start >= 0 else None
    if match is None or not (match["colon"] or match["items"].startswith(("#", "."))):
        return text, {}
    return text[:start].rstrip(), _read(match["items"])


def split_last_line(text: str) -> tuple[str, dict[str, str]]:
    """A paragraph without a last line that is a list of attributes of it."""
    above, newline, last = text.rpartition("\n")
    match = _LINE.fullmatch(last) if newline else None
    if match is None or not (match["colon"] or match["items"].startswith(("#", "."))):
        return text, {}
    return above, _read(match["items"])


def _read(items: str) -> dict[str, str]:
    values: dict[str, str] = {}
    for item in _ITEMS.findall(items):
        if item.startswith("#"):
            values["id"] = item[1:]
        elif item.startswith("."):
            values["class"] = f"{values.get('class', '')} {item[1:]}".strip()
        else:
            key, _, value = item.partition("=")
            values[key.lower()] = value[1:-1] if value[0] in "\"'" else value
    return values

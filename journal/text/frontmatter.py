"""Front matter: YAML between two lines of "---" at the beginning of a text, TOML between "+++", or an object of JSON.

Reading gives what was written: in YAML, every scalar as text. What YAML or TOML refuse is read key by key, with a
remark. Editing changes the lines of one key and no other character.
"""

import json
import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

import yaml

from .frontmatter_edits import edit_json, edit_toml, edit_yaml
from .loose_front_matter import loose_toml, loose_yaml
from .plain_yaml import BadFrontMatter, plain_yaml, yaml_words

MAX_LENGTH = 20_000  # characters

_BLOCK = re.compile(
    r"\A(\ufeff?(?P<fence>---|\+\+\+)[ \t]*\r?\n)(?P<inner>.*?)(^(?P=fence)[ \t]*(?:\r?\n|\Z))",
    re.DOTALL | re.MULTILINE,
)
# Hugo's JSON: an object that says one of these, and then the end of a line.
_NAMES = {
    *("title", "date", "draft", "slug", "tags", "categories", "description", "publishdate", "type", "url", "layout"),
    *("published", "publish", "private", "status", "visibility", "author", "weight", "aliases", "summary", "lastmod"),
}
_JSON_START = re.compile(rf"""\{{\s*"(?:{"|".join(sorted(_NAMES))})"\s*:""", re.IGNORECASE)
_DOTTED = re.compile(r"\A(\ufeff?---[ \t]*\r?\n)(?P<inner>.*?)(^\.\.\.[ \t]*(?:\r?\n|\Z))", re.DOTALL | re.MULTILINE)
_LINE_END = re.compile(r"[ \t]*(?:\r?\n|\Z)")
_RULE = re.compile(r"[ \t]*\r?\n[ \t]*\S")  # an empty line, then words: "---" was a rule across the page


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """A text in its parts: `opening` + `inner` + `closing` is the block, `text` what is below it."""

    values: dict[str, Any]
    opening: str = ""
    inner: str = ""
    closing: str = ""
    text: str = ""
    slip: BadFrontMatter | None = None  # what its language refuses of it, so that it was read key by key
    problems: tuple[str, ...] = ()  # for people: what of it was taken as it stands

    @property
    def block(self) -> str:
        return self.opening + self.inner + self.closing

    def edited(self, changes: Mapping[str, Any]) -> str:
        """The block with these values, a value of None taken out. Raises BadFrontMatter where that is not possible."""
        newline = "\r\n" if (self.opening or self.closing).endswith("\r\n") else "\n"
        edit = edit_json if not self.opening else edit_toml if "+++" in self.opening else edit_yaml
        inner = self.inner
        for key, value in changes.items():
            inner = edit(inner, key, value, newline)
        block = self.opening + inner + self.closing
        wanted = {key: value for key, value in {**self.values, **changes}.items() if value is not None}
        if _comparable(read_front_matter(block).values) != _comparable(wanted):
            raise BadFrontMatter(f"{', '.join(changes)}: written in a way that only a person can edit.")
        return block


def read_front_matter(source: str) -> FrontMatter:
    """The front matter of a text; empty when there is none. Raises BadFrontMatter for one too long or bad JSON."""
    if source.startswith("{") and (found := _read_json(source)):
        return found
    if dotted := _read_dotted(source):
        return dotted
    match = _BLOCK.match(source)
    if match is None or (_RULE.match(match["inner"]) and not _is_stated(match["inner"], match["fence"])):
        return FrontMatter({}, text=source)
    inner = match["inner"]
    if len(inner) > MAX_LENGTH:
        raise BadFrontMatter(f"The front matter has more than {MAX_LENGTH:,} characters.")
    is_toml = match["fence"] == "+++"
    block = partial(FrontMatter, opening=match[1], inner=inner, closing=match[4], text=source[match.end() :])
    try:
        return block(_toml(inner) if is_toml else _yaml(inner))
    except BadFrontMatter as slip:
        loose = loose_toml(inner) if is_toml else loose_yaml(inner)
        if _has_a_name(loose.values):
            return block(loose.values, slip=slip, problems=loose.problems)
        return FrontMatter({}, text=source, slip=slip, problems=(f"{slip} It is shown as text.",))


def split_front_matter(source: str) -> tuple[dict[str, Any], str]:
    """The values as YAML types them, and the text below; ({}, source) for none. Nothing is read loosely.

    For what this journal wrote itself. Raises BadFrontMatter.
    """
    front = read_front_matter(source)
    if front.slip:
        raise front.slip
    if front.opening.lstrip("\ufeff").startswith("---"):
        return _yaml(front.inner, plain_yaml), front.text
    return front.values, front.text


def _yaml(inner: str, read: Callable[[str], Any] = yaml_words) -> dict[str, Any]:
    try:
        values = read(inner)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 2 if error.problem_mark else 1
        raise BadFrontMatter(f"The front matter is not valid YAML: {error.problem}", line) from None
    except (yaml.YAMLError, ValueError, TypeError, RecursionError) as error:
        raise BadFrontMatter(f"The front matter is not valid YAML: {_first_line(error)}") from None
    if not isinstance(values, dict | None):
        raise BadFrontMatter("The front matter is not a mapping.")
    return values or {}


def _toml(inner: str) -> dict[str, Any]:
    try:
        return tomllib.loads(inner.replace("\r\n", "\n"))
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise BadFrontMatter(f"The front matter is not valid TOML: {_first_line(error)}") from None


def _is_stated(inner: str, fence: str) -> bool:
    """Whether what stands below a blank line between two rules is a front matter after all."""
    try:
        values = _toml(inner) if fence == "+++" else _yaml(inner)
    except BadFrontMatter:
        return fence == "+++"
    return _has_a_name(values)


def _has_a_name(values: Mapping[str, Any]) -> bool:
    return any(str(name).lower() in _NAMES for name in values)


def _read_dotted(source: str) -> FrontMatter | None:
    """YAML may end in three dots, as a text may hold them below a rule."""
    match = _DOTTED.match(source[: MAX_LENGTH + 100])
    if match is None or re.search(r"^---[ \t]*\r?$", match["inner"], re.MULTILINE):
        return None
    try:
        values = _yaml(match["inner"])
    except BadFrontMatter:
        return None
    if not _has_a_name(values):
        return None
    return FrontMatter(values, match[1], match["inner"], match[3], source[match.end() :])


def _read_json(source: str) -> FrontMatter | None:
    """A value of null says nothing. Raises BadFrontMatter where a front matter was meant that cannot be read."""
    try:
        values, end = json.JSONDecoder().raw_decode(source)
    except (ValueError, RecursionError) as error:
        if _JSON_START.match(source):
            raise BadFrontMatter(f"The front matter is not valid JSON: {_first_line(error)}") from None
        return None  # the text begins with a brace
    ending = _LINE_END.match(source, end)
    if ending is None or not isinstance(values, dict) or not _has_a_name(values):
        return None
    if end > MAX_LENGTH:
        raise BadFrontMatter(f"The front matter has more than {MAX_LENGTH:,} characters.")
    stated = {name: value for name, value in values.items() if value is not None}
    return FrontMatter(stated, "", source[:end], ending[0], source[ending.end() :])


def _first_line(error: Exception) -> str:
    return str(error).partition("\n")[0][:200]


def _comparable(value: Any) -> Any:
    """A value apart from how it is spelled: dates and truths as words, tags without their mark."""
    if isinstance(value, dict):
        return {str(name): _comparable(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [_comparable(inner) for inner in value]
    if hasattr(value, "isoformat"):
        value = value.isoformat()
    words = str(value).lower() if isinstance(value, bool) else str(value).lstrip("#")
    try:
        return datetime.fromisoformat(words).isoformat()
    except ValueError:
        return words

"""Links and images within a repository: to which entry, topic or attachment a target leads."""

import posixpath
import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple
from urllib.parse import unquote

from journal.text.pictures import ATTACHMENTS
from journal.text.references import Reference, references, rewrite_references
from journal.text.slugs import slugify

IMAGES = (".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif")

# Where sites keep what their pages name from "/": at the top, or in a folder that is no part of the address.
_ROOTS = ("", "static/", "content/", "docs/", "assets/", "public/", "source/", "src/")
_BELOW = (".md", ".markdown", ".ipynb", "/index.md", "/_index.md", "/README.md")
_LIQUID = re.compile(
    r"""^\{%-?\s*(?:post_url|link)\s+["']?(?P<post>[^\s"'%]+)["']?\s*-?%\}"""
    r"""|^\{\{[<%]?\s*(?:rel)?ref\s+["'`](?P<ref>[^"'`]+)["'`][^}]*\}\}"""
    r"""|^\{\{-?\s*["'](?P<filtered>[^"']+)["']\s*\|[^}]*\}\}"""
    r"""|^\{\{-?\s*(?:site|page)\.(?:baseurl|url)[^}]*\}\}(?P<rest>.*)$"""
)
_SCHEME = re.compile(r"^(?:[a-z][a-z0-9+.-]*:|//|#|\?|$)", re.IGNORECASE)


@dataclass(slots=True)
class Targets:
    """What a repository's paths have become."""

    entries: Mapping[str, str] = field(default_factory=dict)  # path of a file: slug of its entry
    topics: Mapping[str, str] = field(default_factory=dict)  # path of a folder, or of its text: slug of its topic
    images: Callable[[str], str | None] = lambda path: None  # path of an image: attachment name
    files: frozenset[str] = frozenset()  # every path there is
    _by_name: dict[str, str] = field(default_factory=dict)
    _composed: dict[str, str] = field(default_factory=dict)  # by the composed form: macOS names files in the other

    def __post_init__(self) -> None:
        """Note and picture by bare name: the one with the shortest path, as Obsidian does."""
        for path in sorted(self.files, key=lambda path: (path.count("/"), len(path), path)):
            self._composed[_nfc(path)] = path
            name = _nfc(path.rpartition("/")[2]).casefold()
            self._by_name.setdefault(name, path)
            self._by_name.setdefault(name.rpartition(".")[0] or name, path)

    def find(self, path: str, target: str) -> str | None:
        """The path within the repository that a target in the file at `path` means; None when there is none."""
        bare, _, anywhere = _parts(target)
        names = _candidates(path, bare) + ([root + bare for root in _ROOTS] if anywhere else [])
        found = next((found for name in names for found in self._variants(name)), None)
        return self._named(bare) if anywhere and not found else found

    def named(self, target: str) -> str | None:
        """The path that a wikilink means: a path from the top, or a bare name."""
        return next(iter(self._variants(target)), None) or self._named(target)

    def _named(self, target: str) -> str | None:
        folder, _, name = _nfc(target).casefold().rpartition("/")
        found = self._by_name.get(name)
        return found if found and folder in _nfc(found).casefold() else None

    def _variants(self, name: str) -> list[str]:
        bare = re.sub(r"\.html?$", "", name).rstrip("/")
        names = (_nfc(each) for each in (name, name.rstrip("/"), *(bare + below for below in _BELOW)))
        found = (self._composed.get(each, each) for each in names)
        return [path for path in found if path in self.files or path in self.topics]


@dataclass(slots=True)
class Resolved:
    text: str
    dead: list[str] = field(default_factory=list)  # for people: what leads nowhere, with its line


def resolve(text: str, path: str, targets: Targets) -> Resolved:
    """The text of the file at `path` with the references that the journal can follow. Lines stay lines."""
    result = Resolved(text)

    def replace(reference: Reference) -> str | None:
        wiki = _is_wiki(reference)
        if not wiki and (_SCHEME.match(reference.target) or reference.target.startswith(ATTACHMENTS)):
            return None
        found = targets.named(reference.target) if wiki else targets.find(path, reference.target)
        new = _address(found, reference, targets) if found else None
        if new is None and (found is None or found not in targets.entries):
            _report(result, reference, found)
        return new

    result.text = rewrite_references(text, replace)
    return result


def _address(found: str, reference: Reference, targets: Targets) -> str | None:
    """What stands in the entry for a path of the repository; None when nothing has to change, or can."""
    fragment = _parts(reference.target).fragment
    if found in targets.entries:
        slug = targets.entries[found]
        if _is_wiki(reference):
            return None if slugify(reference.target) == slug else slug
        return f"/entries/{slug}/{fragment}" if reference.form == "html" else f"{slug}.md{fragment}"
    if found in targets.topics:
        return f"/topics/{targets.topics[found]}/{fragment}"
    name = targets.images(found) if found.lower().endswith(IMAGES) else None
    return ATTACHMENTS + name if name else None


def _report(result: Resolved, reference: Reference, found: str | None) -> None:
    target = reference.target
    if found:
        result.dead.append(f"line {reference.line}: {found} is not brought in, so the link to it leads nowhere")
    elif _is_wiki(reference) or re.search(r"[/.]", target):
        result.dead.append(f"line {reference.line}: nothing is at “{target[:100]}”")


class _Parts(NamedTuple):
    path: str
    fragment: str  # with "#"
    anywhere: bool  # whether it names a page wherever that lies, as the tags of Jekyll and Hugo do


def _parts(target: str) -> _Parts:
    """A target without template language and query."""
    match = _LIQUID.match(target)
    anywhere = bool(match and (match["post"] or match["ref"]))
    if match:
        target = match["post"] or match["ref"] or match["filtered"] or match["rest"] or ""
    path, mark, fragment = target.partition("#")
    return _Parts(unquote(path.partition("?")[0]), mark + fragment, anywhere)


def _nfc(text: str) -> str:
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def _candidates(path: str, target: str) -> list[str]:
    if not target:
        return []
    if target.startswith("/"):
        return [posixpath.normpath(root + target.lstrip("/")) for root in _ROOTS]
    folder = posixpath.dirname(path)
    near = posixpath.normpath(posixpath.join(folder, target))
    return [near] if near.startswith("..") else [near, posixpath.normpath(target)]


Spelled = dict[tuple[bool, str], str]  # (is a wikilink, target here): target in the file


def spelled(new: str, old: str) -> Spelled:
    """From two texts, line for line alike but for their targets: how the second spells those of the first."""
    found: Spelled = {}
    for line, original in zip(new.split("\n"), old.split("\n"), strict=True):
        if line != original:
            for now, before in zip(references(line), references(original), strict=False):
                found.setdefault((_is_wiki(now), now.target), before.target)
    return found


def restore(text: str, known: Spelled, otherwise: Callable[[str], str | None]) -> str:
    """The text with the file's own targets; what `known` does not hold is asked of `otherwise`."""

    def replace(reference: Reference) -> str | None:
        found = known.get((_is_wiki(reference), reference.target))
        return found if found or _is_wiki(reference) else otherwise(reference.target)

    return rewrite_references(text, replace)


def _is_wiki(reference: Reference) -> bool:
    return reference.form in ("wiki", "embed")

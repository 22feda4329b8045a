"""Links and images within a repository: to which entry, topic or attachment a target leads."""

import posixpath
import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from dataclasses import replace as replaced
from typing import NamedTuple
from urllib.parse import unquote

from journal.text.blocks import parse
from journal.text.pictures import ATTACHMENTS
from journal.text.references import Reference, prose_lines, references, rewrite_references
from journal.text.shortcodes import shortcodes
from journal.text.slugs import slugify

from .addresses import Addresses
from .anchors import anchors_in

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
_ELSEWHERE = re.compile(r"https?:|//", re.IGNORECASE)
_SCHEME = re.compile(r"^(?:[a-z][a-z0-9+.-]*:|//|#|\?|$)", re.IGNORECASE)


@dataclass(slots=True)
class Targets:
    """What a repository's paths have become."""

    entries: Mapping[str, str] = field(default_factory=dict)  # path of a file: slug of its entry
    topics: Mapping[str, str] = field(default_factory=dict)  # path of a folder, or of its text: slug of its topic
    images: Callable[[str], str | None] = lambda path: None  # path of an image: attachment name
    files: frozenset[str] = frozenset()  # every path there is
    aliases: Mapping[str, str] = field(default_factory=dict)  # another name of a note, in lower case: its path
    addresses: Addresses = field(default_factory=Addresses)
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
        for name in names:
            found = self._variants(name)
            if found:
                return found[0]
        if anywhere:
            return self._named(bare)
        return self.addresses.find(bare) if bare.startswith("/") else None

    def named(self, target: str) -> str | None:
        """The path that a wikilink means: a path from the top, a bare name, or an alias."""
        found = next(iter(self._variants(target)), None) or self._named(target)
        return found or self.aliases.get(_nfc(target).casefold())

    def _named(self, target: str) -> str | None:
        folder, _, name = _nfc(target).casefold().rpartition("/")
        found = self._by_name.get(name)
        return found if found and folder in _nfc(found).casefold() else None

    def _variants(self, name: str) -> list[str]:
        bare = re.sub(r"\.html?$", "", name).rstrip("/")
        names = [name, name.rstrip("/"), *(bare + below for below in _BELOW)]
        found = [self._composed.get(_nfc(each), _nfc(each)) for each in names]
        return [path for path in found if path in self.files or path in self.topics]


@dataclass(slots=True)
class Resolved:
    text: str
    dead: list[str] = field(default_factory=list)  # for people: what leads nowhere, with its line


def resolve(text: str, path: str, targets: Targets) -> Resolved:
    """The text of the file at `path` with the references that the journal can follow. Lines stay lines."""
    result = Resolved(text)
    lost: dict[str, list[int]] = {}
    elsewhere: list[int] = []
    fragments: list[tuple[int, str]] = []

    def replace(reference: Reference) -> str | None:
        wiki = _is_wiki(reference)
        own = None if wiki else targets.addresses.path_of(reference.target)
        if own:
            found = targets.find("", own[0])
            new = _address(found, replaced(reference, target=own[0] + own[1]), targets) if found else None
            if new:
                return new
        if reference.is_picture and _ELSEWHERE.match(reference.target):
            elsewhere.append(reference.line)
        if reference.target.startswith("#") and not wiki:
            fragments.append((reference.line, unquote(reference.target[1:])))
        if not wiki and (_SCHEME.match(reference.target) or reference.target.startswith(ATTACHMENTS)):
            return None
        found = targets.named(reference.target) if wiki else targets.find(path, reference.target)
        new = _address(found, reference, targets) if found else None
        if new is None and (found is None or found not in targets.entries):
            _report(lost, reference, found)
        return new

    result.text = rewrite_references(text, replace)
    result.dead += [*_said(lost), *_not_shown(text, elsewhere, fragments)]
    return result


def _not_shown(text: str, elsewhere: list[int], fragments: list[tuple[int, str]]) -> Iterator[str]:
    """What readers will miss, in as few remarks as say it."""
    if elsewhere:
        pictures = "a picture" if len(elsewhere) == 1 else f"{len(elsewhere)} pictures"
        yield f"line {elsewhere[0]}: {pictures} from elsewhere, shown to readers as a link"
    if not fragments and "{{" not in text and "{%" not in text:
        return
    document = parse(text).document
    anchors = anchors_in(document)
    lost = {name: line for line, name in reversed(fragments) if name.lower() not in anchors}
    for name, line in sorted(lost.items(), key=lambda item: item[1])[:5]:
        yield f"line {line}: “#{name[:80]}” leads nowhere in this text"
    if len(lost) > 5:
        yield f"{len(lost) - 5} more links within the text lead nowhere"
    lines = text.split("\n")
    prose = [(index, lines[index]) for index in prose_lines(document, len(lines))]
    for line, beginning in shortcodes(prose):
        yield f"line {line}: “{beginning} …” is for another program, and stays as it is written"


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


def _report(lost: dict[str, list[int]], reference: Reference, found: str | None) -> None:
    target = reference.target
    if found:
        lost.setdefault(f"{found} is not brought in, so the link to it leads nowhere", []).append(reference.line)
    elif _is_wiki(reference) or re.search(r"[/.]", target):
        lost.setdefault(f"nothing is at “{target[:100]}”", []).append(reference.line)


def _said(lost: Mapping[str, list[int]]) -> Iterator[str]:
    """Each remark once, with the first of its lines."""
    for what, lines in lost.items():
        more = f" (and {len(lines) - 1} more)" if len(lines) > 1 else ""
        yield f"line {lines[0]}{more}: {what}"


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

"""Addresses on the web that mean a file of the repository: on GitHub and its like, or on the site built of it."""

import posixpath
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from urllib.parse import unquote

from journal.text.slugs import slugify
from journal.transfer.naming import slug_source
from journal.transfer.places import Place

_HOSTED = re.compile(
    r"https?://(?:www\.)?(?:github\.com|gitlab\.com|codeberg\.org|raw\.githubusercontent\.com)/(?P<repository>[^/?#]+/[^/?#]+)"
    r"(?:/-)?(?:/(?:blob|tree|raw|src/branch|edit))?/(?:refs/heads/)?(?P<rest>[^?#]+)(?P<after>[?#].*)?",
    re.IGNORECASE,
)
_PAGES = re.compile(r"https?://(?P<owner>[\w-]+)\.github\.io/(?P<rest>[^?#]*)(?P<after>[?#].*)?", re.IGNORECASE)
_SITE = re.compile(r"https?://(?P<host>[^/?#]+)(?P<rest>/[^?#]*)?(?P<after>[?#].*)?", re.IGNORECASE)
_ORIGIN = re.compile(r"^\s*url\s*=\s*\S*?[:/]([\w.-]+/[\w.-]+?)(?:\.git)?/?\s*$", re.MULTILINE)
_CONFIGURED = re.compile(
    r"""^\s*(?:url|baseURL|base_url|site_url|website)\s*[:=]\s*["']?https?://([^/"'\s]+)""",
    re.MULTILINE | re.IGNORECASE,
)
_CONFIGURATIONS = (
    *("_config.yml", "_config.yaml", "config.toml", "hugo.toml", "config.yaml", "hugo.yaml", "mkdocs.yml", "zola.toml"),
    *("pelicanconf.py", "docusaurus.config.js", "astro.config.mjs", "_quarto.yml"),
)
_LONGEST = 200_000  # bytes of a configuration


@dataclass(slots=True)
class Addresses:
    """What the repository and its site are called, and where its pages are on that site."""

    repositories: frozenset[str] = frozenset()  # "owner/name", in lower case
    name: str = ""  # of the repository, where nobody knows its owner
    hosts: frozenset[str] = frozenset()
    stated: Mapping[str, str] = field(default_factory=dict)  # an address in a front matter: path
    by_name: Mapping[str, list[str]] = field(default_factory=dict)  # last part of an address: paths

    @classmethod
    def of(cls, place: Place, stated: Mapping[str, Iterable[str]], paths: Iterable[str]) -> "Addresses":
        """`stated` are, by path, the addresses and slugs that a file's front matter gives it."""
        names: defaultdict[str, list[str]] = defaultdict(list)
        whole: dict[str, str] = {}
        for path in paths:
            stem = posixpath.basename(path).rpartition(".")[0]
            if stem.lower() in ("index", "readme", "_index"):
                stem = posixpath.basename(posixpath.dirname(path))
            for name in dict.fromkeys([_plain(slug_source(stem)), *(_plain(each) for each in stated.get(path, ()))]):
                whole.setdefault(name, path) if "/" in name else names[name].append(path)
                if "/" in name:
                    names[name.rpartition("/")[2]].append(path)
        return cls(_origins(place), place.name.lower(), _hosts(place), whole, names)

    def path_of(self, target: str) -> tuple[str, str] | None:
        """(what a target means within the repository, with "/" before it; query and fragment). None for another's."""
        if match := _HOSTED.match(target):
            repository = match["repository"].lower()
            is_own = repository in self.repositories or repository.rpartition("/")[2] == self.name
            return ("/" + match["rest"].partition("/")[2], match["after"] or "") if is_own else None
        if (match := _PAGES.match(target)) and self.name:
            first, _, rest = match["rest"].partition("/")
            if first.lower() == self.name:
                return "/" + rest, match["after"] or ""
        if (match := _SITE.match(target)) and match["host"].lower().removeprefix("www.") in self.hosts:
            return match["rest"] or "/", match["after"] or ""
        return None

    def find(self, target: str) -> str | None:
        """The file whose page is at an address of the site, such as "/2024/05/06/views/"; None when none is."""
        address = _plain(unquote(target))
        if not address:
            return None
        if address in self.stated:
            return self.stated[address]
        folder, _, name = address.rpartition("/")
        found = list(dict.fromkeys(self.by_name.get(name, [])))
        near = [
            path for path in found if folder and _plain(posixpath.dirname(path)).endswith(folder.rpartition("/")[2])
        ]
        chosen = near or found
        return chosen[0] if len(chosen) == 1 else None


def _plain(address: str) -> str:
    bare = re.sub(r"(?:/index)?\.html?$", "", address.strip().strip("/"))
    return "/".join(slugify(part) for part in bare.split("/") if part) if bare else ""


def _origins(place: Place) -> frozenset[str]:
    """What git calls the places that this was cloned from: read as words, and nothing of it is done."""
    return frozenset(name.lower() for name in _ORIGIN.findall(place.configuration()))


def _hosts(place: Place) -> frozenset[str]:
    hosts = set()
    for name in (*_CONFIGURATIONS, "CNAME", "static/CNAME", "docs/CNAME"):
        if place.listing.sizes.get(name, _LONGEST) < _LONGEST:
            text = place.read(name).decode("utf-8", "replace")
            hosts |= {text.strip()} if name.endswith("CNAME") else set(_CONFIGURED.findall(text))
    return frozenset(host.lower().removeprefix("www.") for host in hosts if host)

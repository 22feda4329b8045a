"""Making the plan of an import: read every file, compare it with what was brought in before."""

import hashlib
import posixpath
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any

from journal.models import Address, Entry, Repository, Source
from journal.text.pictures import attachment_name

from . import fields
from .formats import MODULES, format_of
from .formats.reading import Reading, Unreadable
from .journal_plan import is_journal, make_journal_plan
from .naming import path_key
from .places import Place
from .placing import place_topics
from .plan import Action, Options, Plan, Step
from .resolving import IMAGES, Targets
from .sites import is_hugo, machinery_of
from .topics import TEXTS

MAX_PATH = 1_000  # characters
TEXT_LIMIT = 2_000_000  # bytes of a file that is not a notebook


@dataclass(slots=True)
class File:
    """A file that becomes an entry, or the text of a topic."""

    path: str
    format: str
    content: bytes
    digest: str
    source: Source | None
    reading: Reading = field(default_factory=Reading)
    folder: str = ""
    is_topic_text: bool = False


def make_plan(place: Place, options: Options | None = None) -> Plan:
    """The plan of bringing in everything at `place`. Writes nothing. Raises Refused."""
    options = options or Options()
    return make_journal_plan(place, options) if is_journal(place) else _Planner(place, options).plan()


class _Planner:
    def __init__(self, place: Place, options: Options) -> None:
        self.place, self.options = place, options
        self.repository = _repository(place)
        self.result = Plan(self.repository, options)
        rows = Source.objects.filter(repository=self.repository.pk).select_related("topic").defer("content")
        found = list(rows) if self.repository.pk else []
        self.sources = {row.path: row for row in found if row.format not in ("folder", "image")}
        self.folders = {row.path: row.topic for row in found if row.format == "folder" and row.topic}
        self.images = {row.path: row for row in found if row.format == "image"}
        self.shown: dict[str, str | None] = {}  # path of an image that a text shows: attachment name

    def plan(self) -> Plan:
        paths = sorted(self.place.listing.sizes, key=path_key)
        formats = {path: format_of(posixpath.basename(path)) for path in paths}
        pictures = [path for path in paths if path.lower().endswith(IMAGES)]
        self.is_hugo, self.machinery = is_hugo(paths), machinery_of(paths)
        wanted = [path for path in paths if formats[path] and not self._is_skipped(path)]
        files = self._files(wanted, {path: formats[path] or "" for path in wanted}, pictures)
        self._place(files, wanted)
        self._compare(files, wanted)
        self._plan_images(pictures)
        self._skip_the_rest(path for path in paths if not formats[path] and path not in self.shown)
        self._report_gone(set(wanted))
        self.result.steps.sort(key=lambda step: path_key(step.path))
        return self.result

    def _add(self, action: Action, path: str, **facts: Any) -> None:
        self.result.steps.append(Step(action, path, **facts))

    # --- Reading ----------------------------------------------------------------------------

    def _is_skipped(self, path: str) -> bool:
        size = self.place.listing.sizes[path]
        reason = self.machinery(path)
        if len(path) > MAX_PATH:
            reason = f"its path has more than {MAX_PATH:,} characters"
        elif size > TEXT_LIMIT and not path.lower().endswith(".ipynb"):
            reason = f"larger than {TEXT_LIMIT // 1_000_000} MB"
        elif size == 0:
            reason = "empty"
        if reason:
            self._add(Action.SKIPPED, path, reason=reason)
        return bool(reason)

    def _files(self, wanted: list[str], formats: dict[str, str], pictures: list[str]) -> list[File]:
        """Every file that may have something new to say; the others are unchanged steps."""
        contents = {path: (content, _digest(content)) for path, content in self.place.read_all(wanted)}
        self._follow_renames({path: digest for path, (_, digest) in contents.items()})
        paths_digest = _digest("\n".join([*wanted, "", *pictures]).encode())
        self.result.paths_digest = paths_digest
        same_paths = paths_digest == self.repository.paths_digest and not self.options.kinds
        files = []
        for path, (content, digest) in contents.items():
            source = self.sources.get(path)
            if source and same_paths and source.path == path and source.digest == digest:
                self._add(Action.UNCHANGED, path, noun="topic" if source.topic_id else "entry", source=source)
                continue
            file = File(path, formats[path], content, digest, source)
            if self._read(file):
                files.append(file)
        return files

    def _read(self, file: File) -> bool:
        name = posixpath.basename(file.path)
        try:
            file.reading = MODULES[file.format].read(file.content, name, self.options.encoding)
        except Unreadable as error:
            self._add(Action.FAILED, file.path, reason=str(error), source=file.source)
            return False
        return True

    def _follow_renames(self, digests: dict[str, str]) -> None:
        """A source whose path is gone follows to where git says it is now, or to where its bytes are."""
        gone = {path: row for path, row in self.sources.items() if path not in digests}
        if not gone:
            return
        former = self.place.former_names()
        by_digest = {row.digest: path for path, row in gone.items()}
        for path, digest in digests.items():
            if path not in self.sources:
                names = [*former.get(path, []), by_digest.get(digest, "")]
                old = next((name for name in names if name in gone), None)
                if old is not None:
                    del gone[old]
                    self.sources[path] = self.sources.pop(old)

    # --- Topics -----------------------------------------------------------------------------

    def _place(self, files: list[File], wanted: list[str]) -> None:
        """Which files are the text of their folder's topic, and the topics of all folders."""
        texts: dict[str, File] = {}
        crowds = _crowds(wanted)
        for file in files:
            file.folder = posixpath.dirname(file.path)
            if posixpath.basename(file.path).lower() in TEXTS:
                if _is_bundle(file, crowds[file.folder], is_hugo=self.is_hugo):
                    file.folder = posixpath.dirname(file.folder)
                elif file.folder not in texts or _rank(file) < _rank(texts[file.folder]):
                    texts[file.folder] = file
        for file in texts.values():
            file.is_topic_text = True
        unread = (step.source for step in self.result.steps if step.action == Action.UNCHANGED and step.source)
        folders = {file.folder for file in files} | {source.brought.get("folder", "") for source in unread}
        headings = {folder: file.reading.title for folder, file in texts.items()}
        place_topics(self.result, folders, self.folders, headings)

    # --- Comparing --------------------------------------------------------------------------

    def _compare(self, files: list[File], wanted: list[str]) -> None:
        entries = self._entries()
        slugs = self._slugs(files, entries)
        targets = self._targets(files, slugs, wanted)
        dates = self.place.dates() if files else {}
        for file in files:
            entry = entries.get(file.source.entry_id or 0) if file.source else None
            step = fields.compare(file, entry, slugs.get(file.path, ""), targets, dates.get(file.path), self.result)
            self.result.steps.append(step)

    def _entries(self) -> dict[int, Entry]:
        keys = [row.entry_id for row in self.sources.values() if row.entry_id]
        entries = Entry.objects.defer("html", "text", "card_html", "head_html").prefetch_related("tags")
        return {entry.pk: entry for entry in entries.filter(source__repository=self.repository.pk)} if keys else {}

    def _slugs(self, files: list[File], entries: dict[int, Entry]) -> dict[str, str]:
        """The slug of each file's entry: its own, the one that it asks for, or one made from its name."""
        taken = set(Entry.objects.values_list("slug", flat=True))
        taken |= set(Address.objects.filter(noun="entry").values_list("slug", flat=True))
        slugs = {path: entries[row.entry_id].slug for path, row in self.sources.items() if row.entry_id in entries}
        for file in files:
            if not file.is_topic_text and file.path not in slugs:
                slugs[file.path] = fields.free_slug(file.path, file.reading, taken)
                taken.add(slugs[file.path])
        return slugs

    def _targets(self, files: list[File], slugs: dict[str, str], wanted: list[str]) -> Targets:
        topics = dict(self.result.topic_slugs)
        for file in files:
            if file.is_topic_text:
                topics[file.path] = self.result.topic_slugs[file.folder]
        for path, row in self.sources.items():
            if row.topic and path not in topics:
                topics[path] = row.topic.slug
        there = set(wanted)
        entries = {path: slug for path, slug in slugs.items() if path in there}
        return Targets(entries, topics, self._image, frozenset(self.place.listing.sizes))

    # --- Images and what is left --------------------------------------------------------------

    def _image(self, path: str) -> str | None:
        """The attachment name of an image that a text shows."""
        if path not in self.shown:
            self.shown[path] = attachment_name(self.place.read(path))
        return self.shown[path]

    def _plan_images(self, pictures: list[str]) -> None:
        for path, name in self.shown.items():
            known = self.images.get(path)
            if name is None:
                self._add(Action.SKIPPED, path, reason="not an image that browsers show safely")
            elif known and known.digest == name:
                self._add(Action.UNCHANGED, path, noun="image", source=known)
            else:
                self._add(Action.UPDATE if known else Action.CREATE, path, noun="image", digest=name, source=known)
        for path in pictures:
            if path not in self.shown:
                known = self.images.get(path)
                if known:
                    self._add(Action.UNCHANGED, path, noun="image", source=known)
                else:
                    self._add(Action.SKIPPED, path, reason="an image that no text shows")

    def _skip_the_rest(self, paths: Iterable[str]) -> None:
        for path in paths:
            if not path.lower().endswith(IMAGES):
                self._add(Action.SKIPPED, path, reason="neither Markdown, a notebook nor a program")
        for path, reason in self.place.listing.skipped.items():
            self._add(Action.SKIPPED, path, reason=reason)

    def _report_gone(self, wanted: set[str]) -> None:
        for path, source in self.sources.items():
            if path not in wanted and path not in self.place.listing.sizes:
                noun = "topic" if source.topic_id else "entry"
                self._add(Action.GONE, path, noun=noun, reason="no longer in the repository; kept here", source=source)


def _repository(place: Place) -> Repository:
    """The one that was brought in before: by its first commit, else by its name; else a new one, not yet saved."""
    known = Repository.objects.filter(root=place.root).first() if place.root else None
    if known is None:
        same_name = Repository.objects.filter(name=place.name[:200]).first()
        if same_name and (not place.root or not same_name.root):
            known = same_name
    return known or Repository(name=_free_name(place.name[:190]), root=place.root[:1100])


def _free_name(name: str) -> str:
    taken = set(Repository.objects.values_list("name", flat=True))
    numbered = (name if number == 1 else f"{name}-{number}" for number in range(1, 10_000))
    return next(candidate for candidate in numbered if candidate not in taken)


def _crowds(paths: list[str]) -> Counter[str]:
    """How many files there are in each folder and below it."""
    counted: Counter[str] = Counter()
    for path in paths:
        counted.update(str(folder) for folder in PurePosixPath(path).parents)
    counted[""] = len(paths)
    return counted


def _is_bundle(file: File, crowd: int, *, is_hugo: bool) -> bool:
    """Whether an index.md, alone in its folder, is a page of its own (Hugo's leaf bundle) and not the folder's text."""
    is_index = posixpath.basename(file.path).lower() == "index.md" and file.folder != ""
    stated = file.reading.values.names
    return is_index and crowd == 1 and (is_hugo or "date" in stated or "title" in stated)


def _rank(file: File) -> int:
    return TEXTS.index(posixpath.basename(file.path).lower())


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()

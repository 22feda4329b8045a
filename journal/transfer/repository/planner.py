"""Making the plan of an import: read every file, compare it with what was brought in before."""

import hashlib
import posixpath
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path, PurePosixPath
from typing import Any

from journal.models import Address, Entry, Repository, Source
from journal.text.pictures import attachment_name
from journal.text.slugs import SlugPool
from journal.transfer.archive.plan import is_journal, make_journal_plan
from journal.transfer.formats import MODULES, format_of
from journal.transfer.formats.reading import Unreadable
from journal.transfer.naming import path_key
from journal.transfer.places import Place
from journal.transfer.plan import Action, Options, Plan, Step

from . import fields
from .addresses import Addresses
from .choosing import Choice
from .file import File
from .left_out import by_contents, by_path, exercises, translations, with_an_exercise
from .lessons import is_lesson
from .placing import Folder, place_topics
from .renames import Move, follow_renames, renamed_folders
from .rereading import RULES
from .resolving import IMAGES, Targets
from .sites import is_hugo, machinery_of
from .topics import TEXTS

TEXT_LIMIT = 2_000_000  # bytes of a file that is not a notebook


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
        self.folders = {row.path: row for row in found if row.format == "folder" and row.topic}
        self.result.former_topics = {path: row.topic for path, row in self.folders.items() if row.topic}
        self.images = {row.path: row for row in found if row.format == "image"}
        paths = sorted(place.listing.sizes, key=path_key)
        self.formats = {path: format_of(posixpath.basename(path)) or "" for path in paths}
        self.is_hugo, self.machinery = is_hugo(paths), machinery_of(paths)
        self.repository.only = _remembered(options.only, self.repository.only)
        self.repository.skip = _remembered(options.skip, self.repository.skip)
        self.choice = Choice.of(place, self.repository.only.splitlines(), self.repository.skip.splitlines())
        self.exercises = exercises(place.listing.skipped)
        self.translations = translations(
            [path for path, name in self.formats.items() if name in ("markdown", "notebook")]
        )
        pictures = [path for path in paths if path.lower().endswith(IMAGES)]
        self.pictures = {path: attachment_name(data) for path, data in place.read_all(pictures)}
        self.shown: set[str] = set()  # paths of images that a text shows

    def plan(self) -> Plan:
        readable = [path for path, name in self.formats.items() if name]
        digests = self._digests([path for path in readable if not self._is_skipped(path)])
        wanted = list(digests)
        files = self._files(digests)
        self._place(files, wanted)
        self._compare(files, wanted)
        self._plan_images()
        others = [path for path, name in self.formats.items() if not name]
        self._skip_the_rest(path for path in others if path not in self.pictures)
        self._report_gone()
        if self.result.offers:
            self.result.paths_digest = ""  # so that they are offered again
        self.result.steps.sort(key=lambda step: path_key(step.path))
        return self.result

    def _add(self, action: Action, path: str, **facts: Any) -> None:
        self.result.steps.append(Step(action, path, **facts))

    # --- Reading ----------------------------------------------------------------------------

    def _is_skipped(self, path: str) -> bool:
        size = self.place.listing.sizes[path]
        reason = self.choice.why_not(path) or self.machinery(path) or self._why_left_out(path)
        if size > TEXT_LIMIT and not path.lower().endswith(".ipynb"):
            reason = f"larger than {TEXT_LIMIT // 1_000_000} MB"
        elif size == 0:
            reason = "empty"
        if reason:
            self._add(Action.SKIPPED, path, reason=reason)
        return bool(reason)

    def _why_left_out(self, path: str) -> str:
        """Why nobody wrote this for readers. What was brought in before stays."""
        if path in self.sources:
            return ""
        return by_path(path) or with_an_exercise(path, self.exercises) or self.translations.get(path, "")

    def _digests(self, paths: list[str]) -> dict[str, str]:
        """By path, of the files whose contents are not left out either."""
        digests = {}
        for path, data in self.place.read_all(paths):
            reason = "" if path in self.sources else by_contents(path, data)
            if reason:
                self._add(Action.SKIPPED, path, reason=reason)
            else:
                digests[path] = _digest(data)
        return digests

    def _files(self, digests: dict[str, str]) -> list[File]:
        """Every file that may have something new to say, read; the others are unchanged steps.

        Contents are read twice and kept never: first for their digests, then what changed for its words.
        """
        wanted = list(digests)
        self.sources, self.lost = follow_renames(self.sources, digests, self.place.former_names)
        pictures = [f"{path} {name}" for path, name in self.pictures.items()]
        self.result.paths_digest = _digest("\n".join([RULES, *wanted, "", *pictures]).encode())
        is_alike = self.result.paths_digest == self.repository.paths_digest
        reads_alike = is_alike and not self.options.kinds and not self.options.reread
        changed = []
        for path in wanted:
            source = self.sources.get(path)
            if source and reads_alike and source.path == path and source.digest == digests[path]:
                self._add(Action.UNCHANGED, path, noun="topic" if source.topic_id else "entry", source=source)
            else:
                changed.append(path)
        read = (self._read(path, data, digests[path]) for path, data in self.place.read_all(changed))
        return [file for file in read if file]

    def _read(self, path: str, data: bytes, digest: str) -> File | None:
        source = self.sources.get(path)
        try:
            reading = MODULES[self.formats[path]].read(data, posixpath.basename(path), self.options.encoding)
        except Unreadable as error:
            self._add(Action.FAILED, path, reason=str(error), source=source)
            return None
        return File(path, self.formats[path], digest, source, reading)

    # --- Topics -----------------------------------------------------------------------------

    def _place(self, files: list[File], wanted: list[str]) -> None:
        """Which files are the text of their folder's topic, and the topics of all folders."""
        texts: dict[str, File] = {}
        crowds = _crowds(wanted)
        for file in files:
            file.folder = posixpath.dirname(file.path)
            if posixpath.basename(file.path).lower() not in TEXTS:
                continue
            if self._is_entry(file, crowds[file.folder]):
                is_page = posixpath.basename(file.path).lower() == "index.md" or len(crowds[file.folder]) == 1
                file.folder = posixpath.dirname(file.folder) if is_page and file.folder else file.folder
            elif file.folder not in texts or _rank(file) < _rank(texts[file.folder]):
                texts[file.folder] = file
        for file in texts.values():
            file.is_topic_text = True
        folders = {file.folder for file in files}
        for step in self.result.having(Action.UNCHANGED):
            if step.source:
                folders.add(step.source.brought.get("folder", ""))
        headings: dict[str, str | None] = {folder: file.reading.title for folder, file in texts.items()}
        headings |= {posixpath.dirname(step.path): None for step in self.result.having(Action.UNCHANGED, noun="topic")}
        place_topics(self.result, folders, self._known_folders(wanted), headings)

    def _known_folders(self, wanted: list[str]) -> dict[str, Folder]:
        """The folders that became topics before, by the paths that they have now."""
        moves = []
        for path, source in self.sources.items():
            old, new = posixpath.dirname(source.path), posixpath.dirname(path)
            moves.append(Move(old, new, is_text=source.topic_id is not None and "title" not in source.brought))
        present = {str(folder) for path in wanted for folder in PurePosixPath(path).parents}
        renamed = renamed_folders(self.folders, moves, present)
        self.result.renamed_folders = renamed
        known = {}
        for path, row in self.folders.items():
            if row.topic and (path in renamed or path not in renamed.values()):
                known[renamed.get(path, path)] = Folder(row.topic, path, row.brought)
        return known

    def _is_entry(self, file: File, crowd: list[str]) -> bool:
        """Whether a README.md or index.md is an entry of its own and not the text of its folder's topic.

        It stays what it became. A draft is nobody's to see, as a topic's text would be; a page with a date is one
        (Hugo's page bundle), and so is a lesson; and several folders that become one topic have one text.
        """
        if file.source and (file.source.topic_id or file.source.brought):
            return file.source.topic_id is None and "title" in file.source.brought
        if file.reading.values.draft or self.options.draft:
            return True
        if self.options.topic and self.options.topic.parent_id and file.folder:
            return True
        is_index = posixpath.basename(file.path).lower() == "index.md" and file.folder != ""
        stated = file.reading.values.names
        if is_index and (self.is_hugo or "date" in stated or ("title" in stated and len(crowd) == 1)):
            return True
        if self.options.readmes:
            return self.options.readmes == "entries" and file.folder != ""
        return not self.is_hugo and is_lesson(file.path, file.reading.body, crowd)

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
        if not self.sources:
            return {}
        entries = Entry.objects.filter(source__repository=self.repository.pk).without_projections()
        return {entry.pk: entry for entry in entries.prefetch_related("tags")}

    def _slugs(self, files: list[File], entries: dict[int, Entry]) -> dict[str, str]:
        """The slug of each file's entry: its own, unless the file asks for another now; else one made from its name."""
        taken = set(Entry.objects.values_list("slug", flat=True))
        taken |= set(Address.objects.filter(noun="entry").values_list("slug", flat=True))
        pool = SlugPool(taken)
        slugs = {path: entries[row.entry_id].slug for path, row in self.sources.items() if row.entry_id in entries}
        for file in files:
            asked = fields.asked_slug(file.reading)
            is_new = file.path not in slugs
            if not file.is_topic_text and (is_new or (asked and asked != fields.asked_before(file.source))):
                slugs[file.path] = pool.take(asked or fields.slug_words(file.path))
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
        stated = {path: row.brought.get("called", []) for path, row in self.sources.items()}
        stated |= {file.path: fields.called(file.reading) for file in files}
        aliases = {name.casefold(): path for path, names in stated.items() for name in names}
        addresses = Addresses.of(self.place, stated, entries)
        return Targets(entries, topics, self._image, frozenset(self.place.listing.sizes), aliases, addresses)

    # --- Images and what is left --------------------------------------------------------------

    def _image(self, path: str) -> str | None:
        """The attachment name of an image that a text shows."""
        self.shown.add(path)
        return self.pictures[path]

    def _plan_images(self) -> None:
        for path, name in self.pictures.items():
            known = self.images.get(path)
            if name is None:
                self._add(Action.SKIPPED, path, reason="not an image that browsers show safely")
            elif known and known.digest == name:
                self._add(Action.UNCHANGED, path, noun="image", source=known)
            elif known or path in self.shown:
                action = Action.UPDATE if known else Action.CREATE
                self._add(action, path, noun="image", digest=name, source=known)
            else:
                self._add(Action.SKIPPED, path, reason="an image that no text shows")

    def _skip_the_rest(self, paths: Iterable[str]) -> None:
        for path in paths:
            self._add(Action.SKIPPED, path, reason="neither Markdown, a notebook nor a program")
        for path, reason in self.place.listing.skipped.items():
            self._add(Action.SKIPPED, path, reason=reason)

    def _report_gone(self) -> None:
        pictures = [row for path, row in self.images.items() if path not in self.pictures]
        for source in [*self.lost, *pictures]:
            if source.path not in self.place.listing.sizes or source.path in self.sources:
                noun = "image" if source.format == "image" else "topic" if source.topic_id else "entry"
                reason = "no longer in the repository; kept here"
                self._add(Action.GONE, source.path, noun=noun, reason=reason, source=source)


def _repository(place: Place) -> Repository:
    """The one that was brought in before: by its first commit, else by its name; else a new one, not yet saved."""
    known = Repository.objects.filter(root=place.root).first() if place.root else None
    if known is None:
        same_name = Repository.objects.filter(name=place.name[:200]).first()
        known = same_name if same_name and _is_same(same_name, place) else None
    return known or Repository(name=_free_name(place.name[:190]))


def _is_same(known: Repository, place: Place) -> bool:
    """Whether a repository of this name, without a history that both have, is the one that is known."""
    if known.root and place.root:
        return False
    if known.location and place.location:
        if known.location == place.location:
            return True
        if Path(known.location).is_dir():
            return False  # that one is still where it was
    paths = known.sources.exclude(format=Source.Format.FOLDER).values_list("path", flat=True)
    return any(path in place.listing.sizes for path in paths.iterator())


def _free_name(name: str) -> str:
    taken = set(Repository.objects.values_list("name", flat=True))
    numbered = (name if number == 1 else f"{name}-{number}" for number in range(1, 10_000))
    return next(candidate for candidate in numbered if candidate not in taken)


def _crowds(paths: list[str]) -> defaultdict[str, list[str]]:
    """The files in each folder and below it."""
    crowds: defaultdict[str, list[str]] = defaultdict(list)
    for path in paths:
        for folder in PurePosixPath(path).parents:
            crowds["" if str(folder) == "." else str(folder)].append(path)
    return crowds


def _remembered(wished: tuple[str, ...] | None, before: str) -> str:
    return before if wished is None else "\n".join(pattern for pattern in wished if pattern.strip())


def _rank(file: File) -> tuple[bool, int]:
    """The text that it was before comes first."""
    is_new = file.source is None or file.source.topic_id is None
    return is_new, TEXTS.index(posixpath.basename(file.path).lower())


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()

"""Carrying a plan out: all of it or nothing."""

import hashlib
import posixpath
import tempfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.db import DatabaseError, IntegrityError
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from journal.database.edition import change
from journal.models import Attachment, Entry, Source, Topic
from journal.models.attachment import path_of, store
from journal.models.entries.creating import create_entries
from journal.models.entries.written import Written
from journal.models.errors import JournalError
from journal.text.pictures import is_name_of
from journal.text.renderer import render
from journal.transfer.archive.apply import JournalApplication
from journal.transfer.formats import MODULES
from journal.transfer.places import Place, Refused
from journal.transfer.plan import Action, Plan, Step
from journal.transfer.spool import Spool
from journal.transfer.tagging import Tags

Progress = Callable[[int, int], None]  # how many entries are rendered, of how many


def apply_plan(plan: Plan, place: Place, progress: Progress = lambda done, total: None) -> None:
    """Bring in what the plan says, in one transaction. Raises Refused, after which the journal is as it was.

    Files are read, texts rendered and images written before the transaction, so that nobody waits for a
    long import to end before they can save.
    """
    written: list[Path] = []
    try:
        with tempfile.TemporaryFile() as file:
            spool = Spool(file)
            _read_files(plan, place, spool, written)
            _render(plan, spool, progress)
            with change():
                (JournalApplication(plan, plan.journal) if plan.journal else _Application(plan, place)).run(spool)
    except BaseException as error:
        _discard(written)
        if isinstance(error, JournalError | ValidationError | IntegrityError):
            raise Refused(f"The journal refuses this: {_first_line(error)} Nothing was brought in.") from error
        raise


def _read_files(plan: Plan, place: Place, spool: Spool, written: list[Path]) -> None:
    """The bytes that the plan was made of, and no others."""
    steps = {step.path: step for step in plan.having(Action.CREATE, Action.UPDATE)}
    texts = [path for path, step in steps.items() if step.format]
    for path, data in place.read_all(texts):
        step = steps[path]
        if hashlib.sha256(data).hexdigest() != step.digest:
            raise Refused(f"{path} has changed while it was brought in. Nothing was brought in; try again.")
        spool.put(f"content {path}", data)
        if step.inside:
            reading = MODULES[step.format].read(data, posixpath.basename(path), step.encoding)
            for name, image in reading.images.items():
                _store(name, image, written)
    for path, data in place.read_all([path for path, step in steps.items() if step.noun == "image"]):
        if not is_name_of(steps[path].digest, data):
            raise Refused(f"{path} has changed while it was brought in. Nothing was brought in; try again.")
        _store(steps[path].digest, data, written)


def _store(name: str, data: bytes, written: list[Path]) -> None:
    path = path_of(name)
    if not path.exists():
        written.append(path)
    store(name, data)


def _discard(written: list[Path]) -> None:
    """Remove the images that this import wrote, unless someone else has come to show one of them."""
    with suppress(DatabaseError):
        kept = set(Attachment.objects.filter(name__in=[path.name for path in written]).values_list("name", flat=True))
        for path in written:
            if path.name not in kept:
                path.unlink(missing_ok=True)


def _render(plan: Plan, spool: Spool, progress: Progress) -> None:
    steps = [step for step in plan.having(Action.CREATE, Action.UPDATE, noun="entry") if "body" in step.changes]
    for done, step in enumerate(steps, start=1):
        spool.put_document(step.path, render(step.changes["body"]))
        progress(done, len(steps))


class _Application:
    """One import, within its transaction."""

    def __init__(self, plan: Plan, place: Place) -> None:
        self.plan, self.place, self.repository = plan, place, plan.repository
        self.topics: dict[str, Topic] = dict(plan.known_topics)
        self.rows: list[Source] = []

    def run(self, spool: Spool) -> None:
        self.spool = spool
        self._save_repository()
        self._make_topics()
        self.tags = Tags(self.plan.having(Action.CREATE, Action.UPDATE, noun="entry"))
        created = self.plan.having(Action.CREATE, noun="entry")
        keys = create_entries(self._new(created))
        for step, key in zip(created, keys, strict=True):
            self._keep(step, entry_id=key)
        self._let_texts_go()
        self._update_known()
        self._save_sources()

    def _let_texts_go(self) -> None:
        """A file that becomes another topic's text takes its words along."""
        for step in self.plan.having(Action.CREATE, Action.UPDATE, noun="topic"):
            if step.left:
                step.left.refresh_from_db()
                step.left.revise(body="")

    def _update_known(self) -> None:
        for step in self.plan.having(Action.CREATE, Action.UPDATE):
            if step.noun == "topic":
                self._write_topic(step)
            elif step.noun == "image":
                self._keep_image(step)
            elif step.action == Action.UPDATE:
                self._update(step)
        for step in self.plan.having(Action.CONFLICT):
            if step.source and step.source.path != step.path:  # it stays as it is here, where it is now there
                step.source.path = step.path
                self.rows.append(step.source)

    def _save_repository(self) -> None:
        self.repository.paths_digest = self.plan.paths_digest
        self.repository.root = self.repository.root or self.place.root
        self.repository.location = self.place.location or self.repository.location
        self.repository.imported_at = timezone.now()
        self.repository.save()

    def _make_topics(self) -> None:
        below = self.plan.options.topic
        siblings = Topic.objects.filter(parent=below) if below else Topic.objects.stages()
        start = max(siblings.values_list("position", flat=True), default=-1) + 1
        for folder, changes in self.plan.topic_changes.items():
            if "parent" in changes:  # first out of each other's way
                self.topics[folder].revise(parent=None)
        for new in self.plan.topics:
            parent = below or self._stage(new.parent)
            slug = self.plan.topic_slugs[new.folder]
            topic = Topic().revise(
                title=new.title, slug=slug, parent=parent, summary=new.summary, position=start + new.position
            )
            self.topics[new.folder] = topic
        for folder, changes in self.plan.topic_changes.items():
            topic = self.topics[folder]
            if "parent" in changes:
                stage = self._stage(changes["parent"])
                is_free = stage is not None and stage.pk != topic.pk and not topic.children.exists()
                changes = changes | {"parent": stage if is_free else None}
            topic.revise(**changes)
        self._rename_folders()
        for folder, topic in self.topics.items():
            self._keep_folder(folder, topic)

    def _stage(self, folder: str | None) -> Topic | None:
        """The topic of a folder that others are to be in; the one that it is in itself, if it was put there here."""
        topic = None if folder is None else self.topics[folder]
        return topic.parent or topic if topic else None

    def _rename_folders(self) -> None:
        """First away from the paths that others may take, then to their own."""
        rows = Source.objects.filter(repository=self.repository, format=Source.Format.FOLDER)
        for old in self.plan.renamed_folders:
            rows.filter(path=old).update(path=f"moving {old}")
        rows.filter(path__in=self.plan.renamed_folders.values()).delete()  # their topics were deleted here
        for old, new in self.plan.renamed_folders.items():
            rows.filter(path=f"moving {old}").update(path=new)

    def _keep_folder(self, folder: str, topic: Topic) -> None:
        """Note which topic a folder is, and what of that the source has set: the rest is an edit."""
        row = Source.objects.filter(repository=self.repository, format=Source.Format.FOLDER, path=folder).first()
        row = row or Source(repository=self.repository, format=Source.Format.FOLDER, path=folder)
        set_now = {new.folder for new in self.plan.topics}
        facts = {"title": topic.title, "summary": topic.summary, "slug": topic.slug, "parent": topic.parent_id}
        if folder in set_now:
            row.brought = facts
        else:
            row.brought |= {name: facts[name] for name in self.plan.topic_changes.get(folder, {})}
        row.topic = topic
        row.save()

    def _new(self, steps: list[Step]) -> Iterator[Written]:
        options = self.plan.options
        for step in steps:
            fields = {name: step.brought[name] for name in ("title", "body", "summary", "kind", "slug")}
            published_at = None if options.draft else _moment(step.brought["published"])
            entry = Entry(
                author=options.author,
                topic=self.topics[step.folder],
                published_at=published_at,
                created_at=step.created or timezone.now(),
                updated_at=step.updated or timezone.now(),
                **fields,
            )
            yield Written(entry, self.spool.document(step.path), self.tags.of(step))

    def _update(self, step: Step) -> None:
        """Only what the source changed; `updated_at` is the source's too."""
        changes: dict[str, Any] = {
            name: step.changes[name] for name in ("title", "body", "summary", "kind", "slug") if name in step.changes
        }
        if "published" in step.changes:
            changes["published_at"] = _moment(step.changes["published"])
        if "folder" in step.changes and step.entry and step.entry.topic_id != self.topics[step.folder].pk:
            changes["topic"] = self.topics[step.folder]
        tags = self.tags.of(step) if "tags" in step.changes else None
        document = self.spool.document(step.path) if "body" in changes else None
        if step.entry and (changes or tags is not None):
            step.entry.revise(version=step.entry.version, tags=tags, document=document, **changes)
            Entry.objects.filter(pk=step.entry.pk).update(updated_at=step.updated)
        self._keep(step)

    def _write_topic(self, step: Step) -> None:
        topic = self.topics[step.folder]
        if step.changes:
            topic.refresh_from_db()  # another file may have left it
            topic.revise(**step.changes)
        self._keep(step, topic=topic)

    def _keep_image(self, step: Step) -> None:
        self._keep(step, attachment=Attachment.of_stored(step.digest, step.path.rpartition("/")[2]))

    def _keep(self, step: Step, **became: Any) -> None:
        """Note where it came from, to the byte."""
        for name in step.inside:
            Attachment.of_stored(name, step.title)
        source = step.source or Source(repository=self.repository)
        source.path, source.format = step.path, step.format or Source.Format.IMAGE
        source.content = self.spool.get(f"content {step.path}") if step.format else b""
        source.digest, source.encoding, source.brought = step.digest, step.encoding, step.brought
        for name, value in became.items():
            setattr(source, name, value)
        self.rows.append(source)

    def _save_sources(self) -> None:
        """Known rows first leave the paths that others may take, then take theirs."""
        now = timezone.now()
        present = [step.source.pk for step in self.plan.steps if step.source and step.action != Action.GONE]
        Source.objects.filter(pk__in=present, gone_at__isnull=False).update(gone_at=None)
        taken = {row.path for row in self.rows}
        for step in self.plan.having(Action.GONE):
            if step.source and (step.path in taken or not step.source.gone_at):
                gone_at = step.source.gone_at or now
                path = f"{step.path} (until {gone_at:%Y-%m-%d %H:%M:%S})" if step.path in taken else step.path
                Source.objects.filter(pk=step.source.pk).update(gone_at=gone_at, path=path)
        known = [row for row in self.rows if row.pk is not None]
        for row in known:
            Source.objects.filter(pk=row.pk).exclude(path=row.path).update(path=f"moving {row.pk}")
        for row in known:
            row.gone_at = None
            row.save()
        Source.objects.bulk_create([row for row in self.rows if row.pk is None], batch_size=100)


def _moment(published: str) -> Any:
    return parse_datetime(published) if published else None


def _first_line(error: Exception) -> str:
    messages = error.messages if isinstance(error, ValidationError) else [str(error)]
    return messages[0].partition("\n")[0].rstrip(".") + "."

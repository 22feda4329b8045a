"""Carrying a plan out: all of it or nothing."""

import json
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from journal.models import Attachment, Entry, Source, Tag, Topic
from journal.models.attachment import path_of, store
from journal.models.bulk import NewEntry, create_entries
from journal.models.errors import JournalError
from journal.text.document import Document
from journal.text.renderer import render

from .journal_apply import JournalApplication
from .places import Place, Refused
from .plan import Action, Plan, Step

Progress = Callable[[int, int], None]  # how many entries are rendered, of how many


def apply_plan(plan: Plan, place: Place, progress: Progress = lambda done, total: None) -> None:
    """Bring in what the plan says, in one transaction. Raises Refused, after which the journal is as it was.

    Texts are rendered and images written before the transaction, so that nobody waits for a long import.
    """
    written: list[Path] = []
    try:
        _store_images(plan, place, written)
        with tempfile.TemporaryFile() as documents:
            _render(plan, documents, progress)
            with transaction.atomic():
                application = JournalApplication(plan, plan.journal) if plan.journal else _Application(plan)
                application.run(documents)
    except BaseException as error:
        for path in written:
            path.unlink(missing_ok=True)
        if isinstance(error, JournalError | ValidationError | IntegrityError):
            raise Refused(f"The journal refuses this: {_first_line(error)} Nothing was brought in.") from error
        raise


def _store_images(plan: Plan, place: Place, written: list[Path]) -> None:
    for step in plan.having(Action.CREATE, Action.UPDATE, noun="image"):
        _store(step.digest, place.read(step.path), written)
    for step in plan.having(Action.CREATE, Action.UPDATE):
        for name, data in step.inside.items():
            _store(name, data, written)


def _store(name: str, data: bytes, written: list[Path]) -> None:
    path = path_of(name)
    if not path.exists():
        written.append(path)
        store(name, data)


def _render(plan: Plan, documents: IO[bytes], progress: Progress) -> None:
    """The Document of each new entry, one a line: a large import must not fill the memory."""
    steps = plan.having(Action.CREATE, noun="entry")
    for done, step in enumerate(steps, start=1):
        documents.write(json.dumps(render(step.brought["body"]).as_dict()).encode() + b"\n")
        progress(done, len(steps))
    documents.seek(0)


class _Application:
    """One import, within its transaction."""

    def __init__(self, plan: Plan) -> None:
        self.plan, self.repository = plan, plan.repository
        self.topics: dict[str, Topic] = dict(plan.known_topics)
        self.tags: dict[str, Tag] = {}

    def run(self, documents: IO[bytes]) -> None:
        self._save_repository()
        self._make_topics()
        self._make_tags()
        created = self.plan.having(Action.CREATE, noun="entry")
        keys = create_entries(self._new(created, documents))
        for step, key in zip(created, keys, strict=True):
            self._keep(step, entry_id=key)
        for step in self.plan.having(Action.CREATE, Action.UPDATE):
            if step.noun == "topic":
                self._write_topic(step)
            elif step.noun == "image":
                self._keep_image(step)
            elif step.action == Action.UPDATE:
                self._update(step)
        self._save_sources()

    def _save_repository(self) -> None:
        self.rows: list[Source] = []
        self.repository.paths_digest = self.plan.paths_digest
        self.repository.imported_at = timezone.now()
        self.repository.save()

    def _make_topics(self) -> None:
        below = self.plan.options.topic
        siblings = Topic.objects.filter(parent=below) if below else Topic.objects.stages()
        start = max(siblings.values_list("position", flat=True), default=-1) + 1
        for new in self.plan.topics:
            parent = below or (self.topics[new.parent] if new.parent is not None else None)
            slug = self.plan.topic_slugs[new.folder]
            topic = Topic().revise(
                title=new.title, slug=slug, parent=parent, summary=new.summary, position=start + new.position
            )
            self.topics[new.folder] = topic
        for folder, topic in self.topics.items():
            Source.objects.update_or_create(
                repository=self.repository, path=folder, format=Source.Format.FOLDER, defaults={"topic": topic}
            )

    def _make_tags(self) -> None:
        steps = self.plan.having(Action.CREATE, Action.UPDATE, noun="entry")
        names = {name.casefold(): name for step in steps for name in step.changes.get("tags", ())}
        self.tags = {tag.name.casefold(): tag for tag in Tag.objects.named(list(names.values()))}

    def _tags_of(self, step: Step) -> list[Tag]:
        return list({name.casefold(): self.tags[name.casefold()] for name in step.changes["tags"]}.values())

    def _new(self, steps: list[Step], documents: IO[bytes]) -> Iterator[NewEntry]:
        options = self.plan.options
        for step in steps:
            fields = {name: step.brought[name] for name in ("title", "body", "summary", "kind", "slug")}
            entry = Entry(
                author=options.author,
                topic=self.topics[step.folder],
                published_at=None if options.draft else _moment(step.brought["published"]),
                created_at=step.created or timezone.now(),
                updated_at=step.updated or timezone.now(),
                **fields,
            )
            yield NewEntry(entry, Document.from_dict(json.loads(documents.readline())), self._tags_of(step))

    def _update(self, step: Step) -> None:
        """Only what the source changed; `updated_at` is the source's too."""
        changes: dict[str, Any] = {
            name: step.changes[name] for name in ("title", "body", "summary", "kind", "slug") if name in step.changes
        }
        if "published" in step.changes:
            changes["published_at"] = _moment(step.changes["published"])
        if "folder" in step.changes:
            changes["topic"] = self.topics[step.folder]
        tags = self._tags_of(step) if "tags" in step.changes else None
        if step.entry and (changes or tags is not None):
            step.entry.revise(version=step.entry.version, tags=tags, **changes)
            Entry.objects.filter(pk=step.entry.pk).update(updated_at=step.updated)
        self._keep(step)

    def _write_topic(self, step: Step) -> None:
        topic = self.topics[step.folder]
        topic.revise(**step.changes)
        self._keep(step, topic=topic)

    def _keep_image(self, step: Step) -> None:
        attachment = Attachment.objects.get_or_create(
            name=step.digest,
            defaults={"label": step.path.rpartition("/")[2][:200], "size": path_of(step.digest).stat().st_size},
        )[0]
        self._keep(step, attachment=attachment)

    def _keep(self, step: Step, **became: Any) -> None:
        """Note where it came from, to the byte."""
        for name, data in step.inside.items():
            Attachment.objects.get_or_create(name=name, defaults={"label": step.title[:200], "size": len(data)})
        source = step.source or Source(repository=self.repository)
        source.path, source.format = step.path, step.format or Source.Format.IMAGE
        source.content, source.digest = step.content, step.digest
        source.encoding, source.brought = step.encoding, step.brought
        for name, value in became.items():
            setattr(source, name, value)
        self.rows.append(source)

    def _save_sources(self) -> None:
        new = [row for row in self.rows if row.pk is None]
        for row in self.rows:
            if row.pk is not None:
                row.save()
        Source.objects.bulk_create(new, batch_size=100)


def _moment(published: str) -> Any:
    return parse_datetime(published) if published else None


def _first_line(error: Exception) -> str:
    messages = error.messages if isinstance(error, ValidationError) else [str(error)]
    return messages[0].partition("\n")[0].rstrip(".") + "."

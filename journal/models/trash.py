"""The trash: entries that were deleted, each with everything that went with it, until it is emptied."""

from collections import defaultdict
from datetime import datetime
from typing import Any

from django.apps import apps
from django.conf import settings
from django.contrib.auth.models import AnonymousUser, User
from django.core import serializers
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models.deletion import SET_NULL, Collector
from django.utils import timezone

from journal.database.edition import change
from journal.text.renderer import render
from journal.text.slugs import MAX_LENGTH

from .address import Address
from .audit import AuditEvent
from .entries.entry import Entry
from .entries.projections import store
from .entries.written import Written
from .errors import SlugTaken, StaleVersion
from .topic import Topic


class Encoder(DjangoJSONEncoder):
    """With every microsecond."""

    def default(self, value: Any) -> Any:
        return value.isoformat() if isinstance(value, datetime) else super().default(value)


class TrashedEntryQuerySet(models.QuerySet):
    def restorable_by(self, viewer: User | AnonymousUser) -> "TrashedEntryQuerySet":
        """Their own, or all for whoever may change every entry."""
        if not viewer.is_authenticated:
            return self.none()
        return self if viewer.has_perm("journal.change_entry") else self.filter(author=viewer.pk)


class TrashedEntry(models.Model):
    """An entry out of every list, count and search, because its rows are gone: `contents` has them.

    Whatever is deleted with an entry comes back with it: revisions, snippets, comments, checks. No query of the
    journal has to know of the trash.
    """

    title = models.CharField(max_length=200)
    slug = models.CharField(max_length=MAX_LENGTH, db_index=True)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="trashed_entries"
    )
    trashed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    trashed_at = models.DateTimeField(default=timezone.now)
    contents = models.JSONField(encoder=Encoder)

    objects = TrashedEntryQuerySet.as_manager()

    class Meta:
        verbose_name = "entry in the trash"
        verbose_name_plural = "trash"
        ordering = ["-trashed_at", "-pk"]

    def __str__(self) -> str:
        return self.title

    @classmethod
    @change()
    def put(cls, entry: Entry, *, version: int | None = None, by: User | None = None) -> "TrashedEntry | None":
        """Delete the entry, and keep it here with all that goes with it; None when it is gone already.

        Raises StaleVersion where `version` is not the one that it has.
        """
        current = Entry.objects.filter(pk=entry.pk).held().first()
        if current is None:
            return None
        if version not in (None, current.version):
            raise StaleVersion(current.version)
        contents = _contents(current)
        current.delete()
        AuditEvent.record(AuditEvent.Action.TRASHED, by=by, target=current.slug)
        # So that nobody takes its address while it is away.
        Address.objects.create(noun="entry", slug=current.slug, target_id=contents["entry"])
        return cls.objects.create(
            title=current.title, slug=current.slug, author=current.author, trashed_by=by, contents=contents
        )

    def restore(self) -> Entry | None:
        """The entry as it was, with what went with it and still has a place; None when it has been restored already.

        Raises SlugTaken when an import has given its address to another entry.
        """
        body = next(row["fields"]["body"] for row in self.contents["rows"] if row["model"] == Entry._meta.label_lower)
        document = render(body)  # before the transaction: nobody waits for a long text
        with change():
            kept = TrashedEntry.objects.select_for_update().filter(pk=self.pk).first()
            if kept is None:
                return Entry.objects.filter(pk=self.contents["entry"]).first()
            if Entry.objects.filter(slug=self.slug).exists():
                raise SlugTaken(self.slug)
            entry = kept._put_back()
            super().delete()
            store([Written(entry, document)])
        return entry

    @change()
    def delete(self, *args: Any, by: User | None = None, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """For ever: its addresses are free again."""
        AuditEvent.record(AuditEvent.Action.DESTROYED, by=by, target=self.slug)
        Address.objects.filter(noun="entry", target_id=self.contents["entry"]).delete()
        return super().delete(*args, **kwargs)

    def _put_back(self) -> Entry:
        """Save the rows under their old keys, and connect what referred to them."""
        key = self.contents["entry"]
        Address.objects.filter(noun="entry", slug=self.slug, target_id=key).delete()
        rows = list(serializers.deserialize("python", self.contents["rows"], ignorenonexistent=True))
        for row in rows:
            if isinstance(row.object, Entry):
                _settle(row.object)
        _save(rows)
        for label, field, target, keys in self.contents["references"]:
            waiting = apps.get_model(label)._base_manager.filter(pk__in=keys, **{field: None})
            waiting.update(**{field: target})
        return Entry.objects.get(pk=key)


class _WithEverything(Collector):
    """Django's own collector of what a deletion takes along, made to load each row."""

    def can_fast_delete(self, *args: Any, **kwargs: Any) -> bool:
        return False


def _contents(entry: Entry) -> dict[str, Any]:
    """The rows that go with the entry, and those that refer to one of them and stay, as plain values."""
    collector = _WithEverything(using=entry._state.db or "default", origin=entry)
    collector.collect([entry])
    rows: list[Any] = []
    references: list[Any] = []
    for model, instances in collector.data.items():
        keys = [instance.pk for instance in instances]
        rows += serializers.serialize("python", model._base_manager.filter(pk__in=keys).order_by("pk"))
        for relation in model._meta.related_objects:
            if relation.on_delete is SET_NULL:
                references += _references(relation, keys)
    return {"entry": entry.pk, "rows": rows, "references": references}


def _references(relation: Any, targets: list[int]) -> list[list[Any]]:
    """[model, field, key that is referred to, keys that refer to it]"""
    field = relation.field.attname
    found = defaultdict(list)
    rows = relation.related_model._base_manager.filter(**{f"{field}__in": targets})
    for key, target in rows.values_list("pk", field):
        found[target].append(key)
    return [[relation.related_model._meta.label, field, target, keys] for target, keys in found.items()]


def _settle(entry: Entry) -> None:
    """In its topic, wherever that is now; without a place when it is gone. Its key may have been used again."""
    topic = Topic.objects.filter(pk=entry.topic_id).first() or Topic.unsorted()
    entry.topic_id, entry.stage_id = topic.pk, topic.parent_id or topic.pk
    entry.updated_at = entry.touched_at = timezone.now()
    entry.pipeline_version = 0  # no search index looks at it before all of it is there
    if entry.key and Entry.objects.filter(key=entry.key).exists():
        entry.key = None


def _save(rows: list[Any]) -> None:
    """What a row belongs to before the row. Of what is gone for good, references are emptied, or the row left out."""
    while rows:
        later = [row for row in rows if not _saved(row)]
        if len(later) == len(rows) and not _without_what_is_gone([row.object for row in rows]):
            return
        rows = later


def _saved(row: Any) -> bool:
    if any(_missing(row.object)):
        return False
    row.save()
    return True


def _without_what_is_gone(rows: list[models.Model]) -> bool:
    """Empty the references that may be empty and whose target does not come back either. False when there are none."""
    coming = {(type(row), row.pk) for row in rows}
    gone = [(row, field) for row in rows for field in _missing(row) if field.null]
    gone = [(row, field) for row, field in gone if (field.related_model, getattr(row, field.attname)) not in coming]
    for row, field in gone:
        setattr(row, field.attname, None)
    return bool(gone)


def _missing(row: models.Model) -> Any:
    """The fields that refer to rows that are not there."""
    for field in row._meta.concrete_fields:
        key, parent = getattr(row, field.attname), field.related_model
        if parent and key is not None and not parent._base_manager.filter(pk=key).exists():
            yield field

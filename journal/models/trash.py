"""The trash: entries that were deleted, each with everything that went with it, until it is emptied."""

from collections import defaultdict
from typing import Any

from django.apps import apps
from django.conf import settings
from django.contrib.auth.models import AnonymousUser, User
from django.core import serializers
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models, transaction
from django.db.models.deletion import SET_NULL, Collector
from django.utils import timezone

from journal.text.slugs import MAX_LENGTH

from .address import Address
from .entry import Entry
from .link import Link
from .tally import Tally
from .topic import Topic


class TrashedEntryQuerySet(models.QuerySet):
    def restorable_by(self, viewer: User | AnonymousUser) -> "TrashedEntryQuerySet":
        """Their own, or all for whoever may change every entry."""
        if not viewer.is_authenticated:
            return self.none()
        return self if viewer.has_perm("journal.change_entry") else self.filter(author=viewer.pk)


class TrashedEntry(models.Model):
    """An entry out of every list, count and search, because its rows are gone: `contents` has them.

    Whatever is deleted with an entry comes back with it: revisions, snippets, comments, checks. So no query
    of the journal has to know of the trash, and no later table can be forgotten in it.
    """

    title = models.CharField(max_length=200)
    slug = models.CharField(max_length=MAX_LENGTH, db_index=True)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="trashed_entries"
    )
    trashed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    trashed_at = models.DateTimeField(default=timezone.now)
    contents = models.JSONField(encoder=DjangoJSONEncoder)

    objects = TrashedEntryQuerySet.as_manager()

    class Meta:
        verbose_name = "entry in the trash"
        verbose_name_plural = "trash"
        ordering = ["-trashed_at", "-pk"]

    def __str__(self) -> str:
        return self.title

    @classmethod
    @transaction.atomic
    def keep(cls, entry: Entry, *, by: User | None = None) -> "TrashedEntry":
        """Delete the entry, and keep it here with all that goes with it."""
        entry = Entry.objects.select_for_update(of=("self",)).get(pk=entry.pk)
        contents = _contents(entry)
        entry.delete()
        Address.objects.create(noun="entry", slug=entry.slug, target_id=contents["entry"])  # so that nobody takes it
        return cls.objects.create(
            title=entry.title, slug=entry.slug, author=entry.author, trashed_by=by, contents=contents
        )

    @transaction.atomic
    def restore(self) -> Entry:
        """The entry as it was, with its address, and with what went with it and still has a place."""
        key = self.contents["entry"]
        Address.objects.filter(noun="entry", slug=self.slug, target_id=key).delete()
        for row in serializers.deserialize("python", self.contents["rows"], ignorenonexistent=True):
            if _has_its_parents(row.object):
                row.save()
        for label, field, target, keys in self.contents["references"]:
            rows = apps.get_model(label)._base_manager.filter(pk__in=keys, **{field: None})
            rows.update(**{field: target})
        super().delete()
        entry = Entry.objects.get(pk=key)
        Tally.move([], entry.tallied)
        entry.render()
        Link.adopt(entry, entry.slug)
        return entry

    @transaction.atomic
    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """For ever: its addresses are free again."""
        Address.objects.filter(noun="entry", target_id=self.contents["entry"]).delete()
        return super().delete(*args, **kwargs)


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
    for model, instances in collector.data.items():  # what is referred to comes before what refers to it
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


def _has_its_parents(row: models.Model) -> bool:
    """Whether what the row belongs to is still there. What may be missing is left out; an entry finds a topic."""
    if isinstance(row, Entry) and not Topic.objects.filter(pk=row.topic_id).exists():
        row.topic = Topic.unsorted()
        row.stage_id = row.topic.parent_id or row.topic_id
    for field in row._meta.concrete_fields:
        parent = field.related_model
        key = getattr(row, field.attname)
        if parent and key is not None and not parent._base_manager.filter(pk=key).exists():
            if not field.null:
                return False
            setattr(row, field.attname, None)
    return True

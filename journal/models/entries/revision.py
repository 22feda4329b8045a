"""Revisions: the saved texts of an entry, each with who, when and why."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone

from journal.database.edition import PublicModel, PublicQuerySet
from journal.database.writes import Writes

from .fields import EntryFields
from .written import Saving

NOTE_LIMIT = 200  # characters


class Revision(PublicModel):
    """A text that was saved. `is_notable` ones correct something, which readers are told."""

    entry = models.ForeignKey("Entry", on_delete=models.CASCADE, related_name="revisions")
    version = models.PositiveIntegerField()
    title = models.CharField(max_length=200)
    body = models.TextField(blank=True)
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="revisions"
    )
    saved_at = models.DateTimeField(default=timezone.now)
    note = models.CharField(max_length=NOTE_LIMIT, blank=True)
    is_notable = models.BooleanField(default=False)

    objects = PublicQuerySet.as_manager()

    class Meta:
        ordering = ["-version"]
        constraints = [models.UniqueConstraint(fields=["entry", "version"], name="revision_once")]

    def __str__(self) -> str:
        return f"{self.title}, version {self.version}"

    @classmethod
    def remember(cls, savings: Iterable[Saving], former: dict[int, dict[str, Any]], writes: Writes) -> None:
        """Keep the texts that are being saved, and their `former` ones, by key, where nobody kept them yet.

        Entries that were brought in have no revision before they are changed for the first time.
        """
        changed = [saving for saving in savings if saving.note or _is_changed(saving.entry, former[saving.entry.pk])]
        begun = set(
            cls.objects.filter(entry__in=[saving.entry.pk for saving in changed]).values_list("entry", flat=True)
        )
        rows = []
        for saving in changed:
            entry, was = saving.entry, former[saving.entry.pk]
            if entry.pk not in begun:
                first = {name: was[name] for name in ("version", "title", "body")}
                rows.append(cls(entry_id=entry.pk, saved_by_id=entry.author_id, saved_at=was["updated_at"], **first))
            text = {"version": entry.version, "title": entry.title, "body": entry.body}
            said = {"note": saving.note, "is_notable": saving.is_notable}
            rows.append(cls(entry_id=entry.pk, saved_by=saving.by, saved_at=entry.updated_at, **text, **said))
        writes.insert(rows)

    @classmethod
    def at(cls, entry: models.Model, version: int) -> "Revision | None":
        """The text as it was at a version; None when it was never changed since the entry was made.

        Not every version has a text of its own: publishing raises it too.
        """
        rows = cls.objects.filter(entry=entry.pk)
        return rows.filter(version__lte=version).order_by("-version").first() or rows.order_by("version").first()


def _is_changed(entry: EntryFields, was: dict[str, Any]) -> bool:
    return (entry.title, entry.body) != (was["title"], was["body"])

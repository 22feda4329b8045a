"""Revisions: the saved texts of an entry, each with who, when and why."""

from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.db import models
from django.utils import timezone

from .edition import PublicModel, PublicQuerySet

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
    def remember(
        cls, entry: Any, former: dict[str, Any] | None, *, by: User | None, note: str, is_notable: bool
    ) -> None:
        """Keep the text that was just saved, and the `former` one if nobody kept it yet.

        Entries that were brought in have no revision before they are changed for the first time.
        """
        if former is None:
            return
        is_same = (former["title"], former["body"]) == (entry.title, entry.body)
        if is_same and not note:
            return
        if not cls.objects.filter(entry=entry.pk).exists():
            first = {name: former[name] for name in ("version", "title", "body")}
            cls.objects.create(entry=entry, saved_by=entry.author, saved_at=former["updated_at"], **first)
        cls.objects.create(
            entry=entry,
            version=entry.version,
            title=entry.title,
            body=entry.body,
            saved_by=by,
            saved_at=entry.updated_at,
            note=note,
            is_notable=is_notable,
        )

    @classmethod
    def at(cls, entry: models.Model, version: int) -> "Revision | None":
        """The text as it was at a version; None when it was never changed since the entry was made.

        Not every version has a text of its own: publishing raises it too.
        """
        rows = cls.objects.filter(entry=entry.pk)
        return rows.filter(version__lte=version).order_by("-version").first() or rows.order_by("version").first()

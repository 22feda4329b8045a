"""Failures: the errors that an entry shows or names. Owned by its text, rebuilt from it."""

from collections.abc import Iterable, Sequence

from django.db import models

from journal.database.edition import PublicModel, PublicQuerySet
from journal.database.writes import Writes
from journal.text import tracebacks
from journal.text.document import Document


class Failure(PublicModel):
    entry = models.ForeignKey("Entry", on_delete=models.CASCADE, related_name="failures")
    exception = models.CharField(max_length=120)
    message = models.CharField(max_length=tracebacks.MESSAGE_LIMIT, blank=True)
    frames = models.JSONField(default=list)  # names of functions, outermost first

    objects = PublicQuerySet.as_manager()

    class Meta:
        ordering = ["entry", "pk"]
        indexes = [models.Index(fields=["exception", "entry"], name="failure_by_exception")]

    def __str__(self) -> str:
        return f"{self.exception}: {self.message}" if self.message else self.exception

    @classmethod
    def rebuild(cls, found: Sequence[tuple[models.Model, str, Document]], writes: Writes) -> None:
        """Make the failures of these entries those that their titles and texts show."""
        writes.delete(cls.objects.filter(entry__in=[entry.pk for entry, _, _ in found]))
        rows: list[Failure] = []
        for entry, title, document in found:
            rows += cls._rows(entry, title, document)
        writes.insert(rows)

    @classmethod
    def _rows(cls, entry: models.Model, title: str, document: Document) -> Iterable["Failure"]:
        for found in tracebacks.failures_of(title, document.text, document.snippets):
            exception = found.exception[:120]
            yield cls(entry_id=entry.pk, exception=exception, message=found.message, frames=list(found.frames))

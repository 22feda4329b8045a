"""The edition: a number that every change of what readers see raises in its own transaction."""

import secrets
from collections.abc import Iterable
from typing import Any, Self

from django.db import connections, models, transaction
from django.utils import timezone

from .replica import reading_from


class Edition(models.Model):
    """One row. The page cache asks for it at every request, so it is read by a statement of its own."""

    number = models.PositiveBigIntegerField(default=0)
    # Chance, drawn at each change: after a backup was restored numbers repeat, and pages kept elsewhere must not.
    token = models.CharField(max_length=12, default="")

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="edition_is_one_row")]

    def __str__(self) -> str:
        return str(self.number)

    @classmethod
    def current(cls) -> str:
        """The edition that a reader would see now. One indexed query of about 40 microseconds.

        It changes with the number and, without any write, when a scheduled entry's moment
        comes: the second part is the latest such moment that has passed.
        """
        connection = connections[reading_from()]
        now = connection.ops.adapt_datetimefield_value(timezone.now())
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT number, token, "
                "(SELECT MAX(published_at) FROM journal_entry WHERE published_at <= %s) "
                "FROM journal_edition WHERE id = 1",
                [now],
            )
            return " ".join(map(str, cursor.fetchone() or ()))

    @classmethod
    def advance(cls) -> None:
        """Call it first in a transaction: whoever changes something waits here, and not for each other's rows."""
        token = secrets.token_urlsafe(8)
        if not cls.objects.filter(pk=1).update(number=models.F("number") + 1, token=token):
            cls.objects.get_or_create(pk=1, defaults={"number": 1, "token": token})


class PublicQuerySet(models.QuerySet):
    """Bulk changes start a new edition too."""

    def update(self, **kwargs: Any) -> int:
        with transaction.atomic(using=self.db):
            Edition.advance()
            return super().update(**kwargs)

    update.alters_data = True  # type: ignore[attr-defined]

    def delete(self) -> tuple[int, dict[str, int]]:
        with transaction.atomic(using=self.db):
            Edition.advance()
            return super().delete()

    delete.alters_data = True  # type: ignore[attr-defined]
    delete.queryset_only = True  # type: ignore[attr-defined]

    def bulk_create(self, objs: Iterable[Any], *args: Any, **kwargs: Any) -> list[Any]:
        with transaction.atomic(using=self.db):
            Edition.advance()
            return super().bulk_create(objs, *args, **kwargs)


class PublicModel(models.Model):
    """A row that readers see: saving or deleting it starts a new edition.

    Its manager has to come from a PublicQuerySet; a test asks every such model.
    """

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        with transaction.atomic():
            Edition.advance()
            super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        with transaction.atomic():
            Edition.advance()
            return super().delete(*args, **kwargs)

    def with_changes(self, changes: dict[str, Any], allowed: tuple[str, ...]) -> Self:
        """This row with `changes` set, not yet saved. TypeError for a field that may not change so."""
        for name, value in changes.items():
            if name not in allowed:
                raise TypeError(f"{type(self).__name__} has no editable “{name}”")
            setattr(self, name, value)
        return self

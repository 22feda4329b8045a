"""Slugs are promises: what was once found under a slug is found from there for ever."""

from typing import Self

from django.db import models

from journal.text.slugs import MAX_LENGTH, slugify, unique_slug

from .edition import Edition, PublicModel, PublicQuerySet
from .errors import SlugTaken


class Address(PublicModel):
    """A former slug of an entry, a topic or a tag, and whose it was."""

    noun = models.CharField(max_length=10)
    slug = models.CharField(max_length=MAX_LENGTH)
    target_id = models.PositiveBigIntegerField()

    objects = PublicQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["noun", "slug"], name="address_unique")]

    def __str__(self) -> str:
        return f"{self.noun} {self.slug}"


class Addressed(PublicModel):
    """A row with a slug of its own. `NAMED_BY` is the field that a missing slug is made from."""

    NAMED_BY = "title"

    slug = models.CharField(
        max_length=MAX_LENGTH,
        unique=True,
        blank=True,
        help_text="The address. Left empty, it is made from the title. A changed one keeps redirecting.",
    )

    class Meta:
        abstract = True

    @classmethod
    def noun(cls) -> str:
        return cls._meta.model_name or ""

    @classmethod
    def formerly(cls, slug: str) -> models.QuerySet[Self]:
        """The row that once had this slug, if any."""
        former = Address.objects.filter(noun=cls.noun(), slug=slug).values("target_id")
        return cls._default_manager.filter(pk__in=former)  # type: ignore[return-value]

    def settle_slug(self) -> None:
        """Make sure of a slug that is this row's alone. Call before saving, in the same transaction.

        An empty slug is made from the name. Raises SlugTaken when a chosen one is, or was, another's.
        """
        Edition.advance()  # of two that want the same one, the second sees it taken
        if not self.slug:
            self.slug = unique_slug(getattr(self, self.NAMED_BY), _Taken(self))
        self.slug = slugify(self.slug)
        if self.slug in _Taken(self):
            raise SlugTaken(self.slug)
        Address.objects.filter(noun=self.noun(), slug=self.slug).delete()
        self._remember_former_slug()

    def _remember_former_slug(self) -> None:
        former = type(self)._default_manager.filter(pk=self.pk).values_list("slug", flat=True).first()
        if former and former != self.slug:
            Address.objects.update_or_create(noun=self.noun(), slug=former, defaults={"target_id": self.pk})


class _Taken:
    """The slugs that are, or were, those of other rows: asked one at a time, never listed."""

    def __init__(self, row: Addressed) -> None:
        self.row = row

    def __contains__(self, slug: str) -> bool:
        row = self.row
        others = type(row)._default_manager.exclude(pk=row.pk)
        former = Address.objects.filter(noun=row.noun()).exclude(target_id=row.pk or 0)
        return others.filter(slug=slug).exists() or former.filter(slug=slug).exists()

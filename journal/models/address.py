"""Slugs are promises: what was once found under a slug is found from there for ever."""

from collections.abc import Iterable, Sequence
from typing import Self

from django.db import models

from journal.database.edition import PublicModel, PublicQuerySet
from journal.database.writes import Writes
from journal.text.slugs import MAX_LENGTH, slugify, unique_slug

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
        """Make sure of a slug that is this row's alone. Call it before saving, in the same change. Raises SlugTaken."""
        writes = Writes()
        Addresses(type(self), [self]).settle(self, writes)
        writes.make()


class Addresses:
    """The slugs of one noun, while some of its rows are given theirs: asked for together, not one by one."""

    def __init__(self, noun: type[Addressed], rows: Sequence[Addressed]) -> None:
        self._noun = noun
        self._saved: dict[int, str] = {}  # the slug of each row, as it is saved
        self._owners: dict[str, set[int]] = {}  # the keys of those whose a slug is, or was
        self._given: dict[str, Addressed] = {}
        wanted = {slugify(row.slug or getattr(row, row.NAMED_BY)) for row in rows}
        self._look_up(wanted, [row.pk for row in rows if row.pk])

    def settle(self, row: Addressed, writes: Writes) -> None:
        """Give this row the slug that it asks for, or, if it asks for none, a free one that is made from its name.

        Its former one leads to it from then on. Raises SlugTaken when the one that it asks for is, or was, another's.
        """
        row.slug = slugify(row.slug) if row.slug else unique_slug(getattr(row, row.NAMED_BY), _TakenFrom(self, row))
        if not self.is_free(row.slug, row):
            raise SlugTaken(row.slug)
        self._given[row.slug] = row
        former = self._saved.get(row.pk, row.slug)
        if former != row.slug:
            addresses = Address.objects.filter(noun=row.noun())
            writes.delete(addresses.filter(slug__in=[row.slug, former]))
            writes.insert([Address(noun=row.noun(), slug=former, target_id=row.pk)])

    def is_free(self, slug: str, row: Addressed) -> bool:
        if slug not in self._owners:
            self._look_up({slug})
        return self._owners[slug] <= {row.pk} and self._given.get(slug, row) is row

    def _look_up(self, slugs: Iterable[str], keys: Sequence[int] = ()) -> None:
        self._owners.update((slug, set()) for slug in slugs)
        rows = self._noun._default_manager.filter(models.Q(slug__in=slugs) | models.Q(pk__in=keys))
        for key, slug in rows.values_list("pk", "slug"):
            self._saved[key] = slug
            self._owners.setdefault(slug, set()).add(key)
        former = Address.objects.filter(noun=self._noun.noun(), slug__in=slugs)
        for slug, key in former.values_list("slug", "target_id"):
            self._owners[slug].add(key)


class _TakenFrom:
    """The slugs that a row cannot have."""

    def __init__(self, addresses: Addresses, row: Addressed) -> None:
        self.addresses, self.row = addresses, row

    def __contains__(self, slug: str) -> bool:
        return not self.addresses.is_free(slug, self.row)

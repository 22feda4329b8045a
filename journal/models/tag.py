"""Tags: words across topics."""

from collections.abc import Iterable
from typing import Any

from django.core.validators import RegexValidator
from django.db import IntegrityError, models, transaction
from django.urls import reverse

from .address import Addressed
from .edition import PublicModel, PublicQuerySet
from .errors import SlugTaken
from .rendered import something_to_see


class TagQuerySet(PublicQuerySet):
    def named(self, names: "Iterable[str | Tag]") -> "list[Tag]":
        """The tags of these names, in order and without doubles; those that are missing are made."""
        tags: dict[str, Tag] = {}
        for tag in names:
            if isinstance(tag, Tag):
                tags[tag.name.casefold()] = tag
                continue
            name = " ".join(tag.split())
            if name and name.casefold() not in tags:
                known: Any = self.filter(name__iexact=name).first()
                tags[name.casefold()] = known or self._made(name)
        return list(tags.values())

    def _made(self, name: str) -> Any:
        try:
            with transaction.atomic(using=self.db):
                return Tag(name=name).revise()
        except (IntegrityError, SlugTaken):  # someone else has just made it
            known = self.filter(name__iexact=name).first()
            if known is None:
                raise
            return known

    def delete(self) -> tuple[int, dict[str, int]]:
        with transaction.atomic(using=self.db):
            tags: list[Any] = list(self)
            count = sum(tag.delete()[0] for tag in tags)
        return count, {self.model._meta.label: count}

    delete.alters_data = True  # type: ignore[attr-defined]
    delete.queryset_only = True  # type: ignore[attr-defined]


class Tag(Addressed):
    NAMED_BY = "name"
    EDITABLE = ("name", "slug")

    # A comma would part it in the editor's field of tags.
    name = models.CharField(
        max_length=60, unique=True, validators=[something_to_see, RegexValidator(r"\A[^,]*\Z", "A tag has no comma.")]
    )

    objects = TagQuerySet.as_manager()

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("tag-detail", args=[self.slug])

    @transaction.atomic
    def revise(self, **changes: Any) -> "Tag":
        """Save a new tag or a renamed one, and redraw what shows its name.

        Raises SlugTaken, and ValidationError for a name too long.
        """
        self.with_changes(changes, self.EDITABLE)
        self.clean_fields(exclude=["slug"])
        is_new = self.pk is None
        self.settle_slug()
        self.save()
        if not is_new:
            _redraw(self.entries.all())
        return self

    @transaction.atomic
    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        entries = list(self.entries.all())
        deleted = super().delete(*args, **kwargs)
        _redraw(entries)
        return deleted


class Tagging(PublicModel):
    """A tag on an entry. It repeats the entry's date so that a tag's entries come from one index, in order."""

    entry = models.ForeignKey("Entry", on_delete=models.CASCADE, related_name="taggings")
    tag = models.ForeignKey(Tag, on_delete=models.CASCADE, related_name="taggings")
    published_at = models.DateTimeField(null=True, editable=False)

    objects = PublicQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["entry", "tag"], name="tagging_unique")]
        indexes = [models.Index(fields=["tag", "published_at", "entry"], name="tagging_by_date")]

    def __str__(self) -> str:
        return f"{self.tag} on {self.entry}"


def _redraw(entries: Iterable[Any]) -> None:
    for entry in entries:
        entry.redraw()

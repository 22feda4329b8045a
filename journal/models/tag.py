"""Tags: words across topics."""

from collections.abc import Iterable, Sequence
from functools import reduce
from operator import or_
from typing import Any

from django.core.validators import RegexValidator
from django.db import IntegrityError, models

from journal.database.edition import PublicModel, PublicQuerySet, change
from journal.database.writes import Writes, reserve

from .address import Addressed, Addresses
from .rendered import something_to_see
from .urls import address_of

_TRIES = 3
_TOGETHER = 100  # names that are looked for in one statement


class TagQuerySet(PublicQuerySet):
    def named(self, names: "Iterable[str | Tag]") -> "list[Tag]":
        """The tags of these names, in order and without doubles; those that are missing are made."""
        names = list(names)
        for remaining in reversed(range(_TRIES)):
            writes = Writes()
            tags = self.prepared(names, writes)
            try:
                with change():
                    writes.make()
            except IntegrityError:  # somebody else has just made one
                if not remaining:
                    raise
            else:
                break
        return tags

    def prepared(self, names: "Iterable[str | Tag]", writes: Writes) -> "list[Tag]":
        """As `named`; those that are missing have their keys, and are made by `writes`."""
        wanted: dict[str, Tag | str] = {}
        for tag in names:
            name = " ".join(str(tag).split())
            if name:
                given = tag if isinstance(tag, Tag) else name
                wanted.setdefault(name.casefold(), given)
        found = self._found([name for name in wanted.values() if isinstance(name, str)])
        # In order, so that two who make the same ones do not wait for each other.
        missing = [name for name in wanted.values() if isinstance(name, str) and name not in found]
        new = [Tag(name=name) for name in sorted(missing)]
        addresses = Addresses(Tag, new)
        for tag, key in zip(new, reserve(Tag, len(new)), strict=True):
            tag.clean_fields(exclude=["slug"])
            addresses.settle(tag, writes)
            tag.pk = key
        writes.insert(new)
        made = found | {tag.name: tag for tag in new}
        return [tag if isinstance(tag, Tag) else made[tag] for tag in wanted.values()]

    def _found(self, names: Sequence[str]) -> "dict[str, Tag]":
        """Those that there are of these names, in whatever case, by the name."""
        found: dict[str, Tag] = {}
        for start in range(0, len(names), _TOGETHER):
            some = names[start : start + _TOGETHER]
            wanted = reduce(or_, [models.Q(name__iexact=name) for name in some])
            known: dict[str, Any] = {str(tag).casefold(): tag for tag in self.filter(wanted)}
            found |= {name: known[name.casefold()] for name in some if name.casefold() in known}
        return found

    def delete(self) -> tuple[int, dict[str, int]]:
        with change():
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
        return address_of("tag-detail", self.slug)

    @change(alone=True)
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
            self._redraw(self.entries.values_list("pk", flat=True))
        return self

    @change(alone=True)
    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        entries = list(self.entries.values_list("pk", flat=True))
        deleted = super().delete(*args, **kwargs)
        self._redraw(entries)
        return deleted

    def _redraw(self, entries: Iterable[int]) -> None:
        model: Any = Tag._meta.get_field("entries").related_model
        model.objects.filter(pk__in=list(entries)).redraw()


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

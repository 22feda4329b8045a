"""Snippets: the fenced blocks of an entry. Owned by its text, rebuilt from it, never edited apart."""

from collections.abc import Sequence
from datetime import datetime
from functools import cache
from typing import Any

from django.db import models
from django.urls import reverse

from journal.database.edition import PublicModel, PublicQuerySet
from journal.database.writes import Writes, reserve
from journal.models.rendered import with_addresses
from journal.text import document
from journal.text.identity import match

# The key of an entry, what its text has, and when it was published.
Found = tuple[int, Sequence[document.Snippet], datetime | None]


class SnippetQuerySet(PublicQuerySet):
    def of(self, entries: models.QuerySet) -> "SnippetQuerySet":
        """The snippets of these entries: what may be seen of an entry may be seen of its code."""
        # EXISTS is asked once a row; IN would first list every entry there is.
        return self.filter(models.Exists(entries.filter(pk=models.OuterRef("entry_id"))))


class Snippet(PublicModel):
    entry = models.ForeignKey("Entry", on_delete=models.CASCADE, related_name="snippets")
    position = models.PositiveIntegerField()
    name = models.CharField(max_length=80, blank=True)
    language = models.CharField(max_length=40, blank=True)
    language_label = models.CharField(max_length=60, blank=True)
    title = models.CharField(max_length=200, blank=True)
    code = models.TextField(blank=True)
    output = models.TextField(null=True)  # noqa: DJ001 - no output block is not the same as an empty one
    hl_lines = models.JSONField(default=list)
    linenums = models.BooleanField(default=False)
    isolated = models.BooleanField(default=False)
    norun = models.BooleanField(default=False)
    raises = models.CharField(max_length=80, blank=True)
    html = models.TextField(blank=True)
    # Repeats the entry's date, so that the newest code of a language comes from one index, in order.
    published_at = models.DateTimeField(null=True)

    objects = SnippetQuerySet.as_manager()

    class Meta:
        ordering = ["entry", "position"]
        constraints = [
            models.UniqueConstraint(fields=["entry", "name"], condition=~models.Q(name=""), name="snippet_name_unique")
        ]
        indexes = [
            models.Index(fields=["entry", "position"], name="snippet_in_entry"),
            models.Index(fields=["published_at", "id"], name="snippet_by_date"),
            models.Index(fields=["language", "published_at", "id"], name="snippet_by_language"),
        ]

    def __str__(self) -> str:
        return called(self.title, self.name, self.language_label, self.position)

    def get_absolute_url(self) -> str:
        return _address_of_0().replace("/0/", f"/{self.pk}/")

    @property
    def anchor(self) -> str:
        """Where it is in the page of its entry."""
        return f"#code-{self.name or self.position + 1}"

    @classmethod
    def rebuild(cls, found: Sequence[Found], writes: Writes) -> dict[int, list["Snippet"]]:
        """Make the rows of these entries those of their texts, and return them by the entry's key.

        A snippet that is still there keeps its row, and its address.
        """
        old: dict[int, list[Snippet]] = {entry: [] for entry, _, _ in found}
        for row in Snippet.objects.filter(entry__in=old).order_by("entry", "position"):
            old[row.entry_id].append(row)
        before = {row.pk: _values(row) for rows in old.values() for row in rows}
        made = {entry: cls._continued(entry, old[entry], snippets, at) for entry, snippets, at in found}
        new = [row for rows in made.values() for row in rows if row.pk is None]
        for row, key in zip(new, reserve(Snippet, len(new)), strict=True):
            row.pk = key
        for entry, snippets, _ in found:
            for row, snippet in zip(made[entry], snippets, strict=True):
                row.html = with_addresses(snippet.html, {row.position: row.get_absolute_url()})
        rows = {row.pk: row for rows in made.values() for row in rows}
        gone = before.keys() - rows.keys()
        if gone:
            writes.delete(cls.objects.filter(pk__in=gone))
        kept = [(rows[key], values) for key, values in before.items() if key in rows]
        writes.update([row for row, values in kept if _values(row) != values], _WRITTEN)
        writes.insert(new)
        return made

    @classmethod
    def _continued(
        cls, entry: int, old: Sequence["Snippet"], snippets: Sequence[document.Snippet], published_at: datetime | None
    ) -> list["Snippet"]:
        """The rows of one entry, new ones among them; not yet saved."""
        rows: list[Snippet] = []
        for snippet, index in zip(snippets, match(old, snippets), strict=True):
            row = Snippet(entry_id=entry) if index is None else old[index]
            for field in _COPIED:
                setattr(row, field, getattr(snippet, field))
            row.hl_lines = list(snippet.hl_lines)
            row.published_at = published_at
            rows.append(row)
        return rows


@cache
def _address_of_0() -> str:
    """Resolving an address takes longer than saving a row."""
    return reverse("snippet-detail", args=[0])


def called(title: str, name: str, language_label: str, position: int) -> str:
    """What a snippet is called where it has to have a name."""
    return title or name or f"{language_label} code {position + 1}"


_COPIED = (
    "position",
    "name",
    "language",
    "language_label",
    "title",
    "code",
    "output",
    "linenums",
    "isolated",
    "norun",
    "raises",
)
_WRITTEN = (*_COPIED, "hl_lines", "published_at", "html")


def _values(row: Snippet) -> list[Any]:
    return [getattr(row, field) for field in _WRITTEN]

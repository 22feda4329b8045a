"""Snippets: the fenced blocks of an entry. Owned by its text, rebuilt from it, never edited apart.

A snippet that leaves the text is retired: its row stays as long as its entry, so that its address can say where it was,
and what others keep of it is there when its name or its code comes back.
"""

from collections.abc import Sequence
from datetime import datetime
from itertools import chain
from typing import Any

from django.db import models
from django.utils import timezone

from journal.database.edition import PublicModel, PublicQuerySet
from journal.database.writes import Writes, reserve
from journal.models.rendered import with_addresses
from journal.models.urls import snippet_address
from journal.text import document
from journal.text.identity import likeness, match

# The key of an entry, what its text has, and when it was published.
Found = tuple[int, Sequence[document.Snippet], datetime | None]


_IN_TEXT = models.Q(retired_at=None)


class SnippetQuerySet(PublicQuerySet):
    def of(self, entries: models.QuerySet) -> "SnippetQuerySet":
        """The snippets of these entries: what may be seen of an entry may be seen of its code."""
        # EXISTS is asked once a row; IN would first list every entry there is.
        return self.filter(models.Exists(entries.filter(pk=models.OuterRef("entry_id"))))


class SnippetManager(models.Manager.from_queryset(SnippetQuerySet)):  # type: ignore[misc]
    """Those that are in the text of their entries."""

    def get_queryset(self) -> SnippetQuerySet:
        return super().get_queryset().filter(_IN_TEXT)


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
    retired_at = models.DateTimeField(null=True, editable=False)

    former_code: str | None = None  # what its row had before it was saved just now; not stored

    objects = SnippetManager()
    with_retired = SnippetQuerySet.as_manager()

    class Meta:
        ordering = ["entry", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["entry", "name"], condition=~models.Q(name="") & _IN_TEXT, name="snippet_name_unique"
            )
        ]
        indexes = [
            models.Index(fields=["entry", "position"], name="snippet_in_entry"),
            models.Index(fields=["published_at", "id"], condition=_IN_TEXT, name="snippet_by_date"),
            models.Index(fields=["language", "published_at", "id"], condition=_IN_TEXT, name="snippet_by_language"),
        ]

    def __str__(self) -> str:
        return called(self.title, self.name, self.language_label, self.position)

    def get_absolute_url(self) -> str:
        return snippet_address(self.pk)

    @property
    def anchor(self) -> str:
        """Its id in the page of its entry."""
        return document.snippet_anchor(self.name, self.position)

    @property
    def likeness(self) -> float:
        """How alike its code is to what its row had before it was saved just now, from 0 to 1; 0 for a new row."""
        return 0.0 if self.former_code is None else likeness(self.former_code, self.code)

    @classmethod
    def rebuild(cls, found: Sequence[Found], writes: Writes) -> dict[int, list["Snippet"]]:
        """Make the rows of these entries those of their texts, and return them by the entry's key.

        A snippet that is still there, or there again, keeps its row, and its address.
        """
        old: dict[int, list[Snippet]] = {entry: [] for entry, _, _ in found}
        # Of those that were retired, the last one first.
        known = list(Snippet.with_retired.filter(entry__in=old).order_by("entry_id", "-retired_at", "position"))
        for row in known:
            old[row.entry_id].append(row)
        before = {row.pk: _values(row) for row in known}
        made = {entry: cls._continued(entry, old[entry], snippets, at) for entry, snippets, at in found}
        in_text = list(chain.from_iterable(made.values()))
        new = [row for row in in_text if row.pk is None]
        for row, key in zip(new, reserve(Snippet, len(new)), strict=True):
            row.pk = key
        in_documents = chain.from_iterable(snippets for _, snippets, _ in found)
        for row, snippet in zip(in_text, in_documents, strict=True):
            row.html = with_addresses(snippet.html, {row.position: row.get_absolute_url()})
        writes.update(_retire(known, in_text), _RETIRED)  # first: their names are free then
        changed = [row for row in known if row.retired_at is None and _values(row) != before[row.pk]]
        writes.update(changed, _WRITTEN)
        writes.insert(new)
        return made

    @classmethod
    def _continued(
        cls, entry: int, old: Sequence["Snippet"], snippets: Sequence[document.Snippet], published_at: datetime | None
    ) -> list["Snippet"]:
        """The rows of one entry, new ones among them; not yet saved."""
        present = [row for row in old if row.retired_at is None]
        retired = [row for row in old if row.retired_at is not None]
        known = [*present, *retired]
        rows: list[Snippet] = []
        for snippet, index in zip(snippets, match(present, snippets, retired), strict=True):
            row = Snippet(entry_id=entry) if index is None else known[index]
            row.former_code = None if index is None else row.code
            for field in _COPIED:
                setattr(row, field, getattr(snippet, field))
            row.hl_lines = list(snippet.hl_lines)
            row.published_at = published_at
            row.retired_at = None
            rows.append(row)
        return rows


def _retire(known: Sequence[Snippet], in_text: Sequence[Snippet]) -> list[Snippet]:
    """Those of the `known` that are no longer in the text, retired from now on; not yet saved."""
    there, now = {row.pk for row in in_text}, timezone.now()
    gone = [row for row in known if row.retired_at is None and row.pk not in there]
    for row in gone:
        row.retired_at, row.html, row.output = now, "", None  # known by name and code, which are read at every save
    return gone


def called(title: str, name: str, language_label: str, position: int) -> str:
    """The name of a snippet where it has to have one."""
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
_RETIRED = ("retired_at", "html", "output")
_WRITTEN = (*_COPIED, "hl_lines", "published_at", "retired_at", "html")


def _values(row: Snippet) -> list[Any]:
    return [getattr(row, field) for field in _WRITTEN]

"""Snippets: the fenced blocks of an entry. Owned by its text, rebuilt from it, never edited apart."""

from collections.abc import Sequence

from django.db import models
from django.urls import reverse

from journal.text import document
from journal.text.identity import match

from .edition import PublicModel, PublicQuerySet
from .rendered import with_addresses


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
        return reverse("snippet-detail", args=[self.pk])

    @property
    def anchor(self) -> str:
        """Where it is in the page of its entry."""
        return f"#code-{self.name or self.position + 1}"

    @classmethod
    def rebuild(cls, entry: models.Model, found: Sequence[document.Snippet], published_at: object) -> list["Snippet"]:
        """Make the entry's rows those of its text. A snippet that is still there keeps its row."""
        old = list(cls.objects.filter(entry=entry.pk).order_by("position"))
        kept = match(old, found)
        gone = set(range(len(old))) - set(kept)
        if gone:
            cls.objects.filter(pk__in=[old[index].pk for index in gone]).delete()
        rows = []
        for snippet, index in zip(found, kept, strict=True):
            row = cls(entry_id=entry.pk) if index is None else old[index]
            rows.append(row._take(snippet, published_at))
        return rows

    def take(self, found: document.Snippet, published_at: object) -> None:
        """Set what the text says of it, all but the HTML, which needs the row's key; not yet saved."""
        for field in _COPIED:
            setattr(self, field, getattr(found, field))
        self.hl_lines = list(found.hl_lines)
        self.published_at = published_at  # type: ignore[assignment]

    def _take(self, found: document.Snippet, published_at: object) -> "Snippet":
        self.take(found, published_at)
        if self.pk is None:
            self.save()
        self.html = with_addresses(found.html, {found.position: self.get_absolute_url()})
        self.save()
        return self


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

"""References from one entry to another, resolved or broken."""

from collections.abc import Iterable
from contextlib import suppress
from typing import Any

from django.db import models

from journal.text import document
from journal.text.references import renamed
from journal.text.slugs import MAX_LENGTH

from .address import Address
from .edition import PublicModel, PublicQuerySet
from .errors import JournalError


class LinkQuerySet(PublicQuerySet):
    def broken(self) -> "LinkQuerySet":
        return self.filter(target=None)


class Link(PublicModel):
    """`slug` is what the text says; `target` the entry that has, or had, that slug."""

    source = models.ForeignKey("Entry", on_delete=models.CASCADE, related_name="links")
    target = models.ForeignKey("Entry", null=True, on_delete=models.SET_NULL, related_name="backlinks")
    slug = models.CharField(max_length=MAX_LENGTH)
    label = models.CharField(max_length=200)
    kind = models.CharField(max_length=10)
    context = models.CharField(max_length=500, blank=True)  # the sentence around it

    objects = LinkQuerySet.as_manager()

    class Meta:
        verbose_name = "broken link"  # as the admin, which lists no others, calls them
        constraints = [models.UniqueConstraint(fields=["source", "slug"], name="link_once")]
        indexes = [
            models.Index(fields=["slug"], condition=models.Q(target=None), name="link_broken"),
        ]

    def __str__(self) -> str:
        return f"{self.source_id} → {self.slug}"

    @classmethod
    def rebuild(cls, source: models.Model, found: Iterable[document.Link]) -> None:
        """Replace the links of an entry by those found in its text, each slug once."""
        cls.objects.filter(source=source.pk).delete()
        cls.make([(source, found)])

    @classmethod
    def make(cls, found: Iterable[tuple[models.Model, Iterable[document.Link]]]) -> None:
        """Store the links that were found in entries that have none so far."""
        links = [
            cls(source_id=source.pk, slug=slug, label=link.label, kind=link.kind, context=link.context)
            for source, in_text in found
            for slug, link in sorted({link.slug: link for link in reversed(list(in_text))}.items())
        ]
        targets = targets_of({link.slug for link in links})
        for link in links:
            link.target_id = targets.get(link.slug)
        cls.objects.bulk_create(links)

    @classmethod
    def adopt(cls, entry: models.Model, slug: str) -> None:
        """Resolve what waited for an entry with this slug."""
        cls.objects.filter(target=None, slug=slug).update(target=entry)

    @classmethod
    def adopt_all(cls, entries: models.QuerySet) -> None:
        """Resolve what waited for any of these entries."""
        waiting = entries.filter(slug=models.OuterRef("slug")).values("pk")
        cls.objects.filter(target=None).filter(models.Exists(waiting)).update(target=models.Subquery(waiting[:1]))

    @classmethod
    def follow(cls, target: Any, former: str) -> None:
        """Write the new slug of an entry into the texts that link to it by its `former` one.

        Files that were brought in keep their names, so links to such a file stay. A text that somebody saves at the
        same moment is left as it is: the former address leads on.
        """
        with_files = not hasattr(target, "source")
        for link in (
            cls.objects.filter(target=target.pk, slug=former).exclude(source=target.pk).select_related("source")
        ):
            body = renamed(link.source.body, former, target.slug, with_files=with_files)
            if body != link.source.body:
                with suppress(JournalError):
                    link.source.revise(body=body, note=f"“{former}” is now called “{target.slug}”")


def targets_of(slugs: set[str]) -> dict[str, int]:
    """Slug to entry, former slugs included."""
    if not slugs:
        return {}
    entries = Link._meta.get_field("target").related_model
    former = Address.objects.filter(noun="entry", slug__in=slugs)
    former = former.filter(models.Exists(entries._default_manager.filter(pk=models.OuterRef("target_id"))))  # type: ignore[union-attr]
    present = entries._default_manager.filter(slug__in=slugs).values_list("slug", "pk")  # type: ignore[union-attr]
    return dict(former.values_list("slug", "target_id")) | dict(present)

"""References from one entry to another, resolved or broken."""

from collections.abc import Iterable, Sequence
from contextlib import suppress
from typing import Any

from django.db import models

from journal.database.edition import PublicModel, PublicQuerySet, at_the_end
from journal.database.writes import Writes, update_now
from journal.models.address import Address
from journal.models.errors import JournalError
from journal.text import document
from journal.text.references import renamed
from journal.text.slugs import MAX_LENGTH


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
    def rebuild(cls, found: Sequence[tuple[Any, Iterable[document.Link]]], writes: Writes) -> None:
        """Make the links of these entries those that were found in their texts, each slug once."""
        writes.delete(cls.objects.filter(source__in=[source.pk for source, _ in found]))
        links = []
        for source, in_text in found:
            first = {link.slug: link for link in reversed(list(in_text))}  # of several to one entry
            for slug, link in sorted(first.items()):
                links.append(
                    Link(source_id=source.pk, slug=slug, label=link.label, kind=link.kind, context=link.context)
                )
        coming = {source.slug: source.pk for source, _ in found}
        targets = targets_of({link.slug for link in links} - coming.keys()) | coming
        for row in links:
            row.target_id = targets.get(row.slug)
        writes.insert(links)

    @classmethod
    def settle(cls, entries: Iterable[models.Model]) -> None:
        """At the end of this change: resolve what waited for these entries, and what in them waits for others."""
        at_the_end(_settle, [(entry.pk, entry.slug) for entry in entries])  # type: ignore[attr-defined]

    @classmethod
    def let_go(cls, keys: Iterable[int]) -> None:
        """At the end of this change: nothing leads to the entries that had these keys and are deleted."""
        at_the_end(_let_go, keys)

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


def _settle(items: list[tuple[int, str]]) -> None:
    """Of the links in or to these entries (key, slug), bring up to date what others changed since they were written.

    What somebody else holds just now is theirs to settle, after this.
    """
    for start in range(0, len(items), 500):
        keys = [key for key, _ in items[start : start + 500]]
        slugs = [slug for _, slug in items[start : start + 500]]
        free = Link.objects.select_for_update(skip_locked=True, no_key=True)
        waiting = [*free.filter(target=None, slug__in=slugs), *free.filter(target=None, source__in=keys)]
        targets = targets_of({link.slug for link in waiting})
        found = {link.pk: link for link in waiting if link.slug in targets}
        for link in found.values():
            link.target_id = targets[link.slug]
        update_now(list(found.values()), ["target"])
        entries = Link._meta.get_field("target").related_model
        there = entries._default_manager.filter(pk=models.OuterRef("target_id"))  # type: ignore[union-attr]
        gone = Link.objects.filter(source__in=keys, target_id__isnull=False).exclude(models.Exists(there))
        gone.update(target=None)


def _let_go(keys: list[int]) -> None:
    """Of what led to these entries; what somebody else holds just now is about to be written anew."""
    free = Link.objects.select_for_update(skip_locked=True, no_key=True).filter(target__in=keys)
    Link.objects.filter(pk__in=[link.pk for link in free]).update(target=None)


def targets_of(slugs: set[str]) -> dict[str, int]:
    """Slug to entry, former slugs included."""
    if not slugs:
        return {}
    entries = Link._meta.get_field("target").related_model
    former = Address.objects.filter(noun="entry", slug__in=slugs)
    former = former.filter(models.Exists(entries._default_manager.filter(pk=models.OuterRef("target_id"))))  # type: ignore[union-attr]
    present = entries._default_manager.filter(slug__in=slugs).values_list("slug", "pk")  # type: ignore[union-attr]
    return dict(former.values_list("slug", "target_id")) | dict(present)

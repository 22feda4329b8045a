"""Entries, chosen: who may change them, and which there are of a state, a topic, a kind, an author."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from .projecting import PROJECTED_TEXTS
from .tally import Tally
from .visibility import Viewer, VisibleQuerySet


class EntryQuerySet(VisibleQuerySet):
    def drafts(self) -> "EntryQuerySet":
        return self.filter(published_at=None)

    def scheduled(self, now: datetime | None = None) -> "EntryQuerySet":
        return self.filter(published_at__gt=now or timezone.now())

    def unpublished(self) -> "EntryQuerySet":
        """Drafts and what is scheduled."""
        return self.filter(Q(published_at=None) | Q(published_at__gt=timezone.now()))

    def editable_by(self, viewer: Viewer) -> "EntryQuerySet":
        if not viewer.is_authenticated:
            return self.none()
        return self if viewer.has_perm("journal.change_entry") else self.filter(author=viewer.pk)

    def matching(
        self,
        *,
        topic: int | None = None,
        stage: int | None = None,
        kind: str | None = None,
        author: int | None = None,
        start: datetime | None = None,
        end: datetime | None = None,
    ) -> "EntryQuerySet":
        """Those of a topic, a whole stage or an author (primary keys), of a kind, from `start` until before `end`."""
        wanted = {
            "topic": topic,
            "stage": stage,
            "author": author,
            "kind": kind,
            "published_at__gte": start,
            "published_at__lt": end,
        }
        return self.filter(**{lookup: value for lookup, value in wanted.items() if value is not None})

    def without_projections(self) -> "EntryQuerySet":
        """For those who want what was written, and not what it looks like."""
        return self.defer(*PROJECTED_TEXTS, "tallied")

    def newest_first(self) -> "EntryQuerySet":
        return self.order_by("-published_at", "-pk")

    def delete(self) -> tuple[int, dict[str, int]]:
        with transaction.atomic(using=self.db):
            for tallied in self.values_list("tallied", flat=True):
                Tally.move(tallied, [])
            return super().delete()

    delete.alters_data = True  # type: ignore[attr-defined]
    delete.queryset_only = True  # type: ignore[attr-defined]

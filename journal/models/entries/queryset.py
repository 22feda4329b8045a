"""Entries, chosen: who may change them, and which there are of a state, a topic, a kind, an author."""

from datetime import datetime

from django.db.models import Q
from django.utils import timezone

from journal.database.edition import change
from journal.database.viewer import Viewer
from journal.models.visibility import VisibleQuerySet

from .link import Link
from .projections import PROJECTED_TEXTS, redraw
from .tally import Tally


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

    def held(self) -> "EntryQuerySet":
        """In the order of their keys, and nobody else changes them until the end of this change."""
        return self.select_for_update(of=("self",), no_key=True).order_by("pk")

    def redraw(self) -> None:
        """Store their cards and their counts anew, from the rows as they are."""
        with change():
            keys = list(self.order_by("pk").values_list("pk", flat=True))
            for start in range(0, len(keys), 100):
                rows = self.model._default_manager.filter(pk__in=keys[start : start + 100]).select_related("topic")
                redraw(list(rows.held()))  # type: ignore[attr-defined]

    def delete(self) -> tuple[int, dict[str, int]]:
        with change():
            keys = []
            for key, tallied in self.held().values_list("pk", "tallied"):
                Tally.move(tallied, [])
                keys.append(key)
            Link.let_go(keys)
            return super().delete()

    delete.alters_data = True  # type: ignore[attr-defined]
    delete.queryset_only = True  # type: ignore[attr-defined]

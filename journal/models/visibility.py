"""Who may see what: said here once, for every row that carries an author, a visibility and a date."""

from datetime import datetime
from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone

from journal.database.edition import PublicQuerySet
from journal.database.viewer import Viewer


class Visibility(models.TextChoices):
    PUBLIC = "public", "Public"
    UNLISTED = "unlisted", "Unlisted: only by its address"
    MENTORS = "mentors", "Mentors: shared for review, a draft too"
    PRIVATE = "private", "Private"


class Shown:
    """What has a `visibility` and a moment `published_at`: an entry, or what was read of one."""

    visibility: Any
    published_at: Any

    @property
    def is_published(self) -> bool:
        return self.published_at is not None and self.published_at <= timezone.now()

    @property
    def is_scheduled(self) -> bool:
        return self.published_at is not None and not self.is_published

    @property
    def is_listed(self) -> bool:
        """Whether everyone finds it in lists."""
        return self.state == ""

    @property
    def state(self) -> str:
        """What keeps it from being listed, in a word; else empty."""
        return state_of(self.visibility, self.published_at)


def state_of(visibility: str, published_at: datetime | None) -> str:
    """The word for what keeps an entry from being listed; empty where nothing does."""
    if published_at is None or published_at > timezone.now():
        return "scheduled" if published_at else "draft"
    return "" if visibility == Visibility.PUBLIC else visibility


class VisibleQuerySet(PublicQuerySet):
    """Of a model with `author`, `visibility` and `published_at`."""

    def published(self, now: datetime | None = None) -> Self:
        return self.filter(published_at__lte=now or timezone.now())

    def public(self) -> Self:
        return self.filter(visibility=Visibility.PUBLIC)

    def listed(self, now: datetime | None = None) -> Self:
        """What everyone finds in lists."""
        return self.public().published(now)

    def visible_to(self, viewer: Viewer, now: datetime | None = None) -> Self:
        """What may appear to this person in lists, neighbours and counts.

        Everyone sees what is public and published; mentors also what was shared with them, authors
        all that is theirs, and whoever may change every entry sees every entry.
        """
        return self._seen_by(viewer, now, Q(visibility=Visibility.PUBLIC))

    def reachable_by(self, viewer: Viewer, now: datetime | None = None) -> Self:
        """What this person may open by its address: `visible_to`, and what is unlisted."""
        return self._seen_by(viewer, now, Q(visibility__in=[Visibility.PUBLIC, Visibility.UNLISTED]))

    def _seen_by(self, viewer: Viewer, now: datetime | None, is_open: Q) -> Self:
        seen = is_open & Q(published_at__lte=now or timezone.now())
        if not viewer.is_authenticated:
            return self.filter(seen)
        if viewer.has_perm("journal.change_entry"):
            return self
        seen |= Q(author=viewer.pk)
        if viewer.has_perm("journal.review_entry"):
            seen |= Q(visibility=Visibility.MENTORS)
        return self.filter(seen)

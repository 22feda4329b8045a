"""What has happened to entries, oldest first, for copies of the journal that catch up."""

from datetime import datetime, timedelta
from typing import NamedTuple

from django.db.models import F, IntegerField, QuerySet, Value
from django.db.models.fields.json import KeyTransform
from django.db.models.functions import Coalesce, Greatest
from django.utils import timezone

from journal.database.keyset import Cursor
from journal.database.viewer import Viewer
from journal.models.entries.entry import Entry
from journal.models.trash import TrashedEntry

# By then whatever was being saved has been saved. A row is stamped before it is committed, so that one
# with an earlier stamp can appear after one with a later.
SETTLED = timedelta(minutes=1)
_ENTRY = KeyTransform("entry", "contents")
NO_VERSION = Value(None, output_field=IntegerField())


class Change(NamedTuple):
    changed_at: datetime
    pk: int  # of the row that says so: in the journal, or in the trash
    id: int  # the entry's
    slug: str
    author: str | None
    version: int | None  # None for an entry that is gone

    @property
    def is_gone(self) -> bool:
        return self.version is None


class Changes(NamedTuple):
    rows: list[Change]
    following: Cursor | None  # where the next page begins
    until: Cursor  # since when to ask the next time; what happened in the minute before it may be said again


def changes(viewer: Viewer, since: Cursor | None, limit: int) -> Changes:
    """A page of changes, at most `limit`, of what this person sees; entries in the trash for who may restore them."""
    now = timezone.now()
    rows: list[tuple] = []
    for found, moment in _found(viewer, now):
        found = (since.newer(found, moment=moment) if since else found).order_by(moment, "pk")
        rows += found.values_list(moment, "pk", "entry", "slug", "author__username", "version")[: limit + 1]
    rows.sort(key=lambda row: row[:2])
    shown = [Change(*row) for row in rows[:limit]]
    last = Cursor(*shown[-1][:2]) if shown else since
    following = last if len(rows) > limit else None
    settled = Cursor(now - SETTLED, 0)
    until = settled
    if last and last.moment < settled.moment:
        until = last
    return Changes(shown, following, until)


def _found(viewer: Viewer, now: datetime) -> list[tuple[QuerySet, str]]:
    """Each with the moment that counts: of what appeared when it was scheduled to, that one."""
    visible = Entry.objects.visible_to(viewer, now).annotate(entry=F("pk"))
    appeared = Greatest("touched_at", Coalesce("published_at", "touched_at"))
    return [
        (visible.annotate(appeared_at=appeared).filter(appeared_at__lte=now), "appeared_at"),
        (visible.scheduled(now), "touched_at"),  # for those who see it before its moment
        (TrashedEntry.objects.restorable_by(viewer).annotate(version=NO_VERSION, entry=_ENTRY), "trashed_at"),
    ]

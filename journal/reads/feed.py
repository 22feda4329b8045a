"""What those read who follow the journal: its newest entries, whole."""

from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import DateTimeField, QuerySet

from journal.database.statements import compiled
from journal.database.viewer import VISITOR, Viewer
from journal.models.entries.entry import Entry

from .authors import name_of
from .entries import CHOSEN, as_of

SIZE = 20


def changed_at(published: datetime, updated: datetime) -> datetime:
    """When readers saw the last change: an entry that was written before it was published changed when it appeared."""
    return max(published, updated)


class Item(NamedTuple):
    """An entry as a feed has it."""

    pk: int
    slug: str
    title: str
    summary: str
    excerpt: str
    html: str
    author: str
    topic: str
    kind: str
    created_at: datetime
    published_at: datetime
    updated_at: datetime

    @property
    def changed_at(self) -> datetime:
        return changed_at(self.published_at, self.updated_at)


def newest(**chosen: Any) -> list[Item]:
    """The newest entries that everyone may see; `chosen` as for `list_entries`."""
    return [Item(*row) for row in _newest(VISITOR, now=as_of(chosen.get("end")), **chosen)]


@compiled(now=DateTimeField(), **CHOSEN)
def _newest(viewer: Viewer, *, now: datetime, tag: int | None = None, **chosen: Any) -> QuerySet:
    found = Entry.objects.visible_to(viewer, now).published(now).matching(**chosen)
    # A tag's entries come from the index of its taggings, which is in the order of their dates.
    order = ("-published_at", "-pk") if tag is None else ("-taggings__published_at", "-taggings__entry")
    if tag is not None:
        found = found.filter(taggings__tag=tag)
    rows = found.order_by(*order).annotate(author_name=name_of("author__"))
    fields = ("pk", "slug", "title", "summary", "excerpt", "html", "author_name", "topic__title", "kind")
    return rows.values_list(*fields, "created_at", "published_at", "updated_at")[:SIZE]

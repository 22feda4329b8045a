"""Tags: all of them, those in use, and the one that a page is of."""

from datetime import datetime

from django.db.models import (
    CharField,
    DateTimeField,
    Exists,
    OuterRef,
    QuerySet,
)
from django.utils import timezone

from journal.database.kept import kept
from journal.database.statements import compiled
from journal.database.viewer import Viewer
from journal.models.entries.entry import Entry
from journal.models.tag import Tag, Tagging

from .counts import public_counts

_TAG_FIELDS = ("id", "slug", "name")


@kept
def all_tags() -> list[tuple[int, str, str]]:
    """(pk, slug, name) of every tag, by name."""
    return list(Tag.objects.order_by("name").values_list(*_TAG_FIELDS))


@kept
def tags_in_use() -> list[tuple[str, str, int]]:
    """(slug, name, how many) of every tag that a public entry has, by name."""
    counted = dict(public_counts("tag").totals())
    return [(slug, name, counted[str(pk)]) for pk, slug, name in all_tags() if str(pk) in counted]


def find_tag(viewer: Viewer, slug: str) -> Tag | None:
    """The tag of this slug that this person finds on an entry: which others there are is nobody's business."""
    rows = _tag(viewer, slug=slug, now=timezone.now())
    return Tag.from_db(None, _TAG_FIELDS, rows[0]) if rows else None


@compiled(slug=CharField(), now=DateTimeField())
def _tag(viewer: Viewer, *, slug: str, now: datetime) -> QuerySet:
    visible = Entry.objects.visible_to(viewer, now).filter(pk=OuterRef("entry"))
    in_use = Tagging.objects.filter(Exists(visible), tag=OuterRef("pk"))
    return Tag.objects.filter(Exists(in_use), slug=slug).values_list(*_TAG_FIELDS)

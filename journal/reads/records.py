"""Entries as programs read them: plain values under the API's names, each read one compiled statement.

`fields` of them are what the query string chose: nothing is read that is not shown.
"""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

from django.db.models import BigIntegerField, CharField, DateTimeField, QuerySet
from django.utils import timezone

from journal.database.keyset import Cursor
from journal.database.statements import as_keys, compiled, key_fields
from journal.database.viewer import Viewer
from journal.models.entries.entry import Entry
from journal.models.urls import entry_address
from journal.models.visibility import state_of
from journal.text.remarks import without_remarks

from .entries import CHOSEN, as_of

# What is shown of an entry, and where it is read. `url`, `state` and `tags` follow from others.
COLUMNS = {
    "id": "pk",
    "key": "key",
    "slug": "slug",
    "title": "title",
    "kind": "kind",
    "topic": "topic__slug",
    "author": "author__username",
    "summary": "summary",
    "excerpt": "excerpt",
    "minutes": "minutes",
    "visibility": "visibility",
    "published_at": "published_at",
    "created_at": "created_at",
    "updated_at": "updated_at",
    "version": "version",
}
TEXTS = {"body": "body", "html": "html"}
PAGES = (20, 100)  # entries: a statement for each, so that few are compiled
Record = dict[str, Any]


def records(
    viewer: Viewer,
    fields: Collection[str],
    *,
    limit: int,
    state: str = "",
    before: Cursor | None = None,
    **chosen: Any,
) -> tuple[list[Record], Cursor | None]:
    """Newest first, at most `limit`, which the largest of PAGES bounds; and where the next page begins.

    `chosen` as for `list_entries`. Those that are published; with a `state`, drafts or what is scheduled, what was
    saved last first.
    """
    read = _columns(fields)
    moment, pk = (before.moment, before.pk) if before else (None, None)
    now = timezone.now() if state else as_of(moment, chosen.get("end"))
    most = min(size for size in PAGES if limit <= size)
    asked = {"most": most, "names": tuple(read), "state": state}
    rows = _lists(viewer, **asked, now=now, **chosen, before_moment=moment, before_pk=pk)
    found = [dict(zip(read, row, strict=True)) for row in rows[:limit]]
    following = Cursor(found[-1][_moment(state)], found[-1]["id"]) if len(rows) > limit else None
    return _completed(viewer, found, fields), following


def record(viewer: Viewer, fields: Collection[str], slug: str) -> Record | None:
    """The entry at this address, or at which it was before; None where this person may not open it."""
    read = _columns(fields)
    rows = _one(viewer, names=tuple(read), slug=slug, now=timezone.now())
    if not rows:
        former = Entry.objects.reachable_by(viewer).filter(pk__in=Entry.formerly(slug))
        rows = list(former.values_list(*read.values())[:1])
    found = [dict(zip(read, row, strict=True)) for row in rows]
    return _completed(viewer, found, fields)[0] if found else None


def _columns(fields: Collection[str]) -> dict[str, str]:
    """All of the small ones, which are few; of the texts, those that are wanted."""
    return COLUMNS | {name: path for name, path in TEXTS.items() if name in fields}


def _completed(viewer: Viewer, found: list[Record], fields: Collection[str]) -> list[Record]:
    tags = tags_of(viewer, [one["id"] for one in found]) if "tags" in fields and found else {}
    if "body" in fields and not viewer.has_perm("journal.change_entry"):
        for one in found:
            if one["author"] is None or one["author"] != viewer.get_username():
                one["body"] = without_remarks(one["body"])
    for one in found:
        one["url"] = entry_address(one["slug"])
        one["tags"] = [name for _, name in tags.get(one["id"], ())]
        one["state"] = state_of(one["visibility"], one["published_at"]) or "listed"
    return found


def tags_of(viewer: Viewer, entries: Iterable[int]) -> dict[int, list[tuple[str, str]]]:
    """(slug, name) of the tags of each of these entries, which the viewer is known to see."""
    wanted = list(entries)
    size = min(size for size in (1, *PAGES) if len(wanted) <= size)
    found: dict[int, list[tuple[str, str]]] = {}
    for entry, slug, name in _tags(viewer, **as_keys(wanted, size)):
        found.setdefault(entry, []).append((slug, name))
    return found


def _moment(state: str) -> str:
    return "updated_at" if state else "published_at"


@compiled(now=DateTimeField(), **CHOSEN, before_moment=DateTimeField(), before_pk=BigIntegerField())
def _lists(
    viewer: Viewer, *, most: int, names: tuple[str, ...], state: str, now: datetime, tag: Any = None, **chosen: Any
) -> QuerySet:
    moment, pk = chosen.pop("before_moment", None), chosen.pop("before_pk", None)
    visible = Entry.objects.visible_to(viewer, now)
    if state == "draft":
        found: Any = visible.drafts()
    elif state:
        found = visible.scheduled(now)
    else:
        found = visible.published(now)
    found = found.matching(**chosen)
    date, key = _moment(state), "pk"
    if tag is not None:
        found = found.filter(taggings__tag=tag)
        if not state:  # from the index of its taggings, which is in the order of their dates
            date, key = "taggings__published_at", "taggings__entry"
    if moment is not None:
        found = Cursor(moment, pk).older(found, key, moment=date)
    return found.order_by(f"-{date}", f"-{key}").values_list(*_paths(names))[: most + 1]


@compiled(slug=CharField(), now=DateTimeField())
def _one(viewer: Viewer, *, names: tuple[str, ...], slug: str, now: datetime) -> QuerySet:
    return Entry.objects.reachable_by(viewer, now).filter(slug=slug).values_list(*_paths(names))


@compiled(**key_fields(max(PAGES)))
def _tags(viewer: Viewer, **keys: Any) -> QuerySet:
    entries = Entry.objects.filter(pk__in=list(keys.values()), tags__isnull=False).order_by("tags__name")
    return entries.values_list("pk", "tags__slug", "tags__name")


def _paths(names: tuple[str, ...]) -> list[str]:
    return [(COLUMNS | TEXTS)[name] for name in names]

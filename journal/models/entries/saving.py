"""Saving texts: one or five hundred, new or changed, in one transaction of a few statements; all of them or none."""

from collections.abc import Iterable, Sequence
from functools import partial
from typing import Any

from django.db import IntegrityError, OperationalError
from django.utils import timezone

from journal.database.edition import change
from journal.database.writes import Writes
from journal.models.address import Addresses
from journal.models.errors import EntryGone, JournalError, StaleVersion
from journal.models.tag import Tag

from .fields import EntryFields
from .link import Link
from .projections import project
from .publication import record_publication
from .revision import Revision
from .written import Saving, Written

_TRIES = 10  # somebody else may take an address, or make a tag, in the same moment
FEW = 20  # entries, which are prepared within the transaction: that is quicker than two of them
Former = dict[str, Any]  # the columns of a row as they were saved


class _Outrun(OperationalError):
    """Somebody else has changed what the writes were prepared from; again and again, if anybody ever sees this."""


class NotSaved(JournalError):
    """None was saved; `errors` says what is wrong with which, by their numbers from 0."""

    def __init__(self, errors: dict[int, JournalError]) -> None:
        super().__init__("; ".join(map(str, errors.values())))
        self.errors = errors


def save_all(savings: Sequence[Saving]) -> None:
    """Save them all, or none. Raises NotSaved, and IntegrityError for a key that somebody else has just used.

    Of many, everything is prepared before the transaction. What somebody else changes meanwhile is noticed in it, and
    all is prepared anew.
    """
    save = _save_few if len(savings) <= FEW else _save_many
    begun = [(saving.entry.pk, saving.entry.slug, saving.entry.version) for saving in savings]
    for remaining in reversed(range(_TRIES)):
        try:
            former = save(savings)
        except (IntegrityError, _Outrun):
            if not remaining:
                raise
            for saving, (key, slug, version) in zip(savings, begun, strict=True):
                saving.entry.pk, saving.entry.slug, saving.entry.version = key, slug, version
                saving.entry._state.adding = key is None
        else:
            break
    for saving in savings:
        was = former.get(saving.entry.pk)
        if was and was["slug"] != saving.entry.slug:
            Link.follow(saving.entry, was["slug"])


def refusals_of(savings: Sequence[Saving]) -> dict[int, JournalError]:
    """The errors that would keep each of them from being saved just now. They are not to be saved afterwards."""
    if not savings:
        return {}
    entries = [saving.entry for saving in savings]
    return _errors(savings, _former(entries), Writes())


def _save_few(savings: Sequence[Saving]) -> dict[int, Former]:
    """Returns the columns of those that were there before, by their keys."""
    writes = Writes()
    with change():
        former = _former([saving.entry for saving in savings], held=True)
        _settle(savings, former, writes)
        _prepare(savings, former, writes)
        writes.make()
    return former


def _save_many(savings: Sequence[Saving]) -> dict[int, Former]:
    entries = [saving.entry for saving in savings]
    former = _former(entries)
    writes = Writes()
    _settle(savings, former, writes)
    Tag.objects.named(_tag_names(savings))  # in a transaction of their own: who makes a tag of the same name must wait
    _prepare(savings, former, writes)
    with change():
        addresses = Addresses(type(entries[0]), entries)
        if _former(entries, held=True) != former or not all(addresses.is_free(entry.slug, entry) for entry in entries):
            raise _Outrun
        writes.make()
    return former


def _settle(savings: Sequence[Saving], former: dict[int, Former], writes: Writes) -> None:
    errors = _errors(savings, former, writes)
    if errors:
        raise NotSaved(errors)


def _prepare(savings: Sequence[Saving], former: dict[int, Former], writes: Writes) -> None:
    """All that is to be written beside their former addresses."""
    tags = {tag.name.casefold(): tag for tag in Tag.objects.prepared(_tag_names(savings), writes)}
    written = []
    for saving in savings:
        entry = saving.entry
        entry.stage_id = entry.topic.parent_id or entry.topic_id
        entry.updated_at = entry.touched_at = timezone.now()
        correction = saving.note if saving.is_notable and not entry._state.adding else ""
        written.append(Written(entry, saving.document, _tags(saving, tags), correction))
    Revision.remember([saving for saving in savings if not saving.entry._state.adding], former, writes)
    columns = [*type(savings[0].entry).EDITABLE, "stage", "updated_at", "touched_at", "version"]
    project(written, writes, columns, tallied={key: row["tallied"] for key, row in former.items()})
    for saving in savings:
        was = former.get(saving.entry.pk)
        writes.then(partial(record_publication, saving.entry, was, by=saving.by))


def _tag_names(savings: Iterable[Saving]) -> list[str]:
    return [tag for saving in savings for tag in saving.tags or () if isinstance(tag, str)]


def _errors(savings: Sequence[Saving], former: dict[int, Former], writes: Writes) -> dict[int, JournalError]:
    """Give each its next version and its address; what is wrong with which."""
    addresses = Addresses(type(savings[0].entry), [saving.entry for saving in savings])
    errors: dict[int, JournalError] = {}
    for number, saving in enumerate(savings):
        try:
            _claim(saving, former)
            addresses.settle(saving.entry, writes)
        except JournalError as error:
            errors[number] = error
    return errors


def _former(entries: Iterable[EntryFields], *, held: bool = False) -> dict[int, Former]:
    """The rows as they are saved, by their keys; `held` until the end of this change."""
    known = [entry for entry in entries if not entry._state.adding]
    if not known:
        return {}
    rows: Any = type(known[0])._default_manager.filter(pk__in=[entry.pk for entry in known])
    # touched_at: what was drawn anew meanwhile is drawn anew here too.
    columns: tuple[str, ...] = ("pk", "title", "slug", "body", "version", "updated_at", "touched_at")
    columns += ("published_at", "visibility", "tallied")
    return {row["pk"]: row for row in (rows.held() if held else rows).values(*columns)}


def _claim(saving: Saving, former: dict[int, Former]) -> None:
    entry = saving.entry
    if entry._state.adding:
        entry.version = 1
        return
    if entry.pk not in former:
        raise EntryGone
    held = entry.version if saving.version is None else saving.version
    current = former[entry.pk]["version"]
    if held != current:
        raise StaleVersion(current)
    entry.version = held + 1


def _tags(saving: Saving, made: dict[str, Tag]) -> list[Tag] | None:
    """The tags of its names; what names nothing is left out."""
    if saving.tags is None:
        return None
    found: dict[int, Tag] = {}
    for tag in saving.tags:
        known = tag if isinstance(tag, Tag) else made.get(" ".join(tag.split()).casefold())
        if known is not None:
            found[known.pk] = known
    return list(found.values())

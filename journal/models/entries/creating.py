"""Entries that are brought in: as `Entry.revise` makes them, but with the dates and addresses of their source."""

from collections.abc import Iterable
from itertools import islice

from journal.database.edition import change
from journal.models.rendered import acceptable_text

from .projections import PROJECTIONS, store
from .written import Written

BATCH = 100


@change()
def create_entries(new: Iterable[Written]) -> list[int]:
    """Save them all, or none; their keys, in order. Their slugs are settled and free.

    `new` is asked for a batch at a time. Raises what `Entry.revise` raises, and IntegrityError for a slug that is taken
    after all.
    """
    iterator = iter(new)
    made: list[int] = []
    while batch := list(islice(iterator, BATCH)):
        for item in batch:
            _prepare(item)
        store(batch)
        made += [item.entry.pk for item in batch]
    return made


def _prepare(item: Written) -> None:
    entry = item.entry
    acceptable_text(entry.body)
    entry.clean_fields(exclude=["author", "topic", "stage", "slug", *PROJECTIONS])
    entry.version = 1
    entry.stage_id = entry.topic.parent_id or entry.topic_id

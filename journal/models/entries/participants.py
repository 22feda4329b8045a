"""Where a wing takes part in entries. The core knows none of them: each joins when its app is ready.

There are two points. A wing is told of every text that is saved, in the transaction in which it is saved, whether it
comes from a form, a program, an import, the trash or a new version of the pipeline. And it says what stands in the
stored head and margin of an entry, so that its page asks no further query.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.db import IntegrityError
from django.utils.safestring import SafeString

from journal.text.document import Document

from .fields import EntryFields
from .snippet import Snippet


@dataclass(frozen=True, slots=True)
class SavedText:
    """A text that was just saved. Each of its snippets tells by `likeness` how much of its former code it still has."""

    entry: EntryFields
    document: Document
    snippets: Sequence[Snippet]


@dataclass(slots=True)
class Parts:
    """HTML that wings put into the page of an entry: below its title, and below what the margin says of it."""

    head: list[SafeString] = field(default_factory=list)
    margin: list[SafeString] = field(default_factory=list)


class Participant:
    """What a wing overrides of this is asked of it; the rest costs nothing."""

    def text_saved(self, saved: Sequence[SavedText]) -> Iterable[int]:
        """Let the wing's rows follow these texts, and return the keys of the entries whose parts have changed by it.

        Those are drawn within the transaction, where others wait: name only what has changed. What it raises ends the
        transaction: nobody's text is saved then.
        """
        return ()

    def add_parts(self, parts: dict[int, Parts]) -> None:
        """Add what stands in the heads and margins of the entries with these keys, in one query for all of them.

        Some may be new, without rows yet. Of many, it is asked before the transaction, and once more if one of them was
        redrawn meanwhile.
        """


_participants: list[Participant] = []


def join(participant: Participant) -> None:
    """Have it take part from now on. Called once, in the `ready` of a wing's AppConfig."""
    _participants.append(participant)


def leave(participant: Participant) -> None:
    _participants.remove(participant)


def follow(saved: Sequence[SavedText]) -> set[int]:
    """Tell every wing, within the change in which these texts are saved; the keys of entries to be drawn anew."""
    changed: set[int] = set()
    for participant in _participants:
        try:
            changed.update(participant.text_saved(saved))
        except IntegrityError as error:  # not to be taken for an address that somebody else has just used
            raise RuntimeError(f"{type(participant).__name__} could not follow a text") from error
    return changed


def parts_of(entries: Iterable[int]) -> dict[int, Parts]:
    """The parts of the entries with these keys, in the order in which the wings joined."""
    parts = {key: Parts() for key in entries}
    for participant in _participants:
        participant.add_parts(parts)
    return parts

"""Texts on their way into the database: an entry as it is to be, and the document of its body."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib.auth.models import User

from journal.models.tag import Tag
from journal.text.document import Document

from .fields import EntryFields


@dataclass(slots=True)
class Written:
    """An entry whose text is to be stored, and the document of its body; its tags, where they are given anew.

    `note` says what was corrected by it, where readers are to know that.
    """

    entry: EntryFields
    document: Document
    tags: Sequence[Tag] | None = None
    note: str = ""


@dataclass(slots=True)
class Saving:
    """An entry as it is to be saved, the document of its body, and what is said of the change.

    `version` is the one that was changed; None for whatever the instance has. `tags` may be names; None leaves them.
    """

    entry: EntryFields
    document: Document
    version: int | None = None
    tags: Sequence[Tag | str] | None = None
    by: User | None = None
    note: str = ""
    is_notable: bool = False

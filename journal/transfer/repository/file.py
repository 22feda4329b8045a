"""A file of a repository that was read."""

from dataclasses import dataclass, field

from journal.models import Source
from journal.transfer.formats.reading import Reading


@dataclass(slots=True)
class File:
    """A file that was read: it becomes an entry, or the text of a topic."""

    path: str
    format: str
    digest: str
    source: Source | None
    reading: Reading = field(default_factory=Reading)
    folder: str = ""
    is_topic_text: bool = False

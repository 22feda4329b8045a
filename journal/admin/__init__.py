"""Django admin: where the author writes. It calls the same verbs as everything else."""

from . import attachments, entries, links, pages, people, repositories, tags, topics, trash

__all__ = ["attachments", "entries", "links", "pages", "people", "repositories", "tags", "topics", "trash"]

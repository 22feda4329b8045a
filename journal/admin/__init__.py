"""Django admin: where the author writes. It calls the same verbs as everything else."""

from . import attachments, entries, pages, repositories, tags, topics, trash

__all__ = ["attachments", "entries", "pages", "repositories", "tags", "topics", "trash"]

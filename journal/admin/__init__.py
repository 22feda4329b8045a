"""Django admin: where the author writes. It calls the same verbs as everything else."""

from . import entries, pages, repositories, tags, topics

__all__ = ["entries", "pages", "repositories", "tags", "topics"]

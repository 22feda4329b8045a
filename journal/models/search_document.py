"""What the search knows of an entry beside its words. The database writes these rows: see `journal/search/*.sql`."""

from django.db import models

from .visibility import VisibleQuerySet

# Of a key, the seconds since 1970 of the entry's date come first, and this many bits of its own key last.
ENTRY_BITS = 24


class SearchDocument(models.Model):
    """One row for each entry, in the order of their dates, narrow enough to look at a thousand of them.

    It holds copies of what decides who may see an entry, so that the same rule is asked of them; `author` is a key.
    Triggers make it anew whenever its entry, tags or topic change: Django never writes here, nor cascades here.
    """

    id = models.BigIntegerField(primary_key=True)
    entry = models.BigIntegerField(unique=True)
    author = models.BigIntegerField(null=True)
    visibility = models.CharField(max_length=10)
    published_at = models.DateTimeField(null=True)
    names = models.TextField()  # of its topic, its stage and its tags
    marks = models.TextField()  # what it can be chosen by: "topic12 stage3 kindbug tag5 lang707974686f6e"

    objects = VisibleQuerySet.as_manager()

    def __str__(self) -> str:
        return f"entry {self.entry}"

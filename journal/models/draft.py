"""Drafts: text that someone has typed and not yet saved."""

from django.conf import settings
from django.contrib.auth.models import User
from django.db import models
from django.utils import timezone

from .entry import Entry
from .rendered import acceptable_text


class Draft(models.Model):
    """One a person and entry; without an entry, that of a new one. Readers see nothing of it, and no revision is made.

    `version` is the one that the text was begun on.
    """

    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="drafts")
    entry = models.ForeignKey(Entry, null=True, on_delete=models.CASCADE, related_name="drafts")
    version = models.PositiveIntegerField(default=0)
    title = models.CharField(max_length=200, blank=True)
    body = models.TextField(blank=True)
    saved_at = models.DateTimeField(default=timezone.now)

    objects = models.Manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["author", "entry"], name="draft_once"),
            models.UniqueConstraint(fields=["author"], condition=models.Q(entry=None), name="draft_of_new_once"),
        ]

    def __str__(self) -> str:
        return self.title or "a new entry"

    @classmethod
    def keep(cls, author: User, entry: Entry | None, *, version: int, title: str, body: str) -> "Draft":
        """Keep the text in the place of what was kept before. Raises UnacceptableText."""
        acceptable_text(title)
        values = {"version": version, "title": title[:200], "body": acceptable_text(body), "saved_at": timezone.now()}
        return cls.objects.update_or_create(author=author, entry=entry, defaults=values)[0]

    @classmethod
    def discard(cls, author: User, entry: Entry | None) -> None:
        cls.objects.filter(author=author, entry=entry).delete()

    @classmethod
    def unsaved(cls, author: User, entry: Entry | None) -> "Draft | None":
        """What this person has typed that the entry does not say."""
        draft = cls.objects.filter(author=author, entry=entry).first()
        if draft is None or (entry and (draft.title, draft.body) == (entry.title, entry.body)):
            return None
        return draft if draft.title or draft.body else None

"""Drafts: text that someone has typed and not yet saved."""

import hashlib
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.db import models
from django.utils import timezone

from journal.models.rendered import acceptable_text

from .entry import Entry
from .revision import Revision


class Draft(models.Model):
    """One a person and entry; without an entry, that of a new one. Readers see nothing of it, and no revision is made.

    `version` is the one that the text was begun on. A sitting is one opening of a form: `sitting` is the one
    that the text comes from, `ended` the one that was saved last, so that nothing it sent before, however late it
    arrives, comes back as unsaved.
    """

    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="drafts")
    entry = models.ForeignKey(Entry, null=True, on_delete=models.CASCADE, related_name="drafts")
    version = models.PositiveIntegerField(default=0)
    title = models.CharField(max_length=200, blank=True)
    body = models.TextField(blank=True)
    sitting = models.CharField(max_length=36, blank=True)
    ended = models.CharField(max_length=36, blank=True)
    settled = models.CharField(
        max_length=64, blank=True, editable=False
    )  # a digest of the last text that was dealt with
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
    def keep(
        cls, author: User, entry: Entry | None, *, title: str, body: str, version: int = 0, sitting: str = ""
    ) -> bool:
        """Keep the text in the place of the one before; False when its sitting has ended. Raises UnacceptableText."""
        acceptable_text(title)
        values = {"version": version, "title": title[:200], "body": acceptable_text(body), "saved_at": timezone.now()}
        return cls._write(author, entry, sitting, values | {"sitting": sitting})

    @classmethod
    def end(cls, author: User, entry: Entry | None, sitting: str = "") -> bool:
        """What this sitting typed is saved. False when it has ended before: its form was sent twice."""
        is_first = cls._write(author, entry, sitting, {"ended": sitting})
        cls._settle(cls.objects.filter(author=author, entry=entry, sitting__in={"", sitting}))
        return is_first

    @classmethod
    def discard(cls, author: User, entry: Entry | None) -> None:
        cls._settle(cls.objects.filter(author=author, entry=entry))

    @classmethod
    def _settle(cls, drafts: models.QuerySet) -> None:
        """Let the text go, and know it by its digest, so that no browser that kept it offers it again."""
        draft = drafts.first()
        if draft is not None and (draft.title or draft.body):
            drafts.update(title="", body="", settled=_digest(draft.title, draft.body))

    @classmethod
    def _write(cls, author: User, entry: Entry | None, sitting: str, values: dict[str, Any]) -> bool:
        """Unless the sitting has ended: asked and written in one statement, so that exactly one of two ends it."""
        row, _ = cls.objects.get_or_create(author=author, entry=entry)
        rows = cls.objects.filter(pk=row.pk)
        return bool((rows.exclude(ended=sitting) if sitting else rows).update(**values))

    @classmethod
    def is_kept(cls, author: User, entry: Entry | None, *, title: str, body: str) -> bool:
        """Whether this text is the draft."""
        return cls.objects.filter(author=author, entry=entry, title=title, body=body).exists()

    @classmethod
    def is_settled(cls, author: User, entry: Entry | None, *, title: str, body: str) -> bool:
        """Whether this text was the draft when that was saved, merged with what others had, or discarded."""
        return cls.objects.filter(author=author, entry=entry, settled=_digest(title, body)).exists()

    @classmethod
    def is_saved(cls, author: User, entry: Entry | None, *, title: str, body: str) -> bool:
        """Whether this text is that of an entry already, or of one of its revisions."""
        entries = Entry.objects.filter(pk=entry.pk) if entry else Entry.objects.filter(author=author)
        # A thought without a title was saved under its first line.
        text = {"title": title.strip(), "body": body} if title.strip() else {"body": body}
        return entries.filter(**text).exists() or Revision.objects.filter(entry__in=entries, **text).exists()

    @classmethod
    def unsaved(cls, author: User, entry: Entry | None) -> "Draft | None":
        """What this person has typed that the entry does not say."""
        draft = cls.objects.filter(author=author, entry=entry).first()
        if draft is None or not (draft.title or draft.body):
            return None
        return None if cls.is_saved(author, entry, title=draft.title, body=draft.body) else draft


def _digest(title: str, body: str) -> str:
    return hashlib.sha256(f"{title.strip()}\n{body}".encode("utf-8", "surrogatepass")).hexdigest()

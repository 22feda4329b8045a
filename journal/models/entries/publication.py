"""What the log keeps of an entry's appearing before others."""

from typing import Any

from django.contrib.auth.models import User

from journal.models.audit import AuditEvent
from journal.models.visibility import Visibility

from .fields import EntryFields


def record_publication(entry: EntryFields, former: dict[str, Any] | None, *, by: User | None) -> None:
    """Note whether it was published, taken back or shown to others since `former`, its columns before."""
    was, was_for = (former["published_at"], former["visibility"]) if former else (None, entry.visibility)
    if (was is None) != (entry.published_at is None):
        action = AuditEvent.Action.PUBLISHED if entry.published_at else AuditEvent.Action.UNPUBLISHED
        is_plain = entry.published_at is None or entry.visibility == Visibility.PUBLIC
        AuditEvent.record(action, by=by, target=entry.slug if is_plain else f"{entry.slug}: {entry.visibility}")
    elif was_for != entry.visibility:
        AuditEvent.record(AuditEvent.Action.VISIBILITY_CHANGED, by=by, target=f"{entry.slug}: {entry.visibility}")

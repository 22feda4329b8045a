"""What the log keeps of an entry's appearing before others."""

from typing import Any

from django.contrib.auth.models import User

from journal.models.audit import AuditEvent
from journal.models.visibility import Visibility

from .fields import EntryFields


def record_publication(entry: EntryFields, former: dict[str, Any] | None, *, by: User | None) -> None:
    """Note whether it was published, taken back or shown to others since `former`, its columns before."""
    was, was_for = None, entry.visibility
    if former is not None:
        was, was_for = former["published_at"], former["visibility"]
    with_visibility = f"{entry.slug}: {entry.visibility}"
    if was is None and entry.published_at is not None:
        is_public = entry.visibility == Visibility.PUBLIC
        AuditEvent.record(AuditEvent.Action.PUBLISHED, by=by, target=entry.slug if is_public else with_visibility)
    elif was is not None and entry.published_at is None:
        AuditEvent.record(AuditEvent.Action.UNPUBLISHED, by=by, target=entry.slug)
    elif was_for != entry.visibility:
        AuditEvent.record(AuditEvent.Action.VISIBILITY_CHANGED, by=by, target=with_visibility)

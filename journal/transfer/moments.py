"""Moments as files and sources have them."""

from datetime import UTC, datetime

from django.utils import timezone


def iso(moment: datetime | None) -> str:
    """The moment in UTC, as ISO 8601; empty for none. The journal's own zone may change."""
    return moment.astimezone(UTC).isoformat() if moment else ""


def aware(moment: datetime) -> datetime:
    """A moment that names no zone is one of the journal's own zone."""
    try:
        return timezone.make_aware(moment) if timezone.is_naive(moment) else timezone.localtime(moment)
    except (OverflowError, ValueError):  # the year 1 or 9999, at the edge of the calendar
        return timezone.now()

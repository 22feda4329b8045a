"""What makes an entry be in each state of the table of permissions; one in the trash is put there."""

from datetime import timedelta

from django.utils import timezone

STATES = {
    "published": {},
    "unlisted": {"visibility": "unlisted"},
    "scheduled": {"published_at": timezone.now() + timedelta(days=30)},
    "draft": {"published_at": None},
    "shared": {"published_at": None, "visibility": "mentors"},
    "private": {"visibility": "private"},
    "trashed": {},
}

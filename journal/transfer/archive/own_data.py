"""What one person may take along: all that is kept of them, and what they wrote."""

from collections.abc import Iterator
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.auth.models import User
from django.db.models import Q

from journal.models import ApiToken, Attachment, AuditEvent, Draft, Entry, Profile, Revision, TrashedEntry

from .files import ENTRIES, entry_file, file_name, former_slugs, topics_file


def facts_of(user: User) -> dict[str, Any]:
    """Rows by kind, with what was said and done; never a password, a secret or a token."""
    return {
        "account": {name: getattr(user, name) for name in ("username", "email", "date_joined", "last_login")},
        "roles": [*user.groups.values_list("name", flat=True), *(["operator"] * user.is_superuser)],
        "profile": Profile.objects.filter(user=user).values("display_name", "about", "time_zone").first(),
        "email_addresses": list(EmailAddress.objects.filter(user=user).values("email", "verified", "primary")),
        "second_factors": list(Authenticator.objects.filter(user=user).values("type", "created_at", "last_used_at")),
        "sessions": list(UserSession.objects.filter(user=user).values("created_at", "ip", "user_agent")),
        "tokens": list(
            ApiToken.objects.filter(user=user).values("name", "scope", "made_at", "expires_at", "last_used_at")
        ),
        "drafts": list(Draft.objects.filter(author=user).values("entry__slug", "title", "body")),
        "revisions": list(
            Revision.objects.filter(saved_by=user).values("entry__slug", "title", "body", "saved_at", "note")
        ),
        "trash": list(TrashedEntry.objects.filter(author=user).values("title", "slug", "trashed_at", "contents")),
        "attachments": list(Attachment.objects.filter(uploaded_by=user).values("name", "label")),
        "events": list(AuditEvent.objects.filter(actor=user).values("action", "at", "target", "address")),
    }


def files_of(user: User) -> Iterator[tuple[str, bytes]]:
    """(path, contents) of the roadmap, each entry, picture and file: `import_journal` takes it for a journal."""
    formerly = former_slugs("entry")
    yield topics_file()
    entries = Entry.objects.filter(author=user).order_by("slug").select_related("topic", "author")
    for entry in entries.without_projections().prefetch_related("tags").iterator(chunk_size=200):
        yield f"{ENTRIES}{file_name(entry.slug)}", entry_file(entry, formerly.get(entry.pk, []))
    own = Attachment.objects.filter(Q(uploaded_by=user) | Q(portraits__user=user)).distinct()
    for attachment in own.order_by("name"):
        if attachment.path.exists():
            yield f"attachments/{attachment.name}", attachment.read()

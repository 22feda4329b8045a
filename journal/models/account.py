"""An account as a whole: what belongs to it, and its end."""

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from .address import Address
from .audit import AuditEvent
from .edition import Edition
from .entry import Entry
from .errors import LastOperator
from .profile import Profile
from .trash import TrashedEntry


@transaction.atomic
def close(user: User, *, keep_entries: bool) -> None:
    """Delete the account. Its entries stay, by nobody in particular, or go for good with what is in the trash.

    Raises LastOperator where nobody would be left who may manage accounts.
    """
    Edition.advance()  # of two operators who leave at once, the second sees that the first is gone
    others = User.objects.filter(is_superuser=True, is_active=True).exclude(pk=user.pk)
    if user.is_superuser and not others.exists():
        raise LastOperator
    if not keep_entries:
        for entry in Entry.objects.filter(author=user).without_projections():
            Address.objects.filter(noun=Entry.noun(), target_id=entry.pk).delete()
            entry.delete()
        for kept in TrashedEntry.objects.filter(author=user):
            kept.delete(by=user)
    AuditEvent.record(
        AuditEvent.Action.ACCOUNT_DELETED, by=user, target="entries kept" if keep_entries else "entries deleted"
    )
    Entry.objects.filter(author=user).update(touched_at=timezone.now())  # they lose their author
    portrait = Profile.of(user).avatar
    attachments = {*user.attachments.all(), *([portrait] if portrait else [])}
    user.delete()
    for attachment in attachments:
        attachment.let_go()

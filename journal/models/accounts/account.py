"""An account as a whole: what belongs to it, and its end."""

from django.contrib.auth.models import User
from django.utils import timezone

from journal.database.edition import change
from journal.models.address import Address
from journal.models.audit import AuditEvent
from journal.models.entries.entry import Entry
from journal.models.errors import LastOperator
from journal.models.trash import TrashedEntry

from .profile import Profile
from .roles import held_operators


@change()
def close(user: User, *, keep_entries: bool) -> None:
    """Delete the account. Its entries stay, by nobody in particular, or go for good with what is in the trash.

    Raises LastOperator where nobody would be left who may manage accounts.
    """
    others = held_operators().exclude(pk=user.pk)
    if user.is_superuser and not others.exists():
        raise LastOperator
    if not keep_entries:
        own = Entry.objects.filter(author=user)
        Address.objects.filter(noun=Entry.noun(), target_id__in=own.values("pk")).delete()
        own.delete()
        for kept in TrashedEntry.objects.filter(author=user):
            kept.delete(by=user)
    what = "entries kept" if keep_entries else "entries deleted"
    AuditEvent.record(AuditEvent.Action.ACCOUNT_DELETED, by=user, target=what)
    Entry.objects.filter(author=user).update(touched_at=timezone.now())  # they lose their author
    portrait = Profile.of(user).avatar
    attachments = {*user.attachments.all(), *([portrait] if portrait else [])}
    user.delete()
    for attachment in attachments:
        attachment.let_go()

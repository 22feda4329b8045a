"""Coming in: by a link that names a role, works once, and ends after two weeks."""

from datetime import datetime, timedelta
from typing import Self

from django.conf import settings
from django.contrib.auth.models import User
from django.core.signing import BadSignature, Signer
from django.db import models, transaction
from django.urls import reverse
from django.utils import timezone

from journal.models.audit import AuditEvent
from journal.models.errors import InvitationGone

from .roles import Role, give

LIFETIME = timedelta(days=14)
_signer = Signer(salt="journal.invitation")


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def open(self) -> Self:
        """Those that somebody can still accept."""
        return self.filter(accepted_at=None, expires_at__gt=timezone.now())

    def signed(self, token: str) -> "Invitation | None":
        """The one of these that this token stands for."""
        try:
            pk = int(_signer.unsign(token))
        except (BadSignature, ValueError):
            return None
        return self.filter(pk=pk).select_related("made_by__profile").first()


def _end() -> datetime:
    return timezone.now() + LIFETIME


class Invitation(models.Model):
    role = models.CharField(max_length=10, choices=Role, default=Role.READER)
    email = models.EmailField(
        "e-mail address", blank=True, help_text="Where to send it. Left empty, the link is yours to pass on."
    )
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    made_at = models.DateTimeField(default=timezone.now, editable=False)
    expires_at = models.DateTimeField(default=_end, editable=False)
    accepted_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    accepted_at = models.DateTimeField(null=True, editable=False)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at"]

    def __str__(self) -> str:
        return f"{self.get_role_display()}, {self.email or 'by link'}"

    def get_absolute_url(self) -> str:
        return reverse("invitation", args=[self.token])

    @property
    def token(self) -> str:
        return _signer.sign(str(self.pk))

    @transaction.atomic
    def invite(self, *, by: User) -> Self:
        """Save it: from now on its link works."""
        self.made_by = by
        self.save()
        AuditEvent.record(AuditEvent.Action.INVITED, by=by, target=self)
        return self

    @transaction.atomic
    def accept(self, user: User) -> None:
        """Give its role to this person. Exactly one of two can; the other gets InvitationGone."""
        taken = type(self).objects.open().filter(pk=self.pk).update(accepted_at=timezone.now(), accepted_by=user)
        if not taken:
            raise InvitationGone
        AuditEvent.record(AuditEvent.Action.JOINED, by=user, target=self)
        give(user, Role(self.role), by=self.made_by)

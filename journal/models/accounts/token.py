"""Tokens: what a program shows to read and write for the person who made it."""

import secrets
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Self

from django.conf import settings
from django.contrib.auth.models import User
from django.db import models, transaction
from django.db.models import CharField, DateTimeField, QuerySet
from django.utils import timezone

from journal.database.statements import compiled
from journal.database.viewer import VISITOR, Viewer
from journal.models.audit import AuditEvent

from .permissions import know_permissions

BEGINNING = "bc_"  # by which a token that was published by mistake is recognised
_NOTED = timedelta(minutes=1)  # how exact the time of last use is: not every request writes


class ApiTokenQuerySet(models.QuerySet["ApiToken"]):
    def valid(self, now: datetime | None = None) -> Self:
        return self.filter(expires_at__gt=now or timezone.now(), user__is_active=True)


class ApiToken(models.Model):
    """Only a SHA-256 of it is kept, so it can be shown once and never again. To revoke one is to delete it."""

    class Scope(models.TextChoices):
        READ = "read", "Read"
        WRITE = "write", "Read and write"

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="api_tokens")
    name = models.CharField(max_length=60, help_text="What it is for.")
    scope = models.CharField(max_length=5, choices=Scope, default=Scope.READ)
    beginning = models.CharField(max_length=12)  # to tell them apart
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True)

    objects = ApiTokenQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.name} ({self.beginning}…)"

    @property
    def is_over(self) -> bool:
        return self.expires_at <= timezone.now()

    @classmethod
    @transaction.atomic
    def make(cls, user: User, *, name: str, scope: str, days: int) -> tuple[Self, str]:
        """The token's row, and the token itself, which nobody can read again."""
        secret = BEGINNING + secrets.token_urlsafe(32)
        token = cls.objects.create(
            user=user,
            name=name,
            scope=scope,
            beginning=secret[:9],
            digest=_digest(secret),
            expires_at=timezone.now() + timedelta(days=days),
        )
        AuditEvent.record(AuditEvent.Action.TOKEN_MADE, by=user, target=f"{token}, {token.get_scope_display().lower()}")
        return token, secret

    @classmethod
    def shown(cls, secret: str) -> Self | None:
        """The valid one that somebody shows, whose use is noted."""
        now = timezone.now()
        rows = _shown(VISITOR, digest=_digest(secret), now=now)
        if not rows:
            return None
        values = rows[0]
        token = cls.from_db(None, _FIELDS, values[: len(_FIELDS)])
        token.user = User.from_db(None, _USER_FIELDS, values[len(_FIELDS) :])
        know_permissions(token.user)
        if token.last_used_at is None or token.last_used_at < now - _NOTED:
            cls.objects.filter(pk=token.pk).update(last_used_at=now)
        return token

    @transaction.atomic
    def revoke(self, *, by: User) -> None:
        AuditEvent.record(AuditEvent.Action.TOKEN_REVOKED, by=by, target=self)
        self.delete()


_FIELDS = [field.attname for field in ApiToken._meta.concrete_fields]
_USER_FIELDS = [field.attname for field in User._meta.concrete_fields]


@compiled(digest=CharField(), now=DateTimeField())
def _shown(viewer: Viewer, *, digest: str, now: datetime) -> QuerySet:
    valid = ApiToken.objects.valid(now).filter(digest=digest).order_by()
    return valid.values_list(*_FIELDS, *(f"user__{name}" for name in _USER_FIELDS))


def _digest(secret: str) -> str:
    return sha256(secret.encode()).hexdigest()

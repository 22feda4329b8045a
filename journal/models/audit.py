"""What happened that an operator may have to explain: who signed in, who became what, what was published or removed."""

from typing import Self

from django.conf import settings
from django.contrib.auth.models import AnonymousUser, User
from django.db import models
from django.utils import timezone


class AuditEvent(models.Model):
    """One thing that somebody did. Written once, and never changed."""

    class Action(models.TextChoices):
        SIGNED_IN = "signed in", "Signed in"
        SIGNED_OUT = "signed out", "Signed out"
        SIGN_IN_FAILED = "sign-in failed", "Sign-in failed"
        PASSWORD_CHANGED = "password changed", "Password changed"
        EMAIL_CHANGED = "e-mail changed", "E-mail changed"
        FACTOR_ADDED = "second factor added", "Second factor added"
        FACTOR_REMOVED = "second factor removed", "Second factor removed"
        INVITED = "invited", "Invited"
        JOINED = "joined", "Joined"
        ROLE_GIVEN = "role given", "Role given"
        SHUT_OUT = "shut out", "Shut out"
        LET_IN = "let in again", "Let in again"
        TOKEN_MADE = "token made", "Token made"
        TOKEN_REVOKED = "token revoked", "Token revoked"
        PUBLISHED = "published", "Published"
        UNPUBLISHED = "unpublished", "Unpublished"
        VISIBILITY_CHANGED = "shown to others", "Shown to others"
        TRASHED = "moved to the trash", "Moved to the trash"
        DESTROYED = "deleted for good", "Deleted for good"
        ACCOUNT_DELETED = "account deleted", "Account deleted"

    action = models.CharField(max_length=30, choices=Action)
    at = models.DateTimeField(default=timezone.now)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    actor_name = models.CharField(max_length=150, blank=True)  # stays when the account is gone
    target = models.CharField(max_length=250, blank=True)  # what it was done to, in words
    address = models.GenericIPAddressField(null=True)

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["at", "id"], name="audit_by_date")]

    def __str__(self) -> str:
        return " ".join(filter(None, [self.actor_name or "someone", self.action, self.target]))

    @classmethod
    def record(
        cls, action: str, *, by: User | AnonymousUser | None = None, target: object = "", address: str | None = None
    ) -> Self:
        actor = by if isinstance(by, User) and by.pk else None
        name = actor.get_username() if actor else ""
        return cls.objects.create(
            action=action, actor=actor, actor_name=name, target=_one_line(target), address=address or None
        )


def _one_line(words: object) -> str:
    """Without characters that move the cursor or begin a line of their own where a log is read."""
    return "".join(char if char.isprintable() else " " for char in str(words))[:250]

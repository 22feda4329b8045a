"""What somebody was given, read at once: Django would build and compile two queries at every request."""

from django.contrib.auth.models import AnonymousUser, Permission, User
from django.db.models import BigIntegerField, QuerySet

from journal.database.statements import compiled
from journal.database.viewer import VISITOR, Viewer


def know_permissions(person: User | AnonymousUser) -> None:
    """Have `person.has_perm` know what they and their groups were given. An operator may everything without that."""
    if person.is_active and not person.is_superuser:
        given = _permissions(VISITOR, person=person.pk)
        # Where Django's ModelBackend keeps what it has read.
        person._perm_cache = {f"{app}.{name}" for app, name in given}  # type: ignore[attr-defined]


@compiled(person=BigIntegerField())
def _permissions(viewer: Viewer, *, person: int) -> list[QuerySet]:
    own, of_groups = Permission.objects.filter(user=person), Permission.objects.filter(group__user=person)
    return [given.order_by().values_list("content_type__app_label", "codename") for given in (own, of_groups)]

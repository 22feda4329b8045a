"""What people may do: a role is one of Django's groups, and this table is what each of them holds.

What a permission means for one entry and another, its author's and somebody else's, is said by the querysets:
`visible_to`, `reachable_by` and `editable_by`.
"""

from django.apps import apps
from django.contrib.auth.management import create_permissions
from django.contrib.auth.models import Group, Permission, User
from django.db import DEFAULT_DB_ALIAS, models, transaction

from journal.models.audit import AuditEvent


class Role(models.TextChoices):
    """From the one who may least to the one who may most."""

    READER = "reader", "Reader"
    MENTOR = "mentor", "Mentor"
    AUTHOR = "author", "Author"
    EDITOR = "editor", "Editor"


PERMISSIONS: dict[Role, set[str]] = {
    Role.READER: set(),
    Role.MENTOR: {"review_entry"},
    Role.AUTHOR: {"view_entry", "add_entry", "add_tag"},
    Role.EDITOR: {"review_entry"}
    | {
        f"{act}_{noun}"
        for act in ("view", "add", "change", "delete")
        for noun in ("entry", "topic", "tag", "tagging", "page", "attachment", "link", "repository", "trashedentry")
    },
}
WRITERS = {Role.AUTHOR, Role.EDITOR}  # who come into the admin, where entries are written


def role_of(user: User) -> Role | None:
    """The highest of this person's roles; None for an account that was given permissions one by one, or none."""
    names = set(user.groups.values_list("name", flat=True))
    return next((role for role in reversed(Role) if role in names), None)


@transaction.atomic
def give(user: User, role: Role, *, by: User | None = None) -> None:
    """This role, and no other. Giving it again changes nothing."""
    is_new = set(user.groups.values_list("name", flat=True)) != {role.value}
    if is_new:
        user.groups.set([Group.objects.get(name=role.value)])
    if not (settle_staff(user) or is_new):
        return
    AuditEvent.record(AuditEvent.Action.ROLE_GIVEN, by=by, target=f"{user.get_username()}: {role.label}")


def held_operators() -> models.QuerySet[User]:
    """Those who may manage the journal. Of two who leave at once, the second waits, and sees that the first is gone."""
    operators = User.objects.filter(is_superuser=True, is_active=True).order_by("pk")
    list(operators.select_for_update())
    return operators


def settle_staff(user: User) -> bool:
    """Writers and operators come into the admin; whether that was not so yet."""
    is_staff = user.is_superuser or role_of(user) in WRITERS or user.user_permissions.exists()
    is_new = is_staff != user.is_staff
    if is_new:
        user.is_staff = is_staff
        user.save(update_fields=["is_staff"])
    return is_new


def put_right(using: str = DEFAULT_DB_ALIAS, **kwargs: object) -> None:
    """After migrations: each role's group exists and holds what the table says, no more and no less.

    What a wing has given of its own permissions stays: those are the wing's to put right.
    """
    wings = [config.label for config in apps.get_app_configs() if config.name.startswith("journal.")]
    create_permissions(apps.get_app_config("journal"), verbosity=0, using=using)
    for role, codenames in PERMISSIONS.items():
        group, _ = Group.objects.using(using).get_or_create(name=role.value)
        wanted = Permission.objects.using(using).filter(content_type__app_label="journal", codename__in=codenames)
        of_wings = group.permissions.filter(content_type__app_label__in=wings)
        group.permissions.set([*wanted, *of_wings])

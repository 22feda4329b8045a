"""Who comes in, with which role, and what happened. For the operator: no role holds these permissions."""

from typing import Any

import allauth.account.admin
import allauth.mfa.admin
import allauth.usersessions.admin  # noqa: F401
import django.contrib.auth.admin  # noqa: F401
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.contrib.auth.models import Group, User
from django.http import HttpRequest
from django.utils.html import format_html

from journal.http.accounts import send_invitation
from journal.http.context import origin_of
from journal.models import AuditEvent, Invitation
from journal.models.roles import WRITERS, Role, give, role_of

# What they offer goes past the verbs: passwords set by others, permissions one by one, secrets to look at.
for model in (User, Group, EmailAddress, Authenticator, UserSession):
    admin.site.unregister(model)


class PersonForm(forms.ModelForm):
    role = forms.ChoiceField(choices=[("", "As it is"), *Role.choices], required=False)

    class Meta:
        model = User
        fields = ("role", "is_active", "is_superuser")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].initial = role_of(self.instance) or ""


@admin.register(User)
class PersonAdmin(admin.ModelAdmin):
    """Accounts are made by their people, who come by invitation; here they get another role, or are shut out."""

    form = PersonForm
    list_display = ("username", "email", "role", "is_active", "last_login")
    list_filter = ("groups", "is_active", "is_superuser")
    search_fields = ("username", "email")
    ordering = ("username",)
    list_per_page = 50

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).prefetch_related("groups")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return False  # people delete their accounts themselves; until then one can be shut out

    @admin.display(description="role")
    def role(self, person: User) -> str:
        names = [group.name for group in person.groups.all()]
        return ", ".join(["operator"] * person.is_superuser + names)

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:  # noqa: FBT001
        if obj == request.user and not (obj.is_active and obj.is_superuser):
            obj.is_active = obj.is_superuser = True
            self.message_user(request, "Nobody shuts themselves out.", messages.WARNING)
        super().save_model(request, obj, form, change)
        for name in {"is_active", "is_superuser"} & set(form.changed_data):
            state = f"{obj.get_username()}: {name.removeprefix('is_')} {'on' if getattr(obj, name) else 'off'}"
            AuditEvent.record(AuditEvent.Action.ROLE_GIVEN, by=request.user, target=state)  # type: ignore[arg-type]
        if "is_superuser" in form.changed_data:
            obj.is_staff = obj.is_superuser or role_of(obj) in WRITERS or obj.user_permissions.exists()
            obj.save(update_fields=["is_staff"])
        if form.cleaned_data.get("role"):
            give(obj, Role(form.cleaned_data["role"]), by=request.user)  # type: ignore[arg-type]


@admin.register(Invitation)
class InvitationAdmin(admin.ModelAdmin):
    """To invite is to add one. Its link is shown to whoever made it, and sent where an address is given."""

    list_display = ("__str__", "made_by", "made_at", "expires_at", "accepted_by")
    fields = ("role", "email")
    list_per_page = 50
    view_on_site = False  # whoever opens it is signed in already

    def has_change_permission(self, request: HttpRequest, obj: Invitation | None = None) -> bool:
        return False

    def get_fields(self, request: HttpRequest, obj: Invitation | None = None) -> tuple[str, ...]:
        return ("role", "email") if obj is None else ("role", "email", "link", "expires_at", "accepted_by")

    def get_readonly_fields(self, request: HttpRequest, obj: Invitation | None = None) -> tuple[str, ...]:
        return () if obj is None else ("link", "expires_at", "accepted_by")

    @admin.display(description="link")
    def link(self, invitation: Invitation) -> str:
        return format_html("<code>{}{}</code>", settings.SITE_URL, invitation.get_absolute_url())

    def save_model(self, request: HttpRequest, obj: Invitation, form: Any, change: bool) -> None:  # noqa: FBT001
        obj.made_by = request.user  # type: ignore[assignment]
        super().save_model(request, obj, form, change)
        AuditEvent.record(AuditEvent.Action.INVITED, by=request.user, target=obj)
        address = origin_of(request) + obj.get_absolute_url()
        sent = f" It was sent to {obj.email}." if obj.email and send_invitation(obj, address) else ""
        self.message_user(request, f"The invitation’s link, good for two weeks and one account: {address}{sent}")


@admin.register(AuditEvent)
class AuditEventAdmin(admin.ModelAdmin):
    """What happened, newest first; to be read, and nothing else."""

    list_display = ("at", "action", "actor_name", "target", "address")
    list_filter = ("action",)
    search_fields = ("actor_name", "target")
    list_display_links = None
    list_per_page = 100
    show_full_result_count = False

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: AuditEvent | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: AuditEvent | None = None) -> bool:
        return False

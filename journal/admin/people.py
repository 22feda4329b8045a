"""Who comes in, with which role, and what happened. For the operator: no role holds these permissions."""

from typing import Any, cast

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
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest
from django.utils.html import format_html

from journal.accounts.adapter import send_invitation, send_word_of_lost_factor
from journal.http.context import origin_of
from journal.models import AuditEvent, Invitation
from journal.models.accounts.roles import Role, give, held_operators, role_of, settle_staff

# What they offer goes past the verbs: passwords set by others, permissions one by one, secrets to look at.
for model in (User, Group, EmailAddress, Authenticator, UserSession):
    admin.site.unregister(model)


class PersonForm(forms.ModelForm):
    is_oneself = False

    role = forms.ChoiceField(choices=[("", "As it is"), *Role.choices], required=False)

    lost_factor = forms.BooleanField(
        label="Second factor lost",
        required=False,
        help_text="Takes their app, keys and recovery codes away: a password is enough then. They are told by e-mail.",
    )

    class Meta:
        model = User
        fields = ("role", "is_active", "is_superuser")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].initial = role_of(self.instance) or ""

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if self.is_oneself and not (given["is_active"] and given["is_superuser"]):
            raise forms.ValidationError("Nobody shuts themselves out: another operator has to do this.")
        return given


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

    def get_fields(self, request: HttpRequest, obj: User | None = None) -> Any:
        has_factor = Authenticator.objects.filter(user=obj).exists()
        return [*self.form.Meta.fields, *["lost_factor"] * has_factor]

    @admin.display(description="role")
    def role(self, person: User) -> str:
        names = [group.name for group in person.groups.all()]
        return ", ".join(["operator"] * person.is_superuser + names)

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:  # noqa: FBT001, FBT002
        form = super().get_form(request, obj, change, **kwargs)
        form.is_oneself = obj == request.user  # type: ignore[attr-defined]
        return form

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:  # noqa: FBT001
        action, by = AuditEvent.Action, cast(User, request.user)
        # Of two operators who shut each other out, the second finds that they are none any more.
        if not held_operators().filter(pk=by.pk).exists():
            raise PermissionDenied
        super().save_model(request, obj, form, change)
        if "is_active" in form.changed_data:
            what = action.LET_IN if obj.is_active else action.SHUT_OUT
            AuditEvent.record(what, by=by, target=obj.get_username())
        if "is_superuser" in form.changed_data:
            became = "operator" if obj.is_superuser else "no longer operator"
            AuditEvent.record(action.ROLE_GIVEN, by=by, target=f"{obj.get_username()}: {became}")
            settle_staff(obj)
        if form.cleaned_data.get("role"):
            give(obj, Role(form.cleaned_data["role"]), by=by)
        if form.cleaned_data["lost_factor"] and Authenticator.objects.filter(user=obj).delete()[0]:
            AuditEvent.record(action.FACTOR_REMOVED, by=by, target=obj.get_username())
            transaction.on_commit(lambda: send_word_of_lost_factor(obj, by=by))


@admin.register(Invitation)
class InvitationAdmin(admin.ModelAdmin):
    """To invite is to add one. Its link is shown to whoever made it, and sent where an address is given."""

    list_display = ("__str__", "made_by", "made_at", "expires_at", "accepted_by")
    list_select_related = ("made_by", "accepted_by")
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
        return format_html('<a href="{0}">{1}{0}</a>', invitation.get_absolute_url(), settings.SITE_URL)

    def save_model(self, request: HttpRequest, obj: Invitation, form: Any, change: bool) -> None:  # noqa: FBT001
        obj.invite(by=request.user)  # type: ignore[arg-type]
        transaction.on_commit(lambda: self._send(request, obj))  # nobody waits for a mail server to be able to save

    def _send(self, request: HttpRequest, invitation: Invitation) -> None:
        address = origin_of(request) + invitation.get_absolute_url()
        link = format_html('<a href="{0}">{0}</a>', address)
        self.message_user(request, format_html("For one account, within two weeks: {}", link))
        if invitation.email and send_invitation(invitation, address):
            self.message_user(request, f"It was sent to {invitation.email}.")
        elif invitation.email:
            self.message_user(request, "It could not be sent: pass the link on yourself.", messages.WARNING)


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

"""Images and files, each with the Markdown that shows it; uploaded here where the editor's script cannot run."""

from typing import Any, cast

from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse

from journal.forms.uploading import AttachmentForm
from journal.models import Attachment, AttachmentUse

from .showing import ShownAdmin


@admin.register(Attachment)
class AttachmentAdmin(ShownAdmin):
    list_display = ("__str__", "markdown", "size", "created_at")
    fields = readonly_fields = ("name", "label", "markdown", "size", "created_at")
    search_fields = ("label", "name")
    show_full_result_count = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Attachment]:
        attachments = super().get_queryset(request)
        sees_all = request.user.has_perm("journal.view_attachment")  # type: ignore[union-attr]
        return attachments if sees_all else attachments.filter(uploaded_by=request.user.pk)

    def has_view_permission(self, request: HttpRequest, obj: Attachment | None = None) -> bool:
        return self.has_add_permission(request) or super().has_view_permission(request, obj)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Who writes may show what they wrote about."""
        return request.user.has_perm("journal.add_entry") or super().has_add_permission(request)  # type: ignore[union-attr]

    def has_change_permission(self, request: HttpRequest, obj: Attachment | None = None) -> bool:
        return False

    @admin.display(description="In a text")
    def markdown(self, attachment: Attachment) -> str:
        return attachment.markdown

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = AttachmentForm(request.POST or None, request.FILES or None, by=cast(User, request.user))
        if request.method == "POST" and form.is_valid():
            self.message_user(request, f"Kept. In a text it is {form.kept.markdown}", messages.SUCCESS)
            return redirect("admin:journal_attachment_changelist")
        context = {**self.admin_site.each_context(request), "title": "Add an image or a file", "form": form}
        return TemplateResponse(request, "admin/journal/attachment/add.html", context)

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> tuple[Any, Any, Any, Any]:
        """With the entries that show them, and would not any more."""
        lines, counts, needed, protected = super().get_deleted_objects(objs, request)
        uses = AttachmentUse.objects.filter(name__in=[attachment.name for attachment in objs]).select_related("entry")
        return [*lines, *(f"shown in “{use.entry}”" for use in uses)], counts, needed, protected

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Attachment]) -> None:
        for attachment in queryset:  # one by one: each takes its file along
            attachment.delete()

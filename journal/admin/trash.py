"""The trash: deleted entries, to be restored or to be gone for ever."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest

from journal.models import TrashedEntry


@admin.register(TrashedEntry)
class TrashAdmin(admin.ModelAdmin):
    list_display = ("title", "slug", "author", "trashed_by", "trashed_at")
    list_display_links = None
    list_select_related = ("author", "trashed_by")
    search_fields = ("title", "slug")
    fields = readonly_fields = ("title", "slug", "author", "trashed_by", "trashed_at")
    actions = ("restore",)
    show_full_result_count = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[TrashedEntry]:
        return super().get_queryset(request).restorable_by(request.user).defer("contents")  # type: ignore[attr-defined]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: TrashedEntry | None = None) -> bool:
        return False

    def has_view_permission(self, request: HttpRequest, obj: TrashedEntry | None = None) -> bool:
        """Who may write finds there what was theirs."""
        return request.user.has_perm("journal.add_entry") or request.user.has_perm("journal.change_entry")  # type: ignore[union-attr]

    def has_delete_permission(self, request: HttpRequest, obj: TrashedEntry | None = None) -> bool:
        return self.has_view_permission(request, obj)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> tuple[list[str], dict[str, int], set[str], list]:
        return [str(kept) for kept in objs], {}, set(), []

    @admin.action(description="Restore", permissions=["view"])
    def restore(self, request: HttpRequest, queryset: QuerySet[TrashedEntry]) -> None:
        for kept in queryset:
            kept.restore()
        self.message_user(request, f"Restored: {len(queryset)}.", messages.SUCCESS)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[TrashedEntry]) -> None:
        for kept in queryset:  # one by one: each frees its addresses
            kept.delete()

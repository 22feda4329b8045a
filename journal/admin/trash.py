"""The trash: deleted entries, to be restored or to be gone for ever."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest

from journal.models import TrashedEntry
from journal.models.errors import SlugTaken


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

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        return super().changelist_view(request, {"title": "Trash", **(extra_context or {})})

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: TrashedEntry | None = None) -> bool:
        return False

    def has_view_permission(self, request: HttpRequest, obj: TrashedEntry | None = None) -> bool:
        """Who may write finds there what was theirs."""
        return request.user.has_perm("journal.add_entry") or request.user.has_perm("journal.change_entry")  # type: ignore[union-attr]

    def has_delete_permission(self, request: HttpRequest, obj: TrashedEntry | None = None) -> bool:
        """Who may delete entries may do it for ever, and whose it was."""
        if obj is None:
            return self.has_view_permission(request)
        return obj.author_id == request.user.pk or request.user.has_perm("journal.delete_entry")  # type: ignore[union-attr]

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> tuple[list[str], dict[str, int], set[str], list]:
        may = all(self.has_delete_permission(request, kept) for kept in objs)
        return [str(kept) for kept in objs], {}, set() if may else {"entries of others"}, []

    @admin.action(description="Restore", permissions=["view"])
    def restore(self, request: HttpRequest, queryset: QuerySet[TrashedEntry]) -> None:
        restored = 0
        for kept in queryset:
            try:
                restored += bool(kept.restore())
            except SlugTaken:
                words = (
                    f"“{kept}” stays here: another entry has its address, {kept.slug}, now. Change that one's first."
                )
                self.message_user(request, words, messages.ERROR)
        if restored:
            self.message_user(request, f"Restored: {restored}.", messages.SUCCESS)

    def delete_model(self, request: HttpRequest, obj: TrashedEntry) -> None:
        obj.delete(by=request.user)  # type: ignore[arg-type]

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[TrashedEntry]) -> None:
        for kept in queryset:  # one by one: each frees its addresses
            kept.delete(by=request.user)  # type: ignore[arg-type]

"""Links that lead nowhere, so that their authors mend them."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from journal.models import Entry, Link


@admin.register(Link)
class BrokenLinkAdmin(admin.ModelAdmin):
    """A list to work through: each leads to the entry, where the editor says what was probably meant."""

    list_display = ("slug", "label", "where")
    list_display_links = None
    search_fields = ("slug", "label", "source__title")
    show_full_result_count = False
    ordering = ("slug", "pk")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Link]:
        entries = Entry.objects.editable_by(request.user)  # type: ignore[arg-type]
        links = super().get_queryset(request).broken()  # type: ignore[attr-defined]
        return links.filter(source__in=entries).select_related("source").only("slug", "label", "source__title")

    @admin.display(description="In the entry", ordering="source__title")
    def where(self, link: Link) -> SafeString:
        return format_html(
            '<a href="{}">{}</a>', reverse("admin:journal_entry_change", args=[link.source_id]), link.source
        )

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: Link | None = None) -> bool:
        """A row is only what its entry says: there is no page of its own."""
        may_write = request.user.has_perm("journal.add_entry") or request.user.has_perm("journal.change_entry")  # type: ignore[union-attr]
        return may_write and obj is None

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Link | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Link | None = None) -> bool:
        return False

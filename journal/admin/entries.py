"""Writing entries."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.forms import ModelForm
from django.http import HttpRequest
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from journal.forms.writing import EntryForm
from journal.models import Entry, Tag


class StateFilter(admin.SimpleListFilter):
    title = "state"
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("published", "Published"), ("scheduled", "Scheduled"), ("draft", "Draft")]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        if self.value() == "published":
            return queryset.published()
        if self.value() == "scheduled":
            return queryset.scheduled()
        return queryset.filter(published_at=None) if self.value() == "draft" else queryset


@admin.register(Entry)
class EntryAdmin(admin.ModelAdmin):
    form = EntryForm
    list_display = ("title", "topic", "kind", "state", "published_at", "version")
    list_filter = (StateFilter, "kind", "visibility", ("topic", admin.RelatedOnlyFieldListFilter))
    list_select_related = ("topic",)
    list_per_page = 50
    search_fields = ("title", "slug", "text")
    autocomplete_fields = ("topic",)
    ordering = ("-updated_at",)
    actions = ("publish", "unpublish")
    readonly_fields = ("text_warnings",)
    fieldsets = (
        (None, {"fields": ("title", "body", "text_warnings", "opened_version")}),
        ("Place", {"fields": ("topic", "kind", "tag_names", "summary")}),
        ("Readers", {"fields": ("published_at", "visibility", "slug")}),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Entry]:
        entries = super().get_queryset(request).editable_by(request.user)  # type: ignore[attr-defined]
        return entries.defer("html", "head_html", "card_html", "tallied")

    def has_change_permission(self, request: HttpRequest, obj: Entry | None = None) -> bool:
        return super().has_change_permission(request, obj) or self._is_their_own(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Entry | None = None) -> bool:
        return super().has_delete_permission(request, obj) or self._is_their_own(request, obj)

    def _is_their_own(self, request: HttpRequest, obj: Entry | None) -> bool:
        """Who may add entries may change and delete their own; lists hold nothing else for them."""
        may_write = request.user.has_perm("journal.add_entry")
        return may_write and (obj is None or obj.author_id == request.user.pk)

    @admin.display(description="Warnings")
    def text_warnings(self, entry: Entry) -> SafeString | str:
        rows = format_html_join(
            "", "<li>Line {}: {}</li>", ((warning["line"], warning["message"]) for warning in entry.warnings)
        )
        return format_html_join("", "<ul>{}</ul>", [(rows,)]) if rows else "None."

    @admin.display(description="State")
    def state(self, entry: Entry) -> str:
        return entry.state or "published"

    def save_model(self, request: HttpRequest, obj: Entry, form: ModelForm, change: bool) -> None:  # noqa: FBT001
        if not change:
            obj.author = request.user  # type: ignore[assignment]
        tags = Tag.objects.named(form.cleaned_data["tag_names"])
        obj.revise(version=form.cleaned_data.get("opened_version") if change else None, tags=tags)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:  # noqa: FBT001
        """The tags were saved with the text: nothing is left to do."""

    @admin.action(description="Publish now", permissions=["change"])
    def publish(self, request: HttpRequest, queryset: QuerySet[Entry]) -> None:
        for entry in queryset:
            entry.publish()
        self.message_user(request, f"Published: {len(queryset)}.", messages.SUCCESS)

    @admin.action(description="Unpublish: make drafts again", permissions=["change"])
    def unpublish(self, request: HttpRequest, queryset: QuerySet[Entry]) -> None:
        for entry in queryset:
            entry.unpublish()
        self.message_user(request, f"Unpublished: {len(queryset)}.", messages.SUCCESS)

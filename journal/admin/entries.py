"""Writing entries."""

from typing import Any, cast

from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.forms import ModelForm
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, JsonResponse, QueryDict
from django.middleware.csrf import get_token
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from journal.forms.merging import composed, is_stale, merge_form
from journal.forms.writing import EntryForm
from journal.models import Draft, Entry, Revision, Tag
from journal.models.errors import StaleVersion, UnacceptableText
from journal.models.rendered import acceptable_text, with_addresses
from journal.text.diff import diff
from journal.text.document import Document, Warning
from journal.text.renderer import render


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
        (None, {"fields": ("title", "body", "text_warnings", "opened_version", "opened_values")}),
        ("This change", {"fields": ("note", "is_notable")}),
        ("Place", {"fields": ("topic", "kind", "tag_names", "summary")}),
        ("Readers", {"fields": ("published_at", "visibility", "slug")}),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Entry]:
        entries = super().get_queryset(request).editable_by(request.user)  # type: ignore[attr-defined]
        return entries.without_projections()

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
        given = form.cleaned_data
        obj.revise(
            version=given.get("opened_version") if change else None,
            tags=Tag.objects.named(given["tag_names"]),
            by=request.user,  # type: ignore[arg-type]
            note=given["note"],
            is_notable=given["is_notable"],
        )
        Draft.discard(cast(User, request.user), obj if change else None)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:  # noqa: FBT001
        """The tags were saved with the text: nothing is left to do."""

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> Any:
        """A save on a stale copy is answered by the merge of both changes."""
        if request.method == "POST" and object_id:
            if "merged" in request.POST:
                request.POST = composed(request.POST)  # type: ignore[assignment]
            entry = self.get_object(request, object_id)
            if entry and self.has_change_permission(request, entry) and is_stale(request.POST, entry):
                return self._merge_page(request, entry)
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except StaleVersion:  # someone else saved between the question above and the save
            return self._merge_page(request, Entry.objects.get(pk=object_id or 0))

    def get_urls(self) -> list[URLPattern]:
        preview = path("preview/", self.admin_site.admin_view(self.preview), name="journal_entry_preview")
        draft = path("draft/", self.admin_site.admin_view(self.draft), name="journal_entry_draft")
        return [preview, draft, *super().get_urls()]

    def draft(self, request: HttpRequest) -> HttpResponse:
        """GET gives a fresh token to send a text with; POST keeps the text, or discards what was kept."""
        if not (self.has_add_permission(request) or self.has_change_permission(request)):
            raise PermissionDenied
        if request.method != "POST":
            return JsonResponse({"token": get_token(request)})
        data, person = request.POST, cast(User, request.user)
        entry = self.get_queryset(request).filter(pk=_version(data.get("entry")) or 0).first()
        if data.get("entry") and entry is None:
            raise Http404
        if "discard" in data:
            Draft.discard(person, entry)
            return JsonResponse({})
        body = data.get("body", "").replace("\r\n", "\n")
        try:
            Draft.keep(
                person, entry, version=_version(data.get("version")) or 0, title=data.get("title", ""), body=body
            )
        except UnacceptableText as error:
            return JsonResponse({"error": str(error)}, status=400)
        return JsonResponse({})

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> Any:
        """With what this person has typed and not saved."""
        entry = kwargs.get("obj")
        draft = Draft.unsaved(cast(User, request.user), entry) if request.method == "GET" else None
        rows = diff(entry.body if entry else "", draft.body) if draft else []
        return super().render_change_form(request, context | {"draft": draft, "draft_rows": rows}, *args, **kwargs)

    def preview(self, request: HttpRequest) -> HttpResponse:
        """The page that a text would make, through the same pipeline; nothing is kept."""
        if not (self.has_add_permission(request) or self.has_change_permission(request)):
            raise PermissionDenied
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        body = request.POST.get("body", "").replace("\r\n", "\n")
        try:
            document = render(acceptable_text(body))
        except UnacceptableText as error:
            document = Document(warnings=(Warning(1, str(error)),))
        page = render_to_string("admin/journal/entry/preview.html", {"html": with_addresses(document.html)}, request)
        answer = {
            "html": page,
            "warnings": [{"line": warning.line, "message": warning.message} for warning in document.warnings],
            "words": len(body.split()),
            "minutes": document.minutes,
        }
        return JsonResponse(answer)

    def _merge_page(self, request: HttpRequest, entry: Entry) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            "title": f"Merge: {entry.title}",
            "entry": entry,
            "merge": merge_form(request.POST, entry),
            "note": request.POST.get("note", ""),
            "is_notable": request.POST.get("is_notable"),
        }
        return TemplateResponse(request, "admin/journal/entry/merge.html", context, status=409)

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Every saved text; any two of them compared; an older one restored."""
        entry = self.get_object(request, object_id)
        if entry is None:
            raise Http404
        if not self.has_view_or_change_permission(request, entry):
            raise PermissionDenied
        if request.method == "POST":
            return self._restore(request, entry)
        revisions = list(entry.revisions.select_related("saved_by").defer("body"))
        old, new = _compared(entry, revisions, request.GET)
        context = {
            **self.admin_site.each_context(request),
            "title": f"History: {entry.title}",
            "entry": entry,
            "revisions": revisions,
            "old": old,
            "new": new,
            "rows": diff(old.body, new.body) if old and new else [],
            "can_restore": old is not None and self.has_change_permission(request, entry),
        }
        return TemplateResponse(request, "admin/journal/entry/history.html", context)

    def _restore(self, request: HttpRequest, entry: Entry) -> HttpResponse:
        if not self.has_change_permission(request, entry):
            raise PermissionDenied
        revision = entry.revisions.filter(version=_version(request.POST.get("version")) or 0).first()
        if revision is None:
            raise Http404
        user: Any = request.user
        entry.revise(title=revision.title, body=revision.body, by=user, note=f"Restored version {revision.version}")
        self.message_user(request, f"Restored version {revision.version}.", messages.SUCCESS)
        return redirect("admin:journal_entry_change", entry.pk)

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


def _compared(entry: Entry, revisions: list[Revision], query: QueryDict) -> tuple[Revision | None, Revision | None]:
    """The two revisions that are asked for; the last two when none is."""
    if len(revisions) < 2:
        return None, None
    wanted = [
        _version(query.get(name)) or other.version for name, other in zip(("from", "to"), revisions[1::-1], strict=True)
    ]
    found = {revision.version: revision for revision in entry.revisions.filter(version__in=wanted)}
    return found.get(wanted[0]), found.get(wanted[1])


def _version(value: str | None) -> int | None:
    return int(value) if value and value.isdecimal() and len(value) < 10 else None

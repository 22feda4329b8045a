"""Entries: their list, and the form in which they are written."""

from contextlib import suppress
from typing import Any, cast

from django.contrib import admin, messages
from django.contrib.admin.views.main import ChangeList
from django.contrib.auth.models import User
from django.db.models import Q, QuerySet
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html

from journal.forms.templates import TEMPLATES
from journal.forms.writing import EntryForm
from journal.models import Draft, Entry, Topic, TrashedEntry
from journal.models.errors import SentTwice, UnacceptableText
from journal.models.rendered import acceptable_text
from journal.models.urls import address_of
from journal.reads.stumbles import stumbles
from journal.search.finding import hits_of
from journal.search.language import parse
from journal.search.lookup import lookup_of
from journal.text.diff import diff
from journal.text.renderer import render
from journal.text.slugs import slugify

from .history import HistoryAdmin
from .paging import KeyPaginator
from .writing import WritingAdmin


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


class TopicFilter(admin.RelatedFieldListFilter):
    """Every topic, whether or not it has entries: to ask which have any would read every entry."""

    def field_choices(self, field: Any, request: HttpRequest, model_admin: Any) -> Any:
        return list(Topic.objects.in_order().values_list("pk", "title"))


class EntryList(ChangeList):
    """Titles, not texts: to sort those would cost more than all the rest."""

    def get_queryset(self, request: HttpRequest, exclude_parameters: Any = None) -> QuerySet[Entry]:
        return super().get_queryset(request, exclude_parameters).defer("body")

    def get_ordering_field(self, field_name: Any) -> Any:
        """None for what no heading offers, though an address may ask for it: it would read every entry."""
        return super().get_ordering_field(field_name) if field_name in (self.sortable_by or ()) else None

    def url_for_result(self, result: Any) -> str:
        return address_of("admin:journal_entry_change", result.pk)


@admin.register(Entry)
class EntryAdmin(HistoryAdmin, WritingAdmin):
    form = EntryForm
    list_display = ("title", "topic", "kind", "state", "published_at", "version")
    list_filter = (StateFilter, "kind", "visibility", ("topic", TopicFilter))
    list_select_related = ("topic",)
    sortable_by = ("published_at",)  # what has an index: to sort by others would read every entry
    list_per_page = 50
    paginator = KeyPaginator
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    search_fields = ("title", "slug", "text")
    ordering = ("-updated_at", "-pk")
    actions = ("publish", "unpublish")
    # The first is the text itself; the others stand beside it.
    fieldsets = (
        (None, {"fields": ("title", "body", "opened_version", "opened_values", "sitting")}),
        ("Place", {"fields": ("topic", "kind", "tag_names", "summary")}),
        ("Readers", {"fields": ("published_at", "visibility", "slug")}),
        ("This change", {"fields": ("note", "is_notable")}),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Entry]:
        entries = super().get_queryset(request).editable_by(request.user)  # type: ignore[attr-defined]
        return entries.without_projections()

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Entry], search_term: str
    ) -> tuple[QuerySet[Entry], bool]:
        """By the search that readers use, whose index is there already, instead of a look into every text; or by an
        address. At most the 500 newest."""
        if not search_term.strip():
            return queryset, False
        lookup = lookup_of(parse(search_term))
        keys = [] if lookup.is_impossible else [hit.entry for hit in hits_of(lookup, request.user)]  # type: ignore[arg-type]
        return queryset.filter(Q(pk__in=keys) | Q(slug=slugify(search_term))), False

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        return super().changelist_view(request, {"title": "Entries", **(extra_context or {})})

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return EntryList

    def has_change_permission(self, request: HttpRequest, obj: Entry | None = None) -> bool:
        return super().has_change_permission(request, obj) or self._is_their_own(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Entry | None = None) -> bool:
        return super().has_delete_permission(request, obj) or self._is_their_own(request, obj)

    def _is_their_own(self, request: HttpRequest, obj: Entry | None) -> bool:
        """Who may add entries may change and delete their own; lists hold nothing else for them."""
        may_write = request.user.has_perm("journal.add_entry")
        return may_write and (obj is None or obj.author_id == request.user.pk)

    @admin.display(description="State")
    def state(self, entry: Entry) -> str:
        return entry.state or "published"

    def get_urls(self) -> list[URLPattern]:
        wrapped = self.admin_site.admin_view
        return [
            path("preview/", wrapped(self.preview), name="journal_entry_preview"),
            path("draft/", wrapped(self.draft), name="journal_entry_draft"),
            path("attachment/", wrapped(self.attachment), name="journal_entry_attachment"),
            path("<int:pk>/publication/", wrapped(self.publication), name="journal_entry_publication"),
            *super().get_urls(),
        ]

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """A new entry begins with the template of its kind, in the topic that was written in last."""
        kind = request.GET.get("kind", "")
        return {
            "body": TEMPLATES.get(kind, ""),
            "topic": Topic.written_in_last(cast(User, request.user)),
            **super().get_changeform_initial_data(request),
        }

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> Any:
        """With what this person has typed and not saved, and what readers would stumble over."""
        entry = kwargs.get("obj")
        draft = Draft.unsaved(cast(User, request.user), entry) if request.method == "GET" else None
        given = {
            "draft": draft,
            "draft_rows": diff(entry.body, draft.body) if entry and draft else [],
            "warnings": stumbles(entry, request.user) if entry else [],
            "nothing": "Nothing." if entry else "It is said here when there is a text.",
            "templates": [(kind, label, TEMPLATES[kind]) for kind, label in Entry.Kind.choices],
            "is_nav_sidebar_enabled": False,
        }
        return super().render_change_form(request, context | given, *args, **kwargs)

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Django saves a form in a transaction, and a long text is rendered before one."""
        request.documents = {}  # type: ignore[attr-defined]
        with suppress(UnacceptableText):
            body = acceptable_text(request.POST.get("body", "").replace("\r\n", "\n"))
            request.documents = {body: render(body)} if body else {}  # type: ignore[attr-defined]
        return super().changeform_view(request, *args, **kwargs)

    def save_model(self, request: HttpRequest, obj: Entry, form: ModelForm, change: bool) -> None:  # noqa: FBT001
        given, person = form.cleaned_data, cast(User, request.user)
        if not change:
            obj.author = person
            is_first = Draft.end(person, None, given["sitting"])
            if not is_first and Draft.is_saved(person, None, title=obj.title, body=obj.body):
                raise SentTwice
        version = given.get("opened_version") if change else None
        obj.revise(
            version=version,
            document=request.documents.get(obj.body),  # type: ignore[attr-defined]
            tags=given["tag_names"],
            by=person,
            note=given["note"],
            is_notable=given["is_notable"],
        )
        if change:
            Draft.end(person, obj, given["sitting"])

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:  # noqa: FBT001
        """The tags were saved with the text: nothing is left to do."""

    def response_add(self, request: HttpRequest, obj: Entry, post_url_continue: str | None = None) -> HttpResponse:
        return self._publication_asked(request, obj) or super().response_add(request, obj, post_url_continue)

    def response_change(self, request: HttpRequest, obj: Entry) -> HttpResponse:
        return self._publication_asked(request, obj) or super().response_change(request, obj)

    def delete_model(self, request: HttpRequest, obj: Entry) -> None:
        TrashedEntry.put(obj, by=cast(User, request.user))

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Entry]) -> None:
        for entry in queryset:
            TrashedEntry.put(entry, by=cast(User, request.user))

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> tuple[list[str], dict[str, int], set[str], list]:
        """Nothing is lost with an entry: all that goes to the trash with it comes back with it."""
        may = all(self.has_delete_permission(request, entry) for entry in objs)
        return [str(entry) for entry in objs], {}, set() if may else {"entries of others"}, []

    def response_delete(self, request: HttpRequest, obj_display: str, obj_id: int) -> HttpResponse:
        address = reverse("admin:journal_trashedentry_changelist")
        words = '“{}” is in the <a href="{}">trash</a>, from where it can be restored.'
        self.message_user(request, format_html(words, obj_display, address), messages.SUCCESS)
        return redirect("admin:journal_entry_changelist")

    @admin.action(description="Publish now", permissions=["change"])
    def publish(self, request: HttpRequest, queryset: QuerySet[Entry]) -> None:
        for entry in queryset:
            entry.publish(by=cast(User, request.user))
        self.message_user(request, f"Published: {len(queryset)}.", messages.SUCCESS)

    @admin.action(description="Unpublish: make drafts again", permissions=["change"])
    def unpublish(self, request: HttpRequest, queryset: QuerySet[Entry]) -> None:
        for entry in queryset:
            entry.unpublish(by=cast(User, request.user))
        self.message_user(request, f"Unpublished: {len(queryset)}.", messages.SUCCESS)

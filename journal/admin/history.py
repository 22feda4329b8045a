"""What happens to an entry's text over time: the merge of a stale save, the history, a text restored."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.template.response import TemplateResponse

from journal.forms.merging import (
    Merge,
    composed,
    is_stale,
    merge_form,
    merge_sent,
    says_the_same,
    values_sent,
    whole_number,
)
from journal.models import Entry, Revision, TrashedEntry
from journal.models.errors import SentTwice, StaleVersion
from journal.text.diff import diff


class HistoryAdmin(admin.ModelAdmin):
    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> Any:
        """A save on a stale copy is answered by the merge of both changes, one on a deleted entry by its text."""
        if request.method == "POST" and object_id:
            entry = self.get_object(request, object_id)
            unfinished = self._unfinished_merge(request, entry)
            if unfinished:
                return unfinished
            if entry is None and self.has_add_permission(request):
                return self._gone_page(request, object_id)
            if entry and self.has_change_permission(request, entry) and is_stale(request.POST, entry):
                if says_the_same(request.POST, entry):
                    return redirect("admin:journal_entry_change", entry.pk)
                return self._merge_page(request, entry)
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except SentTwice:
            return redirect("admin:journal_entry_change", Entry.objects.filter(author=request.user.pk).latest("pk").pk)
        except StaleVersion:  # someone else saved between the question above and the save
            return self._merge_page(request, Entry.objects.get(pk=object_id or 0))

    def _unfinished_merge(self, request: HttpRequest, entry: Entry | None) -> HttpResponse | None:
        """The merge page again, where something on it was not chosen; else None, and the request is what it makes."""
        if "merged" not in request.POST:
            return None
        sent = merge_sent(request.POST)
        if sent.open_count and entry and self.has_change_permission(request, entry):
            return self._merge_page(request, entry, sent)
        request.POST = composed(request.POST)  # type: ignore[assignment]
        return None

    def _gone_page(self, request: HttpRequest, object_id: str) -> HttpResponse:
        trash = TrashedEntry.objects.restorable_by(request.user)  # type: ignore[arg-type]
        context = {
            **self.admin_site.each_context(request),
            "title": "This entry is no longer there",
            "text": request.POST.get("body", ""),
            "others": [pair for pair in values_sent(request.POST) if pair[0] != "slug"],
            "kept": trash.filter(contents__entry=whole_number(object_id)).first(),
        }
        return TemplateResponse(request, "admin/journal/entry/gone.html", context, status=409)

    def _merge_page(self, request: HttpRequest, entry: Entry, sent: Merge | None = None) -> HttpResponse:
        """Both changes; `sent` the page as it came back with places where nothing was chosen."""
        context = {
            **self.admin_site.each_context(request),
            "title": f"Merge: {entry.title}",
            "entry": entry,
            "merge": sent or merge_form(request.POST, entry),
            "is_sent": sent is not None,
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
        revision = entry.revisions.filter(version=whole_number(request.POST.get("version")) or 0).first()
        if revision is None:
            raise Http404
        user: Any = request.user
        entry.revise(title=revision.title, body=revision.body, by=user, note=f"Restored version {revision.version}")
        self.message_user(request, f"Restored version {revision.version}.", messages.SUCCESS)
        return redirect("admin:journal_entry_change", entry.pk)


def _compared(entry: Entry, revisions: list[Revision], query: QueryDict) -> tuple[Revision | None, Revision | None]:
    """The two revisions that are asked for; the last two when none is."""
    if len(revisions) < 2:
        return None, None
    wanted = [
        whole_number(query.get(name)) or other.version
        for name, other in zip(("from", "to"), revisions[1::-1], strict=True)
    ]
    found = {revision.version: revision for revision in entry.revisions.filter(version__in=wanted)}
    return found.get(wanted[0]), found.get(wanted[1])

"""What the editor asks for beside the form: a preview, a place for unsaved text, files, and publication."""

from typing import cast

from django.contrib import messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.timezone import localtime

from journal.forms.merging import whole_number
from journal.forms.uploading import AttachmentForm
from journal.forms.writing import PublicationForm
from journal.models import Draft, Entry
from journal.models.errors import UnacceptableText
from journal.models.rendered import acceptable_text, with_addresses
from journal.reads.stumbles import broken_references, stumbles
from journal.text.document import Document, Warning
from journal.text.renderer import render

from .showing import ShownAdmin


class WritingAdmin(ShownAdmin):
    def preview(self, request: HttpRequest) -> HttpResponse:
        """The page that a text would make, through the same pipeline; nothing is kept."""
        self._require_author(request)
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        body = request.POST.get("body", "").replace("\r\n", "\n")
        try:
            document = render(acceptable_text(body))
            warnings = [*document.warnings, *broken_references(body, request.user)]  # type: ignore[arg-type]
        except UnacceptableText as error:
            document, warnings = Document(), [Warning(1, str(error))]
        page = render_to_string("admin/journal/entry/preview.html", {"html": with_addresses(document.html)}, request)
        warnings.sort(key=lambda warning: warning.line)
        answer = {
            "html": page,
            "warnings": [{"line": warning.line, "message": warning.message} for warning in warnings],
            "words": len(document.text.split()),
            "minutes": document.minutes,
        }
        return JsonResponse(answer)

    def draft(self, request: HttpRequest) -> HttpResponse:
        """GET gives a fresh token; POST keeps a text, discards what was kept, or asks whether a text is known."""
        self._require_author(request)
        if request.method != "POST":
            return JsonResponse({"token": get_token(request)})
        data, person = request.POST, cast(User, request.user)
        if any("\x00" in value for value in data.values()):
            return JsonResponse({"error": "This holds a NUL character, which no text should."}, status=400)
        entry = self.get_queryset(request).filter(pk=whole_number(data.get("entry")) or 0).first()
        if data.get("entry") and entry is None:
            return JsonResponse(
                {"error": "This entry has been deleted: your text is kept in this browser."}, status=410
            )
        if "discard" in data:
            Draft.discard(person, entry)
            return JsonResponse({"kept": False})
        text = {"title": data.get("title", ""), "body": data.get("body", "").replace("\r\n", "\n")}
        if "known" in data:
            is_known = Draft.is_settled(person, entry, **text) or Draft.is_saved(person, entry, **text)
            is_kept = data["known"] == "kept" and Draft.is_kept(person, entry, **text)
            return JsonResponse({"known": is_known or is_kept})
        version, sitting = whole_number(data.get("version")) or 0, data.get("sitting", "")[:36]
        try:
            is_kept = Draft.keep(person, entry, version=version, sitting=sitting, **text)
        except UnacceptableText as error:
            return JsonResponse({"error": str(error)}, status=400)
        return JsonResponse({"kept": is_kept})

    def attachment(self, request: HttpRequest) -> HttpResponse:
        """Keep a file that was pasted, dropped or chosen; how a text shows it."""
        self._require_author(request)
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        form = AttachmentForm(request.POST, request.FILES, by=cast(User, request.user))
        if not form.is_valid():
            return JsonResponse({"error": form.errors["file"].as_text().removeprefix("* ")}, status=400)
        kept = form.kept
        return JsonResponse({"markdown": kept.markdown, "name": str(kept), "is_picture": kept.is_picture})

    def publication(self, request: HttpRequest, pk: int) -> HttpResponse:
        """What readers would stumble over, and when and to whom the entry appears."""
        entry = self.get_queryset(request).filter(pk=pk).first()
        if entry is None:
            raise Http404
        if not self.has_change_permission(request, entry):
            raise PermissionDenied
        form = PublicationForm(request.POST or None, entry=entry)
        if request.method == "POST" and form.is_valid() and form.publish(by=cast(User, request.user)):
            self._say_who_sees(request, entry)
            return redirect("admin:journal_entry_change", entry.pk)
        context = {
            **self.admin_site.each_context(request),
            "title": f"Publish: {entry.title}",
            "entry": entry,
            "form": form,
            "warnings": stumbles(entry, request.user),
        }
        return TemplateResponse(request, "admin/journal/entry/publication.html", context)

    def _publication_asked(self, request: HttpRequest, entry: Entry) -> HttpResponse | None:
        """After a save: publish at once what nobody would stumble over, else ask; None when neither was asked for."""
        if "_unpublish" in request.POST:
            entry.unpublish(by=cast(User, request.user))
            self.message_user(request, f"“{entry}” is saved, and a draft again.", messages.SUCCESS)
        elif "_publish" not in request.POST:
            return None
        elif stumbles(entry, request.user):
            return redirect("admin:journal_entry_publication", entry.pk)
        else:
            if entry.published_at is None:  # else the form has said when
                entry.publish(by=cast(User, request.user))
            self._say_who_sees(request, entry)
        return redirect("admin:journal_entry_change", entry.pk)

    def _say_who_sees(self, request: HttpRequest, entry: Entry) -> None:
        """The entry is published or scheduled: when, for whom, and where."""
        moment = date_format(localtime(entry.published_at), "j F Y, H:i")
        said = {
            "": "Published: everyone can read it at",
            "scheduled": f"Scheduled: it appears on {moment} at",
            "unlisted": "Published, and in no list: whoever has this address can read it:",
            "mentors": "Published for mentors, at",
            "private": "Published for you alone, at",
        }
        path = entry.get_absolute_url()
        link = format_html('{} <a href="{}">{}</a>', said[entry.state], path, request.build_absolute_uri(path))
        self.message_user(request, link, messages.SUCCESS)

    def _require_author(self, request: HttpRequest) -> None:
        if not (self.has_add_permission(request) or self.has_change_permission(request)):
            raise PermissionDenied

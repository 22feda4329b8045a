"""Repositories that were brought in, and bringing one in from a browser: upload, see the plan, confirm."""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError
from django.db.models import Count, Q, QuerySet
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path

from journal.forms.importing import ImportForm, keep_upload, merges_in, upload_path
from journal.models import Repository
from journal.transfer.archive.files import journal_files
from journal.transfer.places import Refused
from journal.transfer.places.zip import Zip
from journal.transfer.plan import Action, Options, Plan
from journal.transfer.repository.apply import apply_plan
from journal.transfer.repository.planner import make_plan
from journal.transfer.targets import write_zip

SHOWN = 3_000  # steps of a plan on one page
MERGES = 20  # texts that are offered for merging at a time: all of them come back with the form


@admin.register(Repository)
class RepositoryAdmin(admin.ModelAdmin):
    list_display = ("name", "imported_at", "entry_count")
    fields = readonly_fields = ("name", "root", "imported_at")
    search_fields = ("name",)
    change_list_template = "admin/journal/repository/change_list.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Repository]:
        counted = Count("sources", filter=Q(sources__entry__isnull=False))
        return super().get_queryset(request).annotate(entry_count=counted)

    @admin.display(description="Entries", ordering="entry_count")
    def entry_count(self, repository: Repository) -> int:
        return repository.entry_count  # type: ignore[attr-defined]

    def has_change_permission(self, request: HttpRequest, obj: Repository | None = None) -> bool:
        return False

    def get_urls(self) -> list[URLPattern]:
        wrapped = self.admin_site.admin_view
        return [
            path("add/", wrapped(self.bring_in), name="journal_repository_add"),
            path("journal.zip", wrapped(self.take_out), name="journal_repository_journal"),
            *super().get_urls(),
        ]

    def take_out(self, request: HttpRequest) -> FileResponse:
        """The whole journal as a zip, for whoever may see all of it."""
        if not request.user.has_perm("journal.change_entry"):  # type: ignore[union-attr]
            raise PermissionDenied
        with TemporaryDirectory() as folder:
            target = Path(folder) / "journal.zip"
            write_zip(target, journal_files(only_published=False, report=lambda line: None))
            file = target.open("rb")  # stays readable when its name is gone
        return FileResponse(file, as_attachment=True, filename="journal.zip", content_type="application/zip")

    def bring_in(self, request: HttpRequest) -> HttpResponse:
        """The form; with a zip, its plan; with a confirmed plan, the import."""
        may_change_all = request.user.has_perm("journal.change_entry")  # type: ignore[union-attr]
        if not (self.has_add_permission(request) and may_change_all):
            raise PermissionDenied
        form = ImportForm(request.POST or None, request.FILES or None)
        if request.method != "POST" or not form.is_valid():
            return self._page(request, form)
        try:
            self._keep(request, form)
            upload = request.session.get("import")
            if upload and upload_path(upload["token"]).exists():
                return self._answer(request, form, upload)
            form.add_error("archive", "Choose a zip.")
        except (Refused, DatabaseError, OSError) as error:
            form.add_error(None, str(error))
        return self._page(request, form)

    def _keep(self, request: HttpRequest, form: ImportForm) -> None:
        """Keep a zip that was sent, in the place of one that was sent before."""
        archive = form.cleaned_data["archive"]
        if archive:
            former = request.session.pop("import", None)
            if former:
                upload_path(former["token"]).unlink(missing_ok=True)
            request.session["import"] = {"token": keep_upload(archive), "name": str(archive.name)[:200]}

    def _answer(self, request: HttpRequest, form: ImportForm, upload: dict[str, str]) -> HttpResponse:
        merges = merges_in(request.POST)
        wishes = [str(value) for name, value in sorted(form.cleaned_data.items()) if name != "archive"]
        is_seen = upload.get("wishes") == wishes and not form.cleaned_data["archive"]
        request.session["import"] = upload | {"wishes": wishes}
        place = Zip(upload_path(upload["token"]), upload["name"])
        try:
            plan = make_plan(place, self._options(request, form, merges))
            if any("<<<<<<< here" in text for text in merges.values()):
                form.add_error(None, "A merged text still has its marks. Choose between “here” and “source” in it.")
            elif "confirm" in request.POST and is_seen:
                apply_plan(plan, place)
                return self._done(request, plan, upload)
            elif "confirm" in request.POST:
                form.add_error(None, "This is another plan than the one that was shown. Look at it, then confirm it.")
        finally:
            place.close()
        return self._page(request, form, plan=plan, archive=upload["name"])

    def _options(self, request: HttpRequest, form: ImportForm, merges: dict[str, str]) -> Options:
        assert isinstance(request.user, User)
        wishes = form.cleaned_data
        names = ("draft", "topic", "kinds", "only", "skip", "readmes", "day_first", "reread")
        return Options(author=request.user, merges=merges, **{name: wishes[name] for name in names})

    def _done(self, request: HttpRequest, plan: Plan, upload: dict[str, str]) -> HttpResponse:
        upload_path(upload["token"]).unlink(missing_ok=True)
        del request.session["import"]
        counts = ", ".join(f"{count} {action}" for action, count in plan.counts().items())
        level = messages.WARNING if plan.having(Action.FAILED, Action.CONFLICT) else messages.SUCCESS
        self.message_user(request, f"Brought in {upload['name']}: {counts}.", level)
        return redirect("admin:journal_repository_changelist")

    def _page(
        self, request: HttpRequest, form: ImportForm, plan: Plan | None = None, archive: str = ""
    ) -> HttpResponse:
        shown = plan.shown if plan else []
        context: dict[str, Any] = {
            **self.admin_site.each_context(request),
            "title": "Bring in a repository",
            "opts": self.opts,
            "form": form,
            "plan": plan,
            "archive": archive,
            "steps": shown[:SHOWN],
            "more": max(0, len(shown) - SHOWN),
            "mergeable": _mergeable(plan) if plan else set(),
        }
        return TemplateResponse(request, "admin/journal/repository/import.html", context)


def _mergeable(plan: Plan) -> set[str]:
    """The paths of the conflicts that are offered as a text, those that were worked on already first."""
    paths = [step.path for step in plan.steps if step.merged]
    paths.sort(key=lambda path: path not in plan.options.merges)
    return set(paths[:MERGES])

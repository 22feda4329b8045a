"""Bringing in a repository from a browser."""

import secrets
import time
from pathlib import Path
from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from journal.models import Entry, Topic
from journal.transfer.naming import kind_rule

MAX_UPLOAD = 200_000_000  # bytes of a zip
KEPT_FOR = 24 * 3600  # seconds that an upload waits for its plan to be confirmed


class ImportForm(forms.Form):
    archive = forms.FileField(
        label="Zip",
        required=False,
        help_text="Of a folder of Markdown, notebooks or code: “Download ZIP” on GitHub gives one. "
        "A zip that this journal exported comes back whole.",
        widget=forms.ClearableFileInput(attrs={"accept": ".zip,application/zip"}),
    )
    topic = forms.ModelChoiceField(
        Topic.objects.all(), required=False, empty_label="the folders' own topics", label="Below the topic"
    )
    kinds = forms.CharField(
        required=False,
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 2, "placeholder": "exercises/*=practice"}),
        help_text="Guessed from names. To set them, one rule a line: a pattern of paths, “=”, and "
        + ", ".join(Entry.Kind.values[:-1])
        + f" or {Entry.Kind.values[-1]}.",
    )
    only = forms.CharField(
        required=False,
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Patterns of paths as git ignores them, one a line: nothing else is brought in. Empty: as last time.",
    )
    skip = forms.CharField(
        required=False,
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 2, "placeholder": "drafts/"}),
        help_text="And those that are left out. A file .chroniclesignore in the repository does the same.",
    )
    readmes = forms.ChoiceField(
        required=False,
        choices=[
            ("", "entries where they are lessons, else their topics' texts"),
            ("entries", "entries"),
            ("topics", "their topics' texts"),
        ],
        label="READMEs of folders are",
    )
    day_first = forms.TypedChoiceField(
        required=False,
        choices=[("", "leave out dates that could be two days"), ("day", "5 June"), ("month", "6 May")],
        coerce=lambda order: order == "day",
        empty_value=None,
        label="05/06/2024 is",
    )
    draft = forms.BooleanField(required=False, label="As drafts")
    reread = forms.BooleanField(
        required=False,
        label="Read unchanged files anew",
        help_text="Takes what files that were brought in before say by today's rules. What you edited here stays.",
    )

    def clean_archive(self) -> UploadedFile | None:
        archive = self.cleaned_data["archive"]
        if archive and archive.size > MAX_UPLOAD:
            raise forms.ValidationError(
                f"A zip may have {MAX_UPLOAD // 1_000_000} MB; `import_journal` takes larger ones."
            )
        return archive

    def clean_only(self) -> tuple[str, ...] | None:
        return tuple(self.cleaned_data["only"].splitlines()) or None

    def clean_skip(self) -> tuple[str, ...] | None:
        return tuple(self.cleaned_data["skip"].splitlines()) or None

    def clean_kinds(self) -> tuple[tuple[str, str], ...]:
        try:
            return tuple(kind_rule(line) for line in self.cleaned_data["kinds"].splitlines() if line.strip())
        except ValueError as error:
            raise forms.ValidationError(str(error)) from None


def merges_in(data: Any) -> dict[str, str]:
    """The merged texts that were chosen, by path: a checkbox names the text area beside it."""
    chosen = {data.get(f"path-{number}"): data.get(f"text-{number}", "") for number in data.getlist("merge")}
    return {path: text.replace("\r\n", "\n") for path, text in chosen.items() if path}


def keep_upload(archive: UploadedFile) -> str:
    """Keep a zip until its plan is confirmed; its token. Older ones that nobody confirmed are removed."""
    folder = _folder()
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("*.zip"):
        if old.stat().st_mtime < time.time() - KEPT_FOR:
            old.unlink(missing_ok=True)
    token = secrets.token_urlsafe(24)
    try:
        with upload_path(token).open("xb") as file:
            for chunk in archive.chunks():
                file.write(chunk)
    except BaseException:
        upload_path(token).unlink(missing_ok=True)
        raise
    return token


def upload_path(token: str) -> Path:
    return _folder() / f"{token}.zip"


def _folder() -> Path:
    return Path(settings.DATA_DIR) / "imports"

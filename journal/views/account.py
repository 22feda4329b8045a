"""Somebody's own account: how they appear, their tokens, their data, and its end."""

import json
from tempfile import TemporaryFile
from typing import cast
from zipfile import ZIP_DEFLATED, ZipFile

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import User
from django.core.serializers.json import DjangoJSONEncoder
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from journal.forms.accounts import ClosingForm, ProfileForm, TokenForm
from journal.http.time_zone import TIME_ZONE
from journal.models import ApiToken, Profile
from journal.models.errors import LastOperator
from journal.transfer.archive.own_data import facts_of, files_of


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def profile(request: HttpRequest) -> HttpResponse:
    """The form in which somebody says how they appear to others."""
    own = Profile.of(_person(request))
    form = ProfileForm(request.POST or None, request.FILES or None, instance=own)
    if request.method == "POST" and form.is_valid():
        request.session[TIME_ZONE] = form.save().time_zone
        messages.success(request, "Your profile is saved.")
        return redirect("account")
    return render(request, "journal/account/profile.html", {"form": form, "profile": own})


@reauthentication_required
@require_http_methods(["GET", "HEAD", "POST"])
def tokens(request: HttpRequest) -> HttpResponse:
    """The tokens of somebody's programs. A new one is on this page once: no later page, and no table, has it."""
    person = _person(request)
    form = TokenForm(request.POST or None, user=person)
    made = form.make()[1] if request.method == "POST" and form.is_valid() else ""
    context = {"form": TokenForm(user=person) if made else form, "made": made, "tokens": list(person.api_tokens.all())}  # type: ignore[attr-defined]
    return render(request, "journal/account/tokens.html", context)


@login_required
@require_POST
def token_revocation(request: HttpRequest, pk: int) -> HttpResponse:
    person = _person(request)
    token = get_object_or_404(ApiToken, pk=pk, user=person)
    token.revoke(by=person)
    messages.success(request, f"The token “{token.name}” no longer works.")
    return redirect("account-tokens")


@reauthentication_required
@require_http_methods(["GET", "HEAD", "POST"])
def data(request: HttpRequest) -> HttpResponse:
    """Taking one's data along, and closing the account."""
    form = ClosingForm(request.POST or None, user=_person(request))
    if request.method == "POST" and form.is_valid():
        try:
            form.close()
        except LastOperator as error:
            form.add_error(None, str(error))
        else:
            logout(request)
            messages.success(request, "Your account is closed.")
            return redirect("account_login")
    return render(request, "journal/account/data.html", {"form": form})


@reauthentication_required
@require_safe
def download(request: HttpRequest) -> FileResponse:
    """All that is kept of somebody, as a zip: `account.json`, each entry as Markdown, and files."""
    person = _person(request)
    file = TemporaryFile()  # noqa: SIM115 - the answer closes it; many pictures are more than a small machine can hold
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        archive.writestr("account.json", json.dumps(facts_of(person), cls=DjangoJSONEncoder, indent=2))
        for path, contents in files_of(person):
            archive.writestr(path, contents)
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename="my-journal.zip", content_type="application/zip")


def _person(request: HttpRequest) -> User:
    return cast(User, request.user)

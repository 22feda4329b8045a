"""Catching a thought before it is gone: a title, a text, saved as a draft, on one screen."""

from typing import cast

from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from journal.forms.writing import CaptureForm
from journal.models import Draft


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def write(request: HttpRequest) -> HttpResponse:
    """Quick capture for authors. What is typed and not saved is the draft that the editor offers too."""
    person = cast(User, request.user)
    if not (person.is_staff and person.has_perm("journal.add_entry")):
        raise PermissionDenied
    form = CaptureForm(request.POST or None, author=person)
    if request.method == "POST" and form.is_valid():
        entry = form.save()
        return redirect(entry)
    draft = Draft.unsaved(person, None) if request.method != "POST" else None
    return render(request, "journal/write.html", {"form": form, "draft": draft})

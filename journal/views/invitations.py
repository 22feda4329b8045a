"""Coming in by an invitation."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from journal.accounts.adapter import INVITED
from journal.models import Invitation


@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Says what somebody is invited to; accepting leads to the form for an account."""
    found = Invitation.objects.signed(token)
    if found is None:
        raise Http404
    if not Invitation.objects.open().contains(found):
        return render(request, "journal/invitation_over.html", status=410)
    if request.method == "POST" and not request.user.is_authenticated:
        request.session[INVITED] = token
        request.session["account_verified_email"] = found.email or None  # allauth's name: the mail came there
        return redirect("account_signup")
    response = render(request, "journal/invitation.html", {"invitation": found})
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["Referrer-Policy"] = "strict-origin"  # the token stays here; without any origin, no form is taken
    return response

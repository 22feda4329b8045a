"""Making the first account, with the link that `bin/serve` printed."""

import logging

from allauth.account.utils import perform_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from journal.forms.first_account import FirstAccountForm
from journal.models.accounts.first_account import claim, is_link_token

logger = logging.getLogger(__name__)


@require_http_methods(["GET", "HEAD", "POST"])
def welcome(request: HttpRequest, token: str) -> HttpResponse:
    """Nothing is here for whoever does not know the token, and for nobody once there is an account."""
    if not is_link_token(token):
        raise Http404
    form = FirstAccountForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        user = form.save(commit=False)
        if not claim(user):
            raise Http404
        logger.info("The first account was made: %r", user.username)
        return perform_login(request, user, email_verification="none", redirect_url=reverse("write"))
    response = render(request, "journal/welcome.html", {"form": form})
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["Referrer-Policy"] = "strict-origin"  # the token stays here; without any origin, no form is taken
    return response

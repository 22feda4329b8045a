"""The site's addresses: the journal, and Django admin for writing in it."""

from allauth.mfa.totp.views import activate_totp
from django.conf import settings
from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import include, path

from journal.http.csp import csp_override


def favicon(request: HttpRequest) -> HttpResponse:
    """Browsers ask for it here beside pages that cannot name their icon, such as plain text."""
    return redirect(static("img/icon.svg"))


_with_data_images = settings.SECURE_CSP | {"img-src": ["'self'", "data:"]}

urlpatterns = [
    path("favicon.ico", favicon),
    path("admin/", admin.site.urls),
    # The QR code of a new authenticator is an image in its page, and nowhere else.
    path("accounts/2fa/totp/activate/", csp_override(_with_data_images)(activate_totp), name="mfa_activate_totp"),
    path("accounts/", include("allauth.urls")),
    path("", include("journal.urls")),
]

handler400 = "journal.views.errors.bad_request"
handler403 = "journal.views.errors.permission_denied"
handler404 = "journal.views.errors.page_not_found"
handler500 = "journal.views.errors.server_error"
handler429 = "journal.views.errors.too_many_requests"  # which allauth asks for

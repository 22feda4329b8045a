"""The site's addresses: the journal, and Django admin for writing in it."""

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import include, path


def favicon(request: HttpRequest) -> HttpResponse:
    """Browsers ask for it here beside pages that cannot name their icon, such as plain text."""
    return redirect(static("img/icon.svg"))


urlpatterns = [
    path("favicon.ico", favicon),
    path("admin/", admin.site.urls),
    path("", include("journal.urls")),
]

handler400 = "journal.views.errors.bad_request"
handler403 = "journal.views.errors.permission_denied"
handler404 = "journal.views.errors.page_not_found"
handler500 = "journal.views.errors.server_error"

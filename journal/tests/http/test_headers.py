"""The headers of every kind of answer."""

import pytest
from django.conf import settings as django_settings
from django.test import Client

from journal.tests.surfaces import addresses

pytestmark = pytest.mark.django_db

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; "
    "frame-src 'self'; manifest-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)


# An image is nobody's page: opened on its own, nothing in it may do anything.
ALONE = "default-src 'none'; sandbox"


def check(response):
    headers = response.headers
    is_image = headers["Content-Type"].startswith("image/")
    assert headers["Content-Security-Policy"] == (ALONE if is_image else POLICY)
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    is_poster = response.request["PATH_INFO"].endswith("/poster.png")  # drawn to be shown elsewhere
    assert headers["Cross-Origin-Resource-Policy"] == ("cross-origin" if is_poster else "same-origin")
    assert "camera=()" in headers["Permissions-Policy"]
    assert "Cache-Control" in headers
    assert "Access-Control-Allow-Origin" not in headers


def test_every_page_has_them(client, make_entry, about):
    entry = make_entry(body="```\nx\n```", tags=["a"])
    for address in [*addresses(entry), "/nothing/", "/entries/?x=%00", "/admin/", "/admin/login/", "/entries"]:
        for _ in range(2):
            check(client.get(address))


def test_the_admin_has_them(editor, signed_in):
    for address in ("/admin/", "/admin/journal/entry/", "/admin/journal/entry/add/"):
        check(signed_in(editor).get(address))


def test_answers_that_refuse_have_them(db):
    client = Client(raise_request_exception=False, enforce_csrf_checks=True)
    for response in (client.post("/"), client.post("/admin/login/"), client.get("/", headers={"host": "evil.example"})):
        assert response.status_code >= 400
        check(response)


def test_nothing_tells_what_runs_here(client, make_entry):
    make_entry()
    for address in ("/", "/nothing/"):
        response = client.get(address)
        assert "Server" not in response.headers
        assert "X-Powered-By" not in response.headers
        assert b"Django" not in response.content.split(b"<main")[0]


class TestHttps:
    @pytest.fixture(autouse=True)
    def _https(self, settings):
        settings.SECURE_SSL_REDIRECT = True
        settings.SECURE_HSTS_SECONDS = 31_536_000
        settings.SECURE_HSTS_INCLUDE_SUBDOMAINS = True
        settings.SECURE_HSTS_PRELOAD = True

    def test_http_leads_to_https(self, db):
        response = Client().get("/entries/")
        assert (response.status_code, response.headers["Location"]) == (301, "https://testserver/entries/")

    def test_the_health_check_does_not(self, db):
        assert Client().get("/health/").status_code == 200

    def test_browsers_are_told_to_stay(self, db):
        response = Client().get("/", secure=True)
        assert response.headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains; preload"


def test_the_policy_allows_nothing_inline():
    text = str(django_settings.SECURE_CSP)
    for word in ("unsafe-inline", "unsafe-eval", "*", "http:", "https:", "data:"):
        assert word not in text


def test_a_view_may_have_a_policy_of_its_own(rf):
    from django.http import HttpResponse

    from journal.http.csp import CSP, ContentSecurityPolicyMiddleware, csp_override

    @csp_override({"default-src": [CSP.SELF], "script-src": [CSP.SELF, CSP.WASM_UNSAFE_EVAL]})
    def special(request):
        return HttpResponse()

    @csp_override({})
    def without(request):
        return HttpResponse()

    header = "Content-Security-Policy"
    request = rf.get("/")
    assert ContentSecurityPolicyMiddleware(special)(request).headers[header] == (
        "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'"
    )
    assert header not in ContentSecurityPolicyMiddleware(without)(request).headers
    assert ContentSecurityPolicyMiddleware(lambda request: HttpResponse())(request).headers[header] == POLICY


def test_the_canonical_address_is_the_sites_own(client, make_entry, settings):
    settings.SITE_URL = "https://journal.example.org"
    make_entry()
    page = client.get("/entries/?kind=note").content
    assert b'<link rel="canonical" href="https://journal.example.org/entries/">' in page

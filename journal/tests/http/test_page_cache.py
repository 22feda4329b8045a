"""Whole pages are kept for visitors, and never stale."""

from datetime import timedelta

import pytest
from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern
from django.utils import timezone

import journal.urls
from journal.models import Entry, Tag
from journal.tests.surfaces import addresses

pytestmark = pytest.mark.django_db

BODY = "```python\nx\n```"


@pytest.fixture
def entry(make_entry, about):
    return make_entry(title="First", body=BODY, tags=["sql"])


def queries(client, address, **headers):
    with CaptureQueriesContext(connection) as captured:
        response = client.get(address, headers=headers)
    return len(captured), response


def test_the_second_visitor_costs_one_query_and_gets_the_same_answer(client, entry):
    for address in addresses(entry):
        if address.startswith(("/health/", "/attachments/")) or address.endswith(".png"):
            continue
        first = client.get(address)
        count, second = queries(Client(), address)
        assert count == 1, address
        assert second.content == first.content
        assert dict(second.headers) == dict(first.headers)


@pytest.mark.parametrize(
    ("change", "seen"),
    [
        (lambda entry: entry.revise(title="Changed"), "Changed"),
        (lambda entry: entry.topic.revise(title="Changed"), "Changed"),
        (lambda entry: Entry.objects.filter(pk=entry.pk).update(card_html="Changed"), "Changed"),
        (lambda entry: entry.tags.get().revise(name="Changed"), "Changed"),
        (lambda entry: entry.revise(tags=Tag.objects.named(["Changed"])), "Changed"),
    ],
)
def test_a_change_is_visible_at_the_next_request(client, entry, change, seen):
    assert seen not in client.get("/").content.decode()
    change(Entry.objects.get(pk=entry.pk))
    assert seen in client.get("/").content.decode()


def test_publishing_and_unpublishing_show_at_once(client, make_entry):
    entry = make_entry(title="Draft", published_at=None)
    assert client.get("/entries/draft/").status_code == 404
    entry.publish()
    assert client.get("/entries/draft/").status_code == 200
    entry.unpublish()
    assert client.get("/entries/draft/").status_code == 404
    assert b"Draft" not in client.get("/").content


def test_a_scheduled_entry_appears_at_its_moment_without_any_write(client, make_entry, monkeypatch):
    first, second = (timezone.now() + timedelta(hours=hours) for hours in (1, 2))
    make_entry(title="At one", published_at=first)
    make_entry(title="At two", published_at=second)
    seen = []
    for moment in (timezone.now(), first, second):
        monkeypatch.setattr(timezone, "now", lambda moment=moment: moment)
        page = client.get("/").content
        seen.append((b"At one" in page, b"At two" in page))
    assert seen == [(False, False), (True, False), (True, True)]


def test_a_page_of_someone_who_is_signed_in_is_nobody_elses(entry, author, reader, signed_in, client, make_entry):
    make_entry(title="Secret", author=author, published_at=None)
    for address in ("/", "/entries/"):
        signed_in(author).get(address)
        for other in (client, signed_in(reader)):
            response = other.get(address)
            assert b"Secret" not in response.content
            assert b"/admin/" not in response.content


def test_pages_of_people_are_private_and_not_stored(entry, author, signed_in):
    response = signed_in(author).get("/")
    assert response.headers["Cache-Control"] == "private, no-store"
    assert "Cookie" in response.headers["Vary"]


def test_pages_of_visitors_are_checked_each_time(client, entry):
    response = client.get("/")
    assert response.headers["Cache-Control"].startswith("public, max-age=0, s-maxage=60")
    assert client.get("/entries/not-there/").headers["Cache-Control"] == "no-cache"
    assert "Cookie" in response.headers["Vary"]


def test_what_sets_a_cookie_is_not_kept(client, db):
    first = client.get("/accounts/login/")
    second = Client().get("/accounts/login/")
    assert first.cookies["csrftoken"].value != second.cookies["csrftoken"].value


def test_an_authorization_header_passes_the_cache_by(client, entry):
    client.get("/")
    count, _ = queries(client, "/", authorization="Bearer x")
    assert count > 1


def test_errors_and_redirects_are_not_kept(client, entry):
    for address in ("/entries/nothing/", "/entries/?tag=nothing"):
        client.get(address)
        assert queries(client, address)[0] > 1
    client.get("/entries/?kind=nothing")
    assert client.get("/entries/?kind=nothing").status_code == 404  # what is kept is answered with 200


def test_another_host_or_query_is_another_page(client, entry, settings):
    settings.ALLOWED_HOSTS = ["a.example", "b.example"]
    pages = {client.get("/", headers={"host": host}).content for host in settings.ALLOWED_HOSTS}
    assert len(pages) == 2
    assert client.get("/", headers={"host": "evil.example"}).status_code == 400


def test_a_very_long_address_is_not_kept(client, entry):
    client.get("/search/?q=" + "a" * 600)
    assert queries(client, "/search/?q=" + "a" * 600)[0] > 1


def test_what_a_page_does_not_read_of_the_address_changes_nothing(client, entry):
    for address in addresses(entry):
        if address.startswith(("/health/", "/attachments/", "/api/", "/accounts/")) or address.endswith(".png"):
            continue
        first = client.get(address)
        sign = "&" if "?" in address else "?"
        count, second = queries(Client(), f"{address}{sign}utm_source=x&q2=%C3%A9")
        assert count == 1, address
        assert second.content == first.content
    for malformed in ("/?x=%00", "/?x=%ff", "/?" + "x" * 40_000):
        assert client.get(malformed).status_code == 400


def test_every_page_says_what_it_reads_of_the_address():
    personal = ("write", "welcome", "account", "invitation", "attachment", "health")
    silent = {
        pattern.name
        for pattern in journal.urls.urlpatterns
        if isinstance(pattern, URLPattern) and not hasattr(pattern.callback, "reads")
    }
    assert {name for name in silent if not name.startswith(personal)} == set()


def test_searches_are_kept_apart_from_pages(client, entry):
    client.get("/search/?q=first")
    assert queries(Client(), "/search/?q=first")[0] == 1
    caches["searches"].clear()
    assert queries(Client(), "/search/?q=first")[0] > 1


class TestConditional:
    def test_what_has_not_changed_is_not_sent_again(self, client, entry):
        for address in addresses(entry):
            if address == "/health/":
                continue
            etag = client.get(address).headers["ETag"]
            for _ in range(2):
                response = client.get(address, headers={"if-none-match": etag})
                assert response.status_code == 304, address
                assert response.content == b""

    def test_also_for_people_who_are_signed_in(self, entry, author, signed_in):
        client = signed_in(author)
        etag = client.get("/topics/").headers["ETag"]
        assert client.get("/topics/", headers={"if-none-match": etag}).status_code == 304

    def test_what_has_changed_is(self, client, entry):
        etag = client.get("/").headers["ETag"]
        entry.revise(title="Changed")
        response = client.get("/", headers={"if-none-match": etag})
        assert response.status_code == 200
        assert response.headers["ETag"] != etag

    def test_a_change_elsewhere_leaves_the_etag(self, client, entry, make_entry):
        etag = client.get("/entries/first/").headers["ETag"]
        make_entry(topic=entry.stage)
        assert client.get("/entries/first/", headers={"if-none-match": etag}).status_code == 304

    def test_compressed_and_plain_are_kept_apart(self, client, entry):
        import gzip

        for _ in range(2):
            plain = client.get("/entries/first/")
            packed = client.get("/entries/first/", headers={"accept-encoding": "gzip"})
            assert packed.headers["Content-Encoding"] == "gzip"
            assert gzip.decompress(packed.content) == plain.content
            assert "Content-Encoding" not in plain.headers
            assert "Accept-Encoding" in packed.headers["Vary"]

    def test_what_has_not_changed_is_not_made_again(self, client, entry):
        """Also where the page itself is no longer kept, or never was."""
        for address in addresses(entry):
            if address.startswith(("/health/", "/attachments/", "/api/v1/search/")) or address.endswith(".png"):
                continue
            first = client.get(address)
            # Compressed, the page is another one, which is not kept yet; what is known of it is the same.
            asked = {"if-none-match": first.headers["ETag"], "accept-encoding": "gzip"}
            count, response = queries(client, address, **asked)
            assert (count, response.status_code) == (1, 304), address
            assert response.headers["Cache-Control"] == first.headers["Cache-Control"]
            assert ("Cookie" in first.headers.get("Vary", "")) == ("Cookie" in response.headers.get("Vary", ""))

    def test_another_etag_gets_the_page(self, client, entry):
        client.get("/")
        caches["pages"].clear()
        response = client.get("/", headers={"if-none-match": '"another"'})
        assert response.status_code == 200
        assert b"First" in response.content

    def test_nobody_who_is_signed_in_gets_a_visitors_answer(self, entry, author, signed_in, client):
        etag = client.get("/").headers["ETag"]
        assert signed_in(author).get("/", headers={"if-none-match": etag}).status_code == 200

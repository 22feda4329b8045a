"""Who may see what, on every page there is."""

import re

import pytest
from django.urls import URLPattern

from journal import urls
from journal.models import Entry, Tag
from journal.tests.surfaces import CLOSED, REDIRECTS, SURFACES, addresses

pytestmark = pytest.mark.django_db

BODY = "Open text.\n\n```python\nprint(1)\n```\n"


@pytest.fixture
def open_entry(make_entry, about):
    return make_entry(title="Open", body=BODY, tags=["open-tag"])


def test_every_address_is_in_the_list():
    named = {pattern.name for pattern in urls.urlpatterns if isinstance(pattern, URLPattern)}
    assert named | {"api-reference"} == set(SURFACES) | CLOSED | REDIRECTS  # the API's other ones have their own list


@pytest.mark.parametrize("who", ["visitor", "reader", "mentor", "author", "editor"])
def test_everyone_can_open_every_public_page(open_entry, cast, signed_in, who):
    client = signed_in(cast[who])
    for address in addresses(open_entry):
        assert client.get(address).status_code == 200, address
        assert client.head(address).status_code == 200, address


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_no_page_can_be_written_to(open_entry, client, method):
    for address in addresses(open_entry):
        assert getattr(client, method)(address).status_code == 405, address


@pytest.mark.parametrize("who", ["visitor", "reader", "mentor"])
def test_no_page_tells_a_stranger_of_anything_hidden(open_entry, hidden_entries, cast, signed_in, who):
    client = signed_in(cast[who])
    for address in addresses(open_entry):
        assert b"secret" not in client.get(address).content.lower(), address


@pytest.mark.parametrize("hidden", ["draft", "scheduled", "private"])
def test_hidden_entries_do_not_exist_for_strangers(hidden_entries, make_entry, cast, signed_in, hidden):
    entry = hidden_entries[hidden]
    snippet = entry.snippets.get()
    wanted = [
        f"/entries/{entry.slug}/",
        f"/entries/{entry.slug}.md",
        f"/snippets/{snippet.pk}/",
        f"/snippets/{snippet.pk}/raw/",
        "/tags/secret-tag/",
    ]
    for who in ("visitor", "reader"):
        client = signed_in(cast[who])
        nothing = client.get("/entries/there-is-no-such-entry/")
        for address in wanted:
            response = client.get(address)
            assert response.status_code == 404, address
            assert response.content == nothing.content


@pytest.mark.parametrize("who", ["author", "editor"])
@pytest.mark.parametrize("hidden", ["draft", "scheduled", "private"])
def test_hidden_entries_open_for_those_who_may_edit_them(hidden_entries, cast, signed_in, who, hidden):
    entry = hidden_entries[hidden]
    client = signed_in(cast[who])
    response = client.get(f"/entries/{entry.slug}/")
    assert response.status_code == 200
    assert hidden.encode() in response.content
    assert b"noindex" in response.content
    assert f"/admin/journal/entry/{entry.pk}/change/".encode() in response.content
    assert client.get(f"/entries/{entry.slug}.md").content.decode() == entry.body
    assert client.get(f"/snippets/{entry.snippets.get().pk}/raw/").content == b"secret code"


def without_nonces(content):
    return re.sub(rb"csrfmiddlewaretoken[^>]*", b"", content)


def test_hidden_entries_leave_every_page_as_it_was_byte_for_byte(open_entry, make_entry, author, client):
    """Not a count, not an option in a filter, not an ETag may tell of them."""
    from datetime import timedelta

    from django.utils import timezone

    Tag.objects.named(["open-tag"])
    before = {address: client.get(address) for address in addresses(open_entry)}
    later = timezone.now() + timedelta(days=1)
    secret = {"body": BODY + "[[open]]\n\n```klingon\nx\n```", "author": author, "kind": "bug"}
    make_entry(published_at=None, tags=["open-tag", "secret"], **secret)
    make_entry(published_at=later, tags=["open-tag", "secret"], **secret)
    make_entry(visibility="private", tags=["open-tag", "secret"], **secret)
    make_entry(visibility="unlisted", tags=["open-tag", "secret"], **secret)
    for address, response in before.items():
        again = client.get(address)
        assert without_nonces(again.content) == without_nonces(response.content), address
        assert again.headers.get("ETag") == response.headers.get("ETag"), address


def test_an_unlisted_entry_opens_by_its_address_only(open_entry, make_entry, client):
    entry = make_entry(title="By address", visibility="unlisted", body=BODY, tags=["open-tag"])
    response = client.get(f"/entries/{entry.slug}/")
    assert response.status_code == 200
    assert b'content="noindex"' in response.content
    snippet = entry.snippets.get()
    assert client.get(f"/snippets/{snippet.pk}/").status_code == 404, "numbers can be counted up"
    assert 'href="#code-1"' in response.text
    for address in addresses(open_entry):
        assert b"By address" not in client.get(address).content, address
    assert f"/snippets/{snippet.pk}/" in entry.revise(visibility="public").html


def test_unpublishing_hides_at_once(open_entry, client):
    assert client.get("/entries/open/").status_code == 200
    open_entry.unpublish()
    assert client.get("/entries/open/").status_code == 404
    assert b"Open" not in client.get("/entries/").content


def test_a_new_address_redirects_and_stays_as_hidden_as_before(open_entry, make_entry, client):
    open_entry.revise(slug="new")
    assert client.get("/entries/open/").headers["Location"] == "/entries/new/"
    assert client.get("/entries/open.md").headers["Location"] == "/entries/new.md"
    assert client.get("/entries/open/").status_code == 301


def test_a_former_address_of_a_hidden_entry_tells_nothing(make_entry, client):
    make_entry(slug="former", published_at=None).revise(slug="secret-new-name")
    response = client.get("/entries/former/")
    assert response.status_code == 404
    assert b"secret" not in response.content


def test_a_former_address_of_a_tag_that_only_drafts_have_tells_nothing(make_entry, client):
    entry = make_entry(tags=["innocent"], published_at=None)
    entry.tags.get().revise(slug="secret-customer")
    response = client.get("/tags/innocent/")
    assert response.status_code == 404
    assert "Location" not in response.headers


def test_readers_cannot_enter_the_admin(cast, signed_in):
    for who in ("visitor", "reader"):
        assert signed_in(cast[who]).get("/admin/").status_code == 302


def test_the_way_to_write_is_shown_to_staff_only(open_entry, cast, signed_in):
    for who, shown in (("visitor", False), ("reader", False), ("author", True), ("editor", True)):
        assert (b'href="/write/"' in signed_in(cast[who]).get("/").content) == shown


def test_drafts_are_listed_for_those_who_may_edit_them(open_entry, hidden_entries, cast, signed_in):
    for who in ("author", "editor"):
        content = signed_in(cast[who]).get("/entries/").content.decode()
        assert "secret draft" in content
        assert "secret scheduled" in content
    assert Entry.objects.count() == 4


def test_a_mentor_finds_what_is_shared_with_mentors(make_entry, author, mentor, reader, signed_in):
    entry = make_entry(title="Please look", author=author, published_at=None, visibility="mentors")
    assert entry.get_absolute_url() in signed_in(mentor).get("/entries/").text
    assert entry.get_absolute_url() not in signed_in(reader).get("/entries/").text


def test_a_tag_of_ones_own_draft_is_a_page_for_oneself(make_entry, author, signed_in, client):
    make_entry(author=author, published_at=None, tags=["new-tag"])
    assert "Nothing published is here yet" in signed_in(author).get("/tags/new-tag/").text
    assert client.get("/tags/new-tag/").status_code == 404

"""Links between entries, as readers find them: none leads to a page that is not there."""

import pytest

pytestmark = pytest.mark.django_db


def test_a_link_to_nothing_is_none_until_there_is_something(client, make_entry):
    make_entry(title="Here", body="See [[there]] and [[here]].")
    page = client.get("/entries/here/").content.decode()
    assert 'href="/entries/there/"' not in page
    assert 'aria-disabled="true" title="Nothing is there yet">there</a>' in page
    assert '<a href="/entries/here/">' in page
    make_entry(title="There")
    assert '<a href="/entries/there/">there</a>' in client.get("/entries/here/").content.decode()


@pytest.mark.parametrize("hidden", [{"visibility": "private"}, {"published_at": None}, {"visibility": "mentors"}])
def test_a_link_to_what_one_may_not_open_looks_as_one_to_nothing(client, make_entry, author, signed_in, hidden):
    make_entry(title="Here", body="See [[there]].")
    before = client.get("/entries/here/").content
    make_entry(title="There", author=author, **hidden)
    assert client.get("/entries/here/").content == before
    assert b'<a href="/entries/there/">there</a>' in signed_in(author).get("/entries/here/").content


def test_a_link_to_what_is_unlisted_or_renamed_leads_on(client, make_entry):
    make_entry(title="Here", body="See [[there]] and [[former]].")
    make_entry(title="There", visibility="unlisted")
    make_entry(title="Former", slug="former").revise(slug="present")
    page = client.get("/entries/here/").content.decode()
    assert "missing" not in page


def test_a_link_to_what_is_thrown_away_leads_nowhere(client, make_entry, author):
    from journal.models import TrashedEntry

    make_entry(title="Here", body="See [[there]].")
    TrashedEntry.put(make_entry(title="There", author=author), by=author)
    assert 'href="/entries/there/"' not in client.get("/entries/here/").content.decode()

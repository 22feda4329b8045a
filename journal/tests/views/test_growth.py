"""No page asks the database more when there is more to show."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from journal.models import Topic
from journal.tests.surfaces import addresses

pytestmark = pytest.mark.django_db

BODY = "Text with [[entry-1]].\n\n```python\nx\n```\n\n```sql\ny\n```"

# The page cache's question for the edition is one of them.
MOST = {
    "/": 6,
    "/entries/": 7,
    "/topics/": 6,
    "/topics/the-orm/": 7,
    "/topics/django/": 7,
    "/snippets/": 6,
    "/tags/": 6,
    "/about/": 4,
    "/sitemap.xml": 7,
    "/health/": 1,
    "/search/": 10,
}


def queries(client, address):
    from django.core.cache import caches

    client.get(address)  # what is kept for an edition is there
    caches["pages"].clear()
    caches["searches"].clear()
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


@pytest.mark.parametrize("who", ["visitor", "reader", "author", "editor"])
def test_queries_do_not_grow(make_entry, topic, about, cast, signed_in, who):
    client = signed_in(cast[who])

    def grow(count):
        for number in range(count):
            own = Topic(title=f"Topic {number}", parent=topic.parent).revise() if number % 5 == 0 else topic
            make_entry(body=BODY, tags=["open", f"tag {number}"], topic=own, author=cast["author"])

    first = make_entry(body=BODY, tags=["open"])
    grow(25)
    few = {address: queries(client, address) for address in addresses(first)}
    grow(25)
    many = {address: queries(client, address) for address in addresses(first)}
    assert many == few


def test_visitors_cost_few_queries(make_entry, about, client):
    entry = make_entry(body=BODY, tags=["open"])
    for address in addresses(entry):
        path = address.partition("?")[0]
        limit = next((most for prefix, most in MOST.items() if path == prefix), 6)
        assert queries(client, address) <= limit, address
    assert queries(client, f"/entries/{entry.slug}/") <= 4


def test_an_entry_page_does_not_read_the_markdown(make_entry, client):
    entry = make_entry(body="the source itself")
    with CaptureQueriesContext(connection) as captured:
        client.get(f"/entries/{entry.slug}/")
    assert not [query for query in captured if '"journal_entry"."body"' in query["sql"]]


def test_nothing_is_rendered_on_a_read(make_entry, client, monkeypatch):
    from journal.models.entries import entry
    from journal.models.entries import projections as projecting

    written = make_entry(body=BODY, tags=["open"])

    def refuse(*args):
        raise AssertionError("rendered on a read")

    monkeypatch.setattr(entry, "render", refuse)
    monkeypatch.setattr(projecting, "render_to_string", refuse)
    for address in addresses(written):
        client.get(address)

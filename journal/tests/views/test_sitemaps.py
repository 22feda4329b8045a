"""What search engines and link previews are told."""

import json
import re
from xml.etree import ElementTree

import pytest

from journal.views import sitemaps

pytestmark = pytest.mark.django_db
NAMESPACE = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


@pytest.fixture
def small(monkeypatch):
    """However many keys other tests have used up."""
    monkeypatch.setattr(sitemaps, "SIZE", 10**12)


def located(client, path="/sitemap.xml"):
    """(address without the host, when it changed) of each row."""
    root = ElementTree.fromstring(client.get(path).content)
    found = [(row.findtext(f"{NAMESPACE}loc"), row.findtext(f"{NAMESPACE}lastmod")) for row in root]
    return {address.removeprefix("http://testserver"): moment for address, moment in found}


def test_every_public_page_is_in_it(client, make_entry, small):
    entry = make_entry(tags=["sql"])
    found = located(client)
    assert {"/", "/entries/", "/topics/", "/about/", "/topics/the-orm/", "/tags/sql/"} <= set(found)
    assert found[f"/entries/{entry.slug}/"] == entry.updated_at.isoformat()


def test_nothing_hidden_is_in_it(client, make_entry, hidden_entries, small):
    make_entry(title="secret unlisted", visibility="unlisted")
    assert "secret" not in " ".join(located(client))


def test_what_is_too_much_for_one_is_split(client, make_entry, monkeypatch):
    monkeypatch.setattr(sitemaps, "SIZE", 10)
    entries = [make_entry() for _ in range(12)]
    last = entries[-1].pk // 10 + 1
    assert list(located(client)) == [f"/sitemap-{number}.xml" for number in range(last + 1)]
    parts = [located(client, path) for path in located(client)]
    assert max(map(len, parts[1:])) <= 10
    assert {f"/entries/{entry.slug}/" for entry in entries} <= {path for part in parts for path in part}
    assert client.get(f"/sitemap-{last + 1}.xml").status_code == 404


def test_it_costs_as_much_with_more(client, make_entry, small, django_assert_num_queries):
    make_entry()
    client.get("/sitemap.xml")
    for count in (1, 5):
        for _ in range(count):
            make_entry()
        with django_assert_num_queries(7):
            located(client)


def test_robots_are_told_what_is_not_for_them(client):
    text = client.get("/robots.txt").content.decode()
    assert "Disallow: /admin/" in text
    assert "Sitemap: http://testserver/sitemap.xml" in text


def linked_data(page):
    text = re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)[1]
    return json.loads(text)["@graph"]


def test_an_entry_says_what_it_is(client, make_entry):
    entry = make_entry(title='Sets </script> & "bags"', summary="In <b>short</b>.")
    page = client.get(f"/entries/{entry.slug}/").content.decode()
    article, trail = linked_data(page)
    assert article["headline"] == 'Sets </script> & "bags"'
    assert article["datePublished"] == entry.published_at.isoformat()
    assert article["url"] == f"http://testserver/entries/{entry.slug}/"
    assert [step["name"] for step in trail["itemListElement"]] == ["Roadmap", "The ORM", entry.title]
    assert '<meta property="og:title" content="Sets &lt;/script&gt; &amp; &quot;bags&quot;">' in page
    assert 'property="og:description" content="In &lt;b&gt;short&lt;/b&gt;."' in page
    assert f'<link rel="canonical" href="http://testserver/entries/{entry.slug}/">' in page
    assert f'<link rel="alternate" type="text/markdown" href="/entries/{entry.slug}.md">' in page


def test_a_draft_has_no_date_to_tell(signed_in, author, make_entry):
    entry = make_entry(author=author, published_at=None)
    page = signed_in(author).get(f"/entries/{entry.slug}/").content.decode()
    assert "application/ld+json" not in page
    assert 'name="robots" content="noindex"' in page

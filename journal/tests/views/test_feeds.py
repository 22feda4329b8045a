"""Following the journal."""

import json
from datetime import UTC, datetime
from xml.etree import ElementTree

import pytest

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"


def atom(client, query=""):
    response = client.get(f"/feed.atom{query}")
    assert response.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
    return ElementTree.fromstring(response.content)


def json_feed(client, query=""):
    response = client.get(f"/feed.json{query}")
    assert response.headers["Content-Type"] == "application/feed+json"
    return json.loads(response.content)


def titles(client, query=""):
    """The same in both, newest first."""
    found = [entry.findtext(f"{ATOM}title") for entry in atom(client, query).findall(f"{ATOM}entry")]
    assert [item["title"] for item in json_feed(client, query)["items"]] == found
    return found


def test_the_newest_entries_in_full(client, make_entry):
    entry = make_entry(
        title="Sets & <bags>",
        summary="In short.",
        body="See [[other]], [below](#end) and ![a](/attachments/x.png).\n\n```python\n1 < 2\n```\n\n# End\n\nx",
    )
    feed = atom(client)
    found = feed.find(f"{ATOM}entry")
    assert found.findtext(f"{ATOM}title") == "Sets & <bags>"
    assert found.findtext(f"{ATOM}summary") == "In short."
    content = found.findtext(f"{ATOM}content")
    assert 'href="http://testserver/entries/other/"' in content
    assert f'href="http://testserver/entries/{entry.slug}/#h-end"' in content
    assert 'src="http://testserver/attachments/x.png"' in content
    item = json_feed(client)["items"][0]
    assert item["content_html"] == content
    assert item["url"] == found.find(f"{ATOM}link").get("href") == f"http://testserver/entries/{entry.slug}/"
    assert item["id"] == found.findtext(f"{ATOM}id")


def test_it_has_what_the_formats_ask_for(client, make_entry):
    make_entry()
    feed = atom(client)
    for name in ("id", "title", "updated"):
        assert feed.findtext(f"{ATOM}{name}")
        assert feed.find(f"{ATOM}entry").findtext(f"{ATOM}{name}")
    assert {link.get("rel") for link in feed.findall(f"{ATOM}link")} == {"alternate", "self"}
    assert feed.find(f"{ATOM}entry").findtext(f"{ATOM}author/{ATOM}name")
    document = json_feed(client)
    assert document["version"] == "https://jsonfeed.org/version/1.1"
    assert document["feed_url"] == "http://testserver/feed.json"


def test_twenty_newest_first(client, make_entry):
    made = [make_entry().title for _ in range(23)]
    assert titles(client) == made[:20]


@pytest.mark.parametrize("query", ["?kind=bug", "?tag=sql", "?topic=django", "?kind=bug&tag=sql"])
def test_what_a_list_chooses_can_be_followed(client, make_entry, query):
    make_entry(title="Chosen", kind="bug", tags=["sql"])
    expected = ["Chosen"] if "topic" not in query else ["Chosen", "Other"]
    make_entry(title="Other")
    assert titles(client, query) == expected
    assert query.lstrip("?") in json_feed(client, query)["feed_url"]


@pytest.mark.parametrize("query", ["?kind=poem", "?tag=nothing", "?topic=nothing", "?year=x"])
def test_what_is_not_there_cannot_be_followed(client, make_entry, query):
    make_entry()
    assert client.get(f"/feed.atom{query}").status_code == 404


def test_nothing_hidden_is_in_it(cast, signed_in, make_entry, hidden_entries):
    make_entry(title="Open")
    make_entry(title="secret unlisted", visibility="unlisted")
    for person in cast.values():
        client = signed_in(person)
        assert titles(client) == ["Open"]
        assert b"secret" not in client.get("/feed.atom").content + client.get("/feed.json").content


def test_an_identifier_stays_and_the_date_moves(client, make_entry):
    entry = make_entry(created_at=datetime(2026, 1, 1, tzinfo=UTC))
    before = json_feed(client)["items"][0]
    entry.revise(title="Another", slug="another", note="A mistake.", is_notable=True)
    after = json_feed(client)["items"][0]
    assert after["id"] == before["id"]
    assert after["date_published"] == before["date_published"]
    assert after["date_modified"] > before["date_modified"]


def test_it_changed_no_earlier_than_it_appeared(client, make_entry):
    entry = make_entry()
    type(entry).objects.filter(pk=entry.pk).update(updated_at=datetime(2000, 1, 1, tzinfo=UTC))
    item = json_feed(client)["items"][0]
    assert item["date_modified"] == item["date_published"]


def test_what_no_xml_may_hold_is_left_out(client, make_entry):
    make_entry(title="A\x0bB", body="C\x1fD \ufffe", summary="E\x08F")
    assert atom(client).find(f"{ATOM}entry").findtext(f"{ATOM}title") == "AB"


def test_it_is_not_sent_again_before_it_changes(client, make_entry):
    entry = make_entry()
    for address in ("/feed.atom", "/feed.json"):
        tag = client.get(address).headers["ETag"]
        assert client.get(address, headers={"if-none-match": tag}).status_code == 304
        entry.revise(body=f"{address} changed")
        assert client.get(address, headers={"if-none-match": tag}).status_code == 200


def test_pages_lead_to_it(client, make_entry):
    make_entry()
    assert b'type="application/atom+xml"' in client.get("/").content


def test_an_empty_journal_has_a_feed(client):
    assert titles(client) == []


def test_a_reader_takes_in_every_topic_at_once(client, topic):
    topic.revise(title='Sets & "bags"')
    root = ElementTree.fromstring(client.get("/feeds.opml").content)
    found = {outline.get("text"): outline.get("xmlUrl") for outline in root.iter("outline")}
    assert found['Sets & "bags"'] == f"http://testserver/feed.atom?topic={topic.slug}"
    for address in found.values():
        assert client.get(address).status_code == 200


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # of the reader's own code
def test_a_strict_reader_of_atom_has_nothing_to_forgive(client, make_entry, hidden_entries):
    import feedparser

    body = "Words & <b>more</b> ]]> \u202e é 数据 🎉\n\n```python\nprint('<&>')\n```\n\n[a](/topics/) [[entry-1]]"
    for number in range(3):
        make_entry(title=f"{number} & <i>one</i> \x0b", body=body, tags=["a & b"])
    response = client.get("/feed.atom")
    found = feedparser.parse(response.content, response_headers={"content-type": response.headers["Content-Type"]})
    assert not found.bozo
    assert found.version == "atom10"
    assert len(found.entries) == 3
    for entry in found.entries:
        assert entry.id.startswith("urn:uuid:")
        assert entry.link.startswith("http://testserver/entries/")
        assert entry.updated_parsed
        assert 'href="/' not in entry.content[0].value

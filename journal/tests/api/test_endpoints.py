"""What every endpoint has in common."""

import pytest
from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from journal.tests.api.answers import problem

pytestmark = pytest.mark.django_db


def test_no_form_s_protection_stands_before_what_is_not_there():
    client = Client(enforce_csrf_checks=True)
    problem(client.post("/api/v1/entries", "{}", content_type="application/json"), 404)
    assert client.post("/api/v1/docs/", "{}", content_type="application/json").status_code == 405


def test_pages_of_a_list_are_at_the_site_s_own_address(client, settings, make_entry):
    settings.SITE_URL = "https://journal.example.org"
    make_entry()
    make_entry()
    following = client.get("/api/v1/entries/?limit=1", headers={"host": "127.0.0.1"}).json()["next"]
    assert following.startswith("https://journal.example.org/api/v1/entries/?")


ENTRIES = "/api/v1/entries/"


def test_nothing_is_below_an_unknown_address(client):
    for path in ("nothing/", "entries/a/b/c/", "entries", "snippets/x/"):
        problem(client.get(f"/api/v1/{path}"), 404)
    problem(client.put("/api/v1/entries/"), 401)


def test_methods_that_there_are_not(program, author):
    answer = program(author).send("put", "entries/", {})
    problem(answer, 405)
    assert answer.headers["Allow"] == "GET, POST, HEAD, OPTIONS"


def test_too_much_is_refused_with_when_to_come_back(client, settings, make_entry, monkeypatch):
    settings.API_LIMITS = {"reads": 3, "writes": 1}
    monkeypatch.setattr("journal.api.counting.time", lambda: 1_800_000_000.0)
    caches["throttles"].clear()
    answers = [client.get(f"{ENTRIES}?limit={number}") for number in range(1, 6)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429, 429]
    assert 0 < int(answers[-1].headers["Retry-After"]) <= 61
    caches["throttles"].clear()


def test_wrong_tokens_are_counted(client, db):
    caches["throttles"].clear()
    answers = [client.get(ENTRIES, headers={"authorization": f"Bearer bc_{number}"}) for number in range(62)]
    assert (answers[0].status_code, answers[-1].status_code) == (401, 429)
    assert int(answers[-1].headers["Retry-After"]) > 0
    caches["throttles"].clear()


def test_a_shared_cache_tells_tokens_apart(client, make_entry):
    assert "Authorization" in client.get(ENTRIES).headers["Vary"]
    assert client.get(f"{ENTRIES}?cursor=1-{2**64}").status_code == 400


def test_no_other_site_may_read_it_in_a_browser(client, make_entry):
    answer = client.get(ENTRIES, headers={"origin": "https://elsewhere.example"})
    assert "Access-Control-Allow-Origin" not in answer.headers


def test_other_sites_may_read_what_is_public_where_the_operator_lets_them(client, make_entry, settings):
    settings.API_CORS = True
    make_entry()
    assert client.get(f"{ENTRIES}?limit=7").headers["Access-Control-Allow-Origin"] == "*"
    preflight = {"access-control-request-method": "GET", "access-control-request-headers": "authorization"}
    answer = client.options(ENTRIES, headers={"origin": "https://elsewhere.example", **preflight})
    assert "Access-Control-Allow-Origin" not in answer.headers, "not with a token"
    assert "Access-Control-Allow-Origin" not in client.get("/entries/").headers


@pytest.mark.parametrize(
    "path",
    [
        "",
        "me/",
        "topics/",
        "topics/the-orm/",
        "tags/",
        "snippets/",
        "search/?q=text",
        "changes/",
        "attachments/",
        "entries/?state=draft",
        "entries/one/",
        "entries/one/revisions/",
        "entries/one/?expand=topic,tags,snippets",
    ],
)
def test_no_endpoint_asks_more_of_a_larger_journal(program, author, make_entry, path):
    def count():
        client = program(author)
        client.get(f"/api/v1/{path}")
        with CaptureQueriesContext(connection) as queries:
            assert client.get(f"/api/v1/{path}").status_code == 200
        return len(queries)

    make_entry(slug="one", author=author, tags=["a"], body="text\n\n```python\nx\n```")
    for number in range(5):  # so many that a search has facets
        make_entry(author=author, tags=["a", f"s{number}"], body="text\n\n```python\nx\n```")
    few = count()
    for number in range(6):
        make_entry(author=author, tags=["a", f"t{number}"], body="text\n\n```python\nx\n```")
    assert count() == few


def test_of_a_parameter_that_is_there_twice_the_last_counts(client, program, author, make_entry):
    for _ in range(3):
        make_entry(author=author)
    assert len(client.get(f"{ENTRIES}?limit=1&limit=2").json()["results"]) == 2
    sent = b'{"title": "First", "title": "Second", "topic": "the-orm"}'
    answer = program(author).generic("POST", ENTRIES, sent, "application/json")
    assert answer.json()["title"] == "Second"

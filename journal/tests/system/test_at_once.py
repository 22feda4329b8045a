"""Several programs at the same moment: each is told what became of what it asked, and never that the site broke."""

import json
import threading
import time
import urllib.error
import urllib.request
import uuid

import psycopg
import pytest

from journal.tests.api.live import tokens
from journal.tests.processes import begun, serving
from journal.tests.servers import Postgres

pytestmark = pytest.mark.xdist_group("conformance")


@pytest.fixture(scope="module")
def postgres():
    server = Postgres()
    yield server.url
    server.stop()


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def ask(request, tmp_path_factory):
    """`ask(method, path, data)` gives the status and the body of the answer."""
    data = tmp_path_factory.mktemp("data")
    begun(data)
    environment = {"API_WRITES": "1000000", "API_READS": "1000000"}
    if request.param == "postgresql":
        environment["DATABASE_URL"] = request.getfixturevalue("postgres")
    with serving(data, **environment) as (address, _):
        token = tokens(data, **environment)["author"]

        def act(method, path, sent=None):
            headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
            body = None if sent is None else json.dumps(sent).encode()
            asked = urllib.request.Request(f"{address}/api/v1/{path}", body, headers, method=method)
            try:
                with urllib.request.urlopen(asked, timeout=60) as answer:
                    return answer.status, json.loads(answer.read() or b"{}")
            except urllib.error.HTTPError as error:
                return error.code, json.loads(error.read())

        yield act


def at_once(*acts):
    """What each answered, in their order."""
    answers, gate = [None] * len(acts), threading.Barrier(len(acts))

    def run(number, act):
        gate.wait()
        answers[number] = act()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def statuses(answers):
    return sorted(status for status, _ in answers)


def new(**fields):
    return {"title": "Ravens", "topic": "decorators", **fields}


def test_the_same_title_gets_addresses_of_its_own(ask):
    answers = at_once(*[lambda: ask("POST", "entries/", new())] * 8)
    assert statuses(answers) == [201] * 8
    assert len({entry["slug"] for _, entry in answers}) == 8


def test_the_same_address_is_had_by_one(ask):
    sent = new(slug=f"one-{uuid.uuid4()}")
    assert statuses(at_once(*[lambda: ask("POST", "entries/", sent)] * 8)) == [201] + [400] * 7


def test_the_same_key_is_one_entry(ask):
    sent = new(key=str(uuid.uuid4()))
    answers = at_once(*[lambda: ask("POST", "entries/", sent)] * 8)
    assert statuses(answers) == [200] * 7 + [201]
    assert len({entry["id"] for _, entry in answers}) == 1


def test_two_that_send_the_same_many(ask):
    sent = {"entries": [new(key=str(uuid.uuid4()), tags=[f"tag{number}"]) for number in range(5)]}
    assert set(statuses(at_once(*[lambda: ask("POST", "bulk/", sent)] * 4))) <= {200, 409}
    assert len(ask("GET", "entries/?state=draft&limit=100&fields=key")[1]["results"]) >= 5


@pytest.mark.parametrize("_", range(6))
def test_everything_at_once_on_one_entry(ask, _):
    path = f"entries/{ask('POST', 'entries/', new())[1]['slug']}/"
    answers = at_once(
        lambda: ask("PATCH", path, {"body": "b", "version": 1}),
        lambda: ask("PATCH", path, {"slug": f"x-{uuid.uuid4()}", "version": 1}),
        lambda: ask("PUT", f"{path}publication/", {}),
        lambda: ask("DELETE", f"{path}publication/"),
        lambda: ask("DELETE", path),
        lambda: ask("GET", path),
    )
    assert set(statuses(answers)) <= {200, 204, 404, 409}, answers


def many(count):
    return [
        {
            "key": str(uuid.uuid4()),
            "title": f"Owls {n}",
            "topic": "decorators",
            "body": f"[[owls-{n + 1}]]\n\n```\nx{n}\n```",
            "tags": ["owl", f"t{n}"],
        }
        for n in range(count)
    ]


def test_many_entries_at_once_keep_nobody_waiting(ask):
    """Of two bulks that make the same tags and addresses, and others who save one entry, all are answered."""
    bulks = [lambda: ask("POST", "bulk/", {"entries": many(60)}) for _ in range(2)]
    singles = [lambda: ask("POST", "entries/", new(tags=["owl", "t7"])) for _ in range(6)]
    answers = at_once(*bulks, *singles)
    assert [status for status, _ in answers] == [200, 200, *[201] * 6]
    slugs = [entry["slug"] for _, answer in answers[:2] for entry in answer["entries"]]
    assert len(set(slugs)) == 120


@pytest.mark.parametrize("ask", ["postgresql"], indirect=True)
def test_nothing_waits_without_an_end(ask, postgres):
    """Somebody holds the row that every change needs, and never lets go."""
    with psycopg.connect(postgres) as holder:
        holder.execute("SELECT * FROM journal_edition FOR UPDATE")
        started = time.monotonic()
        answers = at_once(*[lambda: ask("POST", "entries/", new())] * 2, *[lambda: ask("GET", "entries/")] * 4)
        assert [status for status, _ in answers] == [503, 503, 200, 200, 200, 200]
        assert time.monotonic() - started < 15
    assert ask("POST", "entries/", new())[0] == 201

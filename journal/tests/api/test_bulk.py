"""/bulk/: many entries at once."""

import uuid

import pytest

from journal.models import Entry, Tag
from journal.tests.api.answers import problem
from journal.text.renderer import render

pytestmark = pytest.mark.django_db


def items(count):
    return [{"key": str(uuid.uuid4()), "title": f"Number {n}", "topic": "the-orm", "body": "x"} for n in range(count)]


def test_new_and_changed(program, author, topic):
    sent = items(3)
    client = program(author)
    first = client.send("post", "bulk/", {"entries": sent})
    assert [entry["key"] for entry in first.json()["entries"]] == [item["key"] for item in sent]
    sent[1] |= {"body": "y", "version": 1, "tags": ["t"]}
    sent[0]["version"] = sent[2]["version"] = 1
    again = client.send("post", "bulk/", {"entries": sent}).json()["entries"]
    assert [entry["version"] for entry in again] == [2, 2, 2]
    assert list(Entry.objects.order_by("pk").values_list("body", flat=True)) == ["x", "y", "x"]
    assert Tag.objects.count() == 1


def test_all_or_nothing_with_an_error_for_each(program, author, editor, topic):
    sent = items(4)
    theirs = Entry(author=editor, topic=topic, key=uuid.UUID(sent[1]["key"])).revise(title="Theirs")
    client = program(author)
    sent[2]["title"] = ""
    body = problem(client.send("post", "bulk/", {"entries": sent}), 400)
    assert body["errors"][0]["pointer"] == "/entries/2/title"
    sent[2]["title"] = "Two"
    body = problem(client.send("post", "bulk/", {"entries": sent}), 400)
    assert [error["pointer"] for error in body["errors"]] == ["/entries/1"]
    assert list(Entry.objects.all()) == [theirs]


def test_a_stale_one_stops_all(program, author, topic):
    sent = items(2)
    client = program(author)
    client.send("post", "bulk/", {"entries": sent})
    sent[0] |= {"version": 1, "body": "new"}
    sent[1] |= {"version": 7}
    body = problem(client.send("post", "bulk/", {"entries": sent}), 409)
    assert [error["pointer"] for error in body["errors"]] == ["/entries/1"]
    assert not Entry.objects.filter(body="new").exists()


def test_sending_it_again_is_no_change(program, author, topic):
    """When the answer did not arrive."""
    sent = {"entries": [item | {"tags": ["t"]} for item in items(2)]}
    first, again = (program(author).send("post", "bulk/", sent).json() for _ in range(2))
    assert first == again
    sent["entries"][1]["body"] = "new"
    body = problem(program(author).send("post", "bulk/", sent), 400)
    assert [error["pointer"] for error in body["errors"]] == ["/entries/1/version"]


def test_each_kind_of_refusal_has_its_place_and_code(program, author, topic, make_entry):
    make_entry(slug="taken")
    sent = items(3)
    client = program(author)
    client.send("post", "bulk/", {"entries": sent[:1]})
    sent[0]["version"] = 7
    sent[1]["title"] = "\u200b"
    sent[2]["slug"] = "taken"
    errors = problem(client.send("post", "bulk/", {"entries": sent}), 409)["errors"]
    found = {error["pointer"]: error["code"] for error in errors}
    assert found == {"/entries/0": "stale", "/entries/1/title": "invalid", "/entries/2/slug": "invalid"}


def test_texts_of_others_are_not_rendered(program, author, editor, topic, monkeypatch):
    sent = items(1)
    Entry(author=editor, topic=topic, key=uuid.UUID(sent[0]["key"])).revise(title="Theirs", body="long")
    rendered = []
    monkeypatch.setattr("journal.api.bulk.render", lambda text: rendered.append(text) or render(text))
    del sent[0]["body"]
    problem(program(author).send("post", "bulk/", {"entries": sent}), 400)
    assert "long" not in rendered


@pytest.mark.parametrize("entries", [[], None, "x", [1], [[]], [{}] * 501])
def test_what_is_no_list_of_entries(program, author, entries):
    problem(program(author).send("post", "bulk/", {"entries": entries}), 400)


def test_the_texts_together_are_bounded(program, author, topic):
    sent = items(8)
    for item in sent:
        item["body"] = "x" * 290_000
    body = problem(program(author).send("post", "bulk/", {"entries": sent}), 400)
    assert body["errors"][0]["pointer"] == "/entries"


def test_a_key_that_is_there_twice(program, author, topic):
    [item] = items(1)
    problem(program(author).send("post", "bulk/", {"entries": [item, item]}), 400)
    assert not Entry.objects.exists()

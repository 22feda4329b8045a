"""/bulk/: many entries at once."""

import uuid

import pytest

from journal.models import Entry, Tag
from journal.tests.api.answers import problem

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

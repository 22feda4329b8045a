"""How a wing takes part in entries: what it is told, when, and what stands in the page."""

from uuid import uuid4

import pytest
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext
from django.utils.html import format_html

from journal.database.edition import Edition
from journal.models import Entry, TrashedEntry
from journal.models.entries.participants import Participant, join, leave
from journal.models.entries.saving import save_all
from journal.models.entries.written import Saving
from journal.text.renderer import render

pytestmark = pytest.mark.django_db

CODE = "```python\nfor row in rows:\n    print(row.title, row.author)\n```\n"


class Counting(Participant):
    """A wing that counts the saves of each entry, and says so in its margin."""

    def __init__(self):
        self.saves, self.likenesses, self.is_full = {}, [], False

    def text_saved(self, saved):
        if self.is_full:
            raise OSError("no space")
        assert connection.in_atomic_block
        for text in saved:
            assert Entry.objects.filter(pk=text.entry.pk, body=text.entry.body).exists(), "it is written already"
            self.saves[text.entry.pk] = self.saves.get(text.entry.pk, 0) + 1
            self.likenesses += [snippet.likeness for snippet in text.snippets]
        return [text.entry.pk for text in saved]

    def add_parts(self, parts):
        for key, found in parts.items():
            found.head.append(format_html("<p>{}</p>", "seen & counted"))
            found.margin.append(format_html("<p>saved {} times</p>", self.saves.get(key, 0)))


@pytest.fixture
def wing():
    participant = Counting()
    join(participant)
    yield participant
    leave(participant)


def margin(entry):
    return Entry.objects.get(pk=entry.pk).head_html


def test_a_wing_is_told_of_each_save_and_stands_in_the_page(wing, make_entry, client):
    entry = make_entry(body="one")
    assert "saved 1 times" in margin(entry)
    entry.revise(body="two")
    page = client.get(entry.get_absolute_url()).content.decode()
    assert "<p>saved 2 times</p>" in page
    assert page.index("<p>seen") < page.index("entry__margin") < page.index("<p>saved")


def test_a_page_asks_no_query_more_for_it(make_entry, client, wing):
    with_wing, path = queries(client, make_entry().get_absolute_url()), make_entry().get_absolute_url()
    leave(wing)
    try:
        assert queries(client, path) == with_wing
    finally:
        join(wing)


def queries(client, path):
    client.get(path)  # compiles what is compiled once
    with CaptureQueriesContext(connection) as captured:
        client.get(f"{path}?again")
    return len(captured)


def test_a_wing_is_told_whichever_way_a_text_comes(wing, make_entry, author, program):
    entry = make_entry(author=author)
    entry.render()
    TrashedEntry.put(entry).restore()
    assert wing.saves[entry.pk] == 3
    sent = program(author).send("patch", f"entries/{entry.slug}/", {"body": "sent", "version": entry.version})
    assert sent.status_code == 200, sent.content
    assert wing.saves[entry.pk] == 4
    new = [{"key": str(uuid4()), "title": f"New {n}", "body": "x", "topic": entry.topic.slug} for n in range(30)]
    answer = program(author).send("post", "bulk/", {"entries": new})
    assert answer.status_code < 300, answer.content
    assert len(wing.saves) == 31
    assert set(wing.saves.values()) == {4, 1}


def test_another_entry_is_drawn_anew_too(wing, make_entry):
    other, entry = make_entry(), make_entry()
    wing.text_saved = lambda saved: [other.pk]
    wing.saves[other.pk] = 7
    entry.revise(body="two")
    assert "saved 7 times" in margin(other)


def test_of_many_no_part_is_older_than_the_save(wing, make_entry):
    """They are asked for before the transaction; one that was redrawn meanwhile is drawn anew."""
    entries = [make_entry() for _ in range(25)]
    wing.text_saved = lambda saved: []
    asked = []

    def add_parts(parts):
        Counting.add_parts(wing, parts)
        asked.append(len(parts))
        if len(asked) == 1:  # somebody else, meanwhile
            wing.saves[entries[0].pk] = 7
            Entry.objects.filter(pk=entries[0].pk).redraw()

    wing.add_parts = add_parts
    save_all([Saving(entry.prepare(body="many"), render("many")) for entry in entries])
    assert "saved 7 times" in margin(entries[0])
    assert asked.count(25) == 2


def test_what_breaks_a_constraint_is_not_tried_again(wing, make_entry):
    entry = make_entry()
    calls = []

    def text_saved(saved):
        calls.append(saved)
        raise IntegrityError("of the wing's own")

    wing.text_saved = text_saved
    with pytest.raises(RuntimeError, match="Counting could not follow"):
        entry.revise(body="two")
    assert len(calls) == 1


def test_rendering_anew_is_no_change_of_the_entry(wing, make_entry):
    entry = make_entry()
    before = Entry.objects.get(pk=entry.pk)
    entry.render()
    after = Entry.objects.get(pk=entry.pk)
    assert "saved 2 times" in after.head_html
    assert (after.version, after.updated_at, after.touched_at) == (before.version, before.updated_at, before.touched_at)


def test_publishing_draws_it_anew(wing, make_entry):
    entry = make_entry(published_at=None)
    entry.publish()
    assert "saved 1 times" in margin(entry)


def test_it_is_told_how_much_of_the_code_is_still_there(wing, make_entry):
    entry = make_entry(body=CODE)
    entry.revise(body=CODE.replace("row.author", "row.kind"))
    entry.revise(body="```python\nimport os\nos.environ['HOME']\n```\n")
    new, edited, replaced = wing.likenesses
    assert new == 0
    assert edited >= 0.5
    assert replaced < 0.2


def test_what_it_raises_keeps_the_text_from_being_saved(wing, make_entry):
    entry = make_entry(body="one")
    wing.is_full = True
    with pytest.raises(OSError, match="no space"):
        entry.revise(body="two")
    assert Entry.objects.get(pk=entry.pk).body == "one"


def test_a_save_writes_the_entry_twice_at_most_and_begins_one_edition(wing, make_entry):
    entry = make_entry(body=f"one\n\n{CODE}", tags=["a"])
    before = int(Edition.current().split()[0])
    with CaptureQueriesContext(connection) as captured:
        entry.revise(body=f"two\n\n{CODE}", is_notable=True, note="Mended.")
    written = [query["sql"] for query in captured if query["sql"].startswith('UPDATE "journal_entry"')]
    assert len(written) == 2
    assert int(Edition.current().split()[0]) == before + 1


def test_without_a_wing_a_save_writes_the_entry_once(make_entry):
    entry = make_entry(body=f"one\n\n{CODE}", tags=["a"])
    with CaptureQueriesContext(connection) as captured:
        entry.revise(body=f"two\n\n{CODE}")
    assert sum(query["sql"].startswith('UPDATE "journal_entry"') for query in captured) == 1
    assert not [query for query in captured if query["sql"].startswith('UPDATE "journal_snippet"')]

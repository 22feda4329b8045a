"""What is compiled once answers as what is compiled anew."""

from datetime import UTC, datetime, timedelta

import pytest

from journal.database.keyset import Window
from journal.reads.entries import list_entries
from journal.reads.entry import Surroundings, read_entry, read_surroundings
from journal.reads.snippets import list_snippets

MOMENT = datetime(2026, 3, 14, 9, 26, 53, 589793, tzinfo=UTC)


@pytest.mark.django_db
class TestCompiled:
    def test_visitors_and_readers_get_the_same(self, make_entry, stage, topic, visitor, reader):
        for kind in ("note", "bug"):
            entry = make_entry(kind=kind, tags=["sql", kind], body="[[entry-1]]\n\n```python\nx\n```")
        tag = entry.tags.first().pk
        start, end = MOMENT - timedelta(days=400), MOMENT
        for chosen in (
            {},
            {"topic": topic.pk},
            {"stage": stage.pk},
            {"kind": "bug"},
            {"tag": tag},
            {"start": start, "end": end},
            {"topic": topic.pk, "kind": "note", "tag": tag, "start": start, "end": end},
            {"topic": -1},
        ):
            for _ in range(2):
                mine, theirs = (list_entries(person, Window(), **chosen).rows for person in (visitor, reader))
                assert mine == theirs
        for chosen in ({}, {"language": "python"}, {"language": "go"}, {"topic": topic.pk}, {"stage": stage.pk}):
            mine, theirs = (list_snippets(person, Window(), **chosen).rows for person in (visitor, reader))
            assert mine == theirs
        mine, theirs = (read_entry(person, "entry-1") for person in (visitor, reader))
        assert mine == theirs
        assert read_surroundings(visitor, mine) == read_surroundings(reader, theirs)

    def test_values_do_not_stay_in_the_statement(self, make_entry, visitor):
        for title in ("One", "Two", "O'Neil"):
            make_entry(title=title)
        assert [read_entry(visitor, slug).title for slug in ("two", "oneil", "one")] == [
            "Two",
            "O'Neil",
            "One",
        ]
        assert read_entry(visitor, "' OR 1=1 --") is None

    def test_around_an_entry(self, make_entry, visitor):
        newest, *_ = [make_entry(title=title) for title in ("New", "Mid", "Old")]
        make_entry(title="Elsewhere", topic=newest.stage, body="Before. See [[mid]], then. After.")
        found = read_surroundings(visitor, read_entry(visitor, "mid"))
        assert found == Surroundings(
            older=[("old", "Old", "")],
            newer=[("new", "New", "")],
            backlinks=[("elsewhere", "Elsewhere", "See mid, then.")],
        )

    def test_who_links_here_by_two_addresses_is_named_once(self, make_entry, visitor):
        make_entry(slug="former").revise(slug="now")
        make_entry(title="Elsewhere", body="[[now]] and [[former]]")
        assert len(read_surroundings(visitor, read_entry(visitor, "now")).backlinks) == 1

    def test_an_entry_that_links_to_itself_is_no_backlink(self, make_entry, visitor):
        make_entry(slug="me", body="[[me]]")
        assert read_surroundings(visitor, read_entry(visitor, "me")).backlinks == []

    def test_hidden_entries_are_not_around(self, make_entry, hidden_entries, visitor, author):
        entry = make_entry(title="Open")
        for hidden in hidden_entries.values():
            hidden.revise(body="[[open]]")
        assert read_surroundings(visitor, read_entry(visitor, "open")) == Surroundings()
        assert len(read_surroundings(author, read_entry(author, entry.slug)).backlinks) == 1

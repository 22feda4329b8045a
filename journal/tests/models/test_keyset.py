"""Pages by their place."""

from datetime import UTC, datetime, timedelta
from itertools import chain

import pytest

from journal.database.keyset import PAGE_SIZE, BadCursor, Cursor, Window
from journal.reads.entries import list_entries
from journal.reads.entry import Surroundings, read_entry, read_surroundings
from journal.reads.snippets import list_snippets

MOMENT = datetime(2026, 3, 14, 9, 26, 53, 589793, tzinfo=UTC)


@pytest.mark.parametrize(
    "cursor",
    [Cursor(MOMENT, 7), Cursor(datetime(1970, 1, 1, tzinfo=UTC), 0), Cursor(datetime(9999, 1, 1, tzinfo=UTC), 10**15)],
)
def test_a_cursor_survives_the_address(cursor):
    assert Cursor.parse(str(cursor)) == cursor


@pytest.mark.parametrize(
    "text",
    [
        "",
        "-",
        "1-",
        "-1",
        "1",
        "a-b",
        "1-b",
        "1.5-2",
        "1 -2",
        "+1-2",
        "--1",
        "1-2-3",
        "١-٢",
        "9" * 30 + "-1",
        "9" * 18 + "-1",
        "1-" + "9" * 40,
        "\x00-1",
        "🎉",
    ],
)
def test_what_is_no_cursor_is_refused(text):
    with pytest.raises(BadCursor):
        Cursor.parse(text)


def test_a_place_has_one_direction():
    with pytest.raises(BadCursor):
        Window.read(str(Cursor(MOMENT, 1)), str(Cursor(MOMENT, 2)))


@pytest.mark.django_db
class TestWalk:
    @pytest.fixture
    def entries(self, make_entry):
        """Fifty entries; every five share a moment."""
        return [make_entry(published_at=MOMENT - timedelta(days=n // 5)) for n in range(50)]

    def walk(self, viewer, direction, start=None):
        place, pages = start or Window(), []
        while True:
            page = list_entries(viewer, place)
            pages.append([row[1] for row in page.rows])
            cursor = getattr(page, direction)
            if cursor is None:
                return pages, place
            place = Window(before=cursor) if direction == "older" else Window(after=cursor)

    @pytest.mark.parametrize("who", ["visitor", "editor"])
    def test_every_entry_appears_once_in_order(self, entries, cast, who):
        pages, _ = self.walk(cast[who], "older")
        assert [len(page) for page in pages] == [PAGE_SIZE, PAGE_SIZE, 10]
        wanted = [entry.pk for entry in sorted(entries, key=lambda entry: (entry.published_at, entry.pk), reverse=True)]
        assert list(chain(*pages)) == wanted

    def test_the_way_back_passes_the_same_entries(self, entries, visitor):
        there, last = self.walk(visitor, "older")
        end = list_entries(visitor, last)
        back, _ = self.walk(visitor, "newer", Window(after=end.newer))
        assert list(chain(*reversed(back))) == list(chain(*there[:2]))

    def test_an_entry_that_appears_meanwhile_shifts_nothing(self, entries, visitor, make_entry):
        first = list_entries(visitor, Window())
        make_entry(published_at=MOMENT + timedelta(days=1))
        second = list_entries(visitor, Window(before=first.older))
        assert not {row[1] for row in first.rows} & {row[1] for row in second.rows}
        assert len(second.rows) == PAGE_SIZE

    def test_at_the_ends_there_is_nowhere_to_go(self, entries, visitor):
        first = list_entries(visitor, Window())
        assert first.newer is None
        _, last = self.walk(visitor, "older")
        assert list_entries(visitor, last).older is None

    def test_beyond_the_end_there_is_nothing(self, entries, visitor):
        page = list_entries(visitor, Window(before=Cursor(datetime(1990, 1, 1, tzinfo=UTC), 1)))
        assert (page.rows, page.older, page.newer) == ([], None, None)


@pytest.mark.django_db
class TestPrepared:
    """What is compiled once answers as what is compiled anew."""

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

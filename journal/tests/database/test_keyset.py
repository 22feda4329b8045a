"""Pages by their place."""

from datetime import UTC, datetime, timedelta
from itertools import chain

import pytest

from journal.database.keyset import PAGE_SIZE, BadCursor, Cursor, Window
from journal.reads.entries import list_entries

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

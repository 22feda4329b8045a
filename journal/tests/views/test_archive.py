"""The chronicle by year, month and day."""

import re
from datetime import UTC, date, datetime

import pytest
from django.utils import timezone

from journal.database.keyset import Window
from journal.reads.archive import list_on_this_day

pytestmark = pytest.mark.django_db


def at(*parts):
    return datetime(*parts, 9, tzinfo=UTC)


def test_the_archive_is_that_of_the_latest_year(client, make_entry):
    assert b"Nothing has been written" in client.get("/archive/").content
    make_entry(published_at=at(2024, 5, 1))
    make_entry(published_at=at(2025, 5, 1))
    assert client.get("/archive/").url == "/archive/2025/"


def test_a_year_has_its_days_drawn_and_in_a_table(client, make_entry):
    for day in (1, 1, 29):
        make_entry(published_at=at(2024, 2, day))
    make_entry(published_at=at(2025, 2, 1))
    page = client.get("/archive/2024/").content.decode()
    drawing, table = page.split("</svg>")
    assert drawing.count("<rect") == 366
    assert re.findall(r'data-level="(\d)"><title>([^<]+)', drawing) == [("2", "1 February: 2"), ("1", "29 February: 1")]
    assert '<a href="/archive/2024/2/#2024-02-29" aria-label="29 February: 1">29</a>' in table
    assert '<a href="/archive/2025/">2025</a> <span>1</span>' in page


def test_a_month_has_its_entries_by_day(client, make_entry):
    make_entry(title="First", published_at=at(2024, 2, 1))
    make_entry(title="Last", published_at=datetime(2024, 2, 29, 23, 59, 59, tzinfo=UTC))
    make_entry(title="Next", published_at=datetime(2024, 3, 1, 0, 0, tzinfo=UTC))
    page = client.get("/archive/2024/2/").content.decode()
    assert page.index("Last") < page.index("First")
    assert "Next" not in page
    assert 'id="2024-02-29"' in page


@pytest.mark.parametrize(
    "path", ["2024/", "2024/1/", "2024/0/", "2024/13/", "0000/", "10000/", "1969/", "99999999999999/", "x/", "2025/6/"]
)
def test_what_there_is_nothing_of_is_nowhere(client, make_entry, path):
    make_entry(published_at=at(2025, 5, 1))
    assert client.get(f"/archive/{path}").status_code == 404


def test_nothing_hidden_is_counted(client, make_entry, hidden_entries):
    make_entry(published_at=at(2024, 5, 1))
    make_entry(published_at=at(2024, 5, 2), visibility="unlisted")
    page = client.get("/archive/2024/").content.decode()
    assert page.count("data-level") == 1
    assert b"secret" not in client.get(f"/archive/{timezone.now().year}/").content


def test_a_day_is_that_of_the_journal_s_clock(client, make_entry, settings):
    settings.TIME_ZONE = "Pacific/Auckland"
    with timezone.override("Pacific/Auckland"):
        make_entry(published_at=datetime(2024, 12, 31, 12, 0, tzinfo=UTC))
        assert 'data-level="1"><title>1 January: 1' in client.get("/archive/2025/").content.decode()


def test_queries_do_not_grow(client, make_entry, django_assert_num_queries):
    for count in (1, 5):
        for _ in range(count):
            make_entry(published_at=at(2024, 5, 1))
        client.get("/archive/2024/")
        make_entry()
        with django_assert_num_queries(5):
            client.get("/archive/2024/")


class TestOnThisDay:
    def test_earlier_years_newest_first(self, make_entry):
        for year in (2023, 2025, 2026):
            make_entry(title=str(year), published_at=at(year, 11, 22))
        make_entry(published_at=at(2025, 11, 23))
        found = list_on_this_day(date(2026, 11, 22), Window()).rows
        assert [row[0].year for row in found] == [2025, 2023]

    def test_tomorrow_it_is_another_page(self, client, make_entry, monkeypatch):
        make_entry(title="Of the fourteenth", published_at=at(2025, 3, 14))
        for day, is_there in ((14, True), (14, True), (15, False)):
            monkeypatch.setattr(timezone, "now", lambda day=day: at(2026, 3, day))
            page = client.get("/on-this-day/").text
            assert (f"{day} March" in page, "Of the fourteenth" in page) == (True, is_there)

    def test_the_day_that_most_years_do_not_have(self, make_entry):
        make_entry(published_at=at(2024, 2, 29))
        make_entry(published_at=at(2025, 2, 28))
        assert [row[0].year for row in list_on_this_day(date(2028, 2, 29), Window()).rows] == [2024]

    def test_the_page(self, client, make_entry):
        assert b"Nothing was written on this day" in client.get("/on-this-day/").content
        today = timezone.now()
        make_entry(title="Long ago", published_at=today.replace(year=today.year - 4))
        assert b"Long ago" in client.get("/on-this-day/").content


def test_an_early_date_breaks_no_year(client, make_entry):
    make_entry(published_at=datetime(1950, 1, 1, tzinfo=UTC))
    make_entry()
    for path in ("/archive/2026/", "/archive/1950/", "/entries/?year=1950", "/entries/"):
        assert client.get(path).status_code == 200, path

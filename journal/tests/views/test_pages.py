"""What the pages show."""

import json
from datetime import UTC, datetime

import pytest

from journal.models import Page, Topic

pytestmark = pytest.mark.django_db


class TestHome:
    def test_it_says_what_this_journal_is(self, client, about):
        page = client.get("/").text
        assert "Backend Chronicles" in page
        assert "Learning backend development in the open" in page
        assert "What it is for." in page

    def test_it_shows_the_newest_entries_by_day(self, client, make_entry):
        same_day = datetime(2026, 5, 1, 10, tzinfo=UTC), datetime(2026, 5, 1, 9, tzinfo=UTC)
        for moment in (*same_day, datetime(2026, 4, 30, 9, tzinfo=UTC)):
            make_entry(published_at=moment)
        page = client.get("/").text
        assert page.count('class="day"') == 2
        assert page.index("1 May") < page.index("Entry 1") < page.index("Entry 2") < page.index("30 April")

    def test_days_are_those_of_the_sites_own_zone(self, client, make_entry, settings):
        settings.TIME_ZONE = "Pacific/Auckland"
        make_entry(published_at=datetime(2026, 5, 1, 20, tzinfo=UTC))
        assert 'datetime="2026-05-02"' in client.get("/").text

    def test_it_shows_where_the_author_stands(self, client, make_entry, stage):
        make_entry()
        Topic(title="Ahead of us").revise()
        page = client.get("/").text
        assert "1 entry, 1 of 1 topics" in page
        assert '<li class="station" data-state="ahead"><a class="station__title" href="/topics/ahead-of-us/">' in page

    def test_there_is_more_where_there_is_more(self, client, make_entry):
        for _ in range(21):
            make_entry()
        assert "Older entries" in client.get("/").text

    def test_an_empty_journal_says_so(self, client, db):
        response = client.get("/")
        assert response.status_code == 200
        assert "Nothing has been written here yet." in response.text


class TestStanding:
    def test_about(self, client, about):
        assert "<em>words</em>" in client.get("/about/").text

    def test_without_a_text_there_is_no_about(self, client, db):
        assert not Page.objects.exists()
        assert client.get("/about/").status_code == 404

    def test_health(self, client, db):
        response = client.get("/health/")
        assert json.loads(response.content) == {"status": "ok", "database": "ok"}
        assert "no-store" in response.headers["Cache-Control"]

    def test_health_says_when_the_database_is_away(self, client, db, monkeypatch):
        from django.db import DatabaseError, connection

        def broken(*args, **kwargs):
            raise DatabaseError

        monkeypatch.setattr(connection, "cursor", broken)
        response = client.get("/health/")
        assert response.status_code == 503
        assert json.loads(response.content)["database"] == "unavailable"


def test_the_icon_is_found_where_browsers_look_for_it(client):
    response = client.get("/favicon.ico")
    assert (response.status_code, response.headers["Location"]) == (302, "/static/img/icon.svg")

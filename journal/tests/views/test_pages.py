"""What the pages show."""

import json
from datetime import UTC, datetime

import pytest

from journal.models import Page, Topic

pytestmark = pytest.mark.django_db


def text_of(response):
    return response.content.decode()


class TestHome:
    def test_it_says_what_this_journal_is(self, client, about):
        page = text_of(client.get("/"))
        assert "Backend Chronicles" in page
        assert "Learning backend development in the open" in page
        assert "What it is for." in page

    def test_it_shows_the_newest_entries_by_day(self, client, make_entry):
        same_day = datetime(2026, 5, 1, 10, tzinfo=UTC), datetime(2026, 5, 1, 9, tzinfo=UTC)
        for moment in (*same_day, datetime(2026, 4, 30, 9, tzinfo=UTC)):
            make_entry(published_at=moment)
        page = text_of(client.get("/"))
        assert page.count('class="day"') == 2
        assert page.index("1 May") < page.index("Entry 1") < page.index("Entry 2") < page.index("30 April")

    def test_days_are_those_of_the_sites_own_zone(self, client, make_entry, settings):
        settings.TIME_ZONE = "Pacific/Auckland"
        make_entry(published_at=datetime(2026, 5, 1, 20, tzinfo=UTC))
        assert 'datetime="2026-05-02"' in text_of(client.get("/"))

    def test_it_shows_where_the_author_stands(self, client, make_entry, stage):
        make_entry()
        Topic(title="Ahead of us").revise()
        page = text_of(client.get("/"))
        assert "1 entry, 1 of 1 topics" in page
        assert '<li class="station" data-state="ahead"><a class="station__title" href="/topics/ahead-of-us/">' in page

    def test_there_is_more_where_there_is_more(self, client, make_entry):
        for _ in range(21):
            make_entry()
        assert "Older entries" in text_of(client.get("/"))

    def test_an_empty_journal_says_so(self, client, db):
        response = client.get("/")
        assert response.status_code == 200
        assert "Nothing has been written here yet." in text_of(response)


class TestEntryList:
    def test_filters_narrow(self, client, make_entry, stage):
        make_entry(title="A note")
        make_entry(title="A bug", kind="bug", tags=["sql"], published_at=datetime(2024, 5, 1, tzinfo=UTC))
        make_entry(title="On the stage", topic=stage)
        shown = {
            "": {"A note", "A bug", "On the stage"},
            "topic=the-orm": {"A note", "A bug"},
            "topic=django": {"A note", "A bug", "On the stage"},
            "kind=bug": {"A bug"},
            "kind=project": set(),
            "tag=sql": {"A bug"},
            "year=2024": {"A bug"},
            "year=2026": {"A note", "On the stage"},
            "kind=note&year=2024": set(),
        }
        for query, wanted in shown.items():
            page = text_of(client.get(f"/entries/?{query}"))
            assert {title for title in shown[""] if f">{title}</a></h3>" in page} == wanted, query

    def test_the_filters_show_what_is_chosen(self, client, make_entry):
        make_entry(tags=["sql"])
        page = text_of(client.get("/entries/?kind=note&year=2026&topic=the-orm&tag=sql"))
        assert '<option value="note" selected>Note</option>' in page
        assert '<option value="2026" selected>2026</option>' in page
        assert '<option value="the-orm" selected>' in page
        assert "Tagged <strong>sql</strong>" in page
        assert "Show everything" in page

    def test_without_a_filter_there_is_nothing_to_undo(self, client, make_entry):
        make_entry()
        assert "Show everything" not in text_of(client.get("/entries/"))

    @pytest.mark.parametrize(
        "query", ["topic=nothing", "kind=poem", "tag=nothing", "year=abc", "year=0", "year=99999", "year=20 26"]
    )
    def test_a_filter_that_does_not_exist_is_nowhere(self, client, make_entry, query):
        make_entry()
        assert client.get(f"/entries/?{query}").status_code == 404

    @pytest.mark.parametrize("query", ["topic=", "kind=", "tag=", "year=", "unknown=1", "before=", "after="])
    def test_an_empty_or_unknown_filter_does_nothing(self, client, make_entry, query):
        make_entry()
        assert "Entry 1" in text_of(client.get(f"/entries/?{query}"))

    def test_pages_keep_their_filters(self, client, make_entry):
        for number in range(45):
            make_entry(kind="bug" if number % 45 else "note")
        page = text_of(client.get("/entries/?kind=bug"))
        older = page.split('class="pager__older" href="')[1].split('"')[0].replace("&amp;", "&")
        assert older.startswith("?kind=bug&before=")
        second = text_of(client.get(f"/entries/{older}"))
        assert "pager__newer" in second
        assert ">Note</span>" not in second

    def test_nothing_found_says_what_to_do(self, client, make_entry):
        make_entry()
        page = text_of(client.get("/entries/?kind=bug"))
        assert "No entry is like this." in page


class TestEntryDetail:
    def test_it_shows_what_there_is_to_know(self, client, make_entry):
        make_entry(
            title="Sets & lists",
            kind="practice",
            tags=["sql"],
            summary="Short.",
            body="Text.\n\n## Why it works\n\nBecause.",
        )
        page = text_of(client.get("/entries/sets-and-lists/"))
        assert "<title>Sets &amp; lists · Backend Chronicles</title>" in page
        assert '<meta name="description" content="Short.">' in page
        assert '<h1 class="entry__title">Sets &amp; lists</h1>' in page
        assert "13 March 2026" in page
        assert "Practice" in page
        assert 'href="/topics/the-orm/"' in page
        assert 'href="/tags/sql/"' in page
        assert "1 min to read" in page
        assert '<section aria-labelledby="h-why-it-works" class="why prose">' in page
        assert '<link rel="alternate" type="text/markdown" href="/entries/sets-and-lists.md">' in page

    def test_a_long_text_has_contents(self, client, make_entry):
        make_entry(slug="long", body="\n\n".join(f"## Part {n}\n\ntext" for n in range(4)))
        make_entry(slug="short", body="## One\n\n## Two")
        assert '<a href="#h-part-2">Part 2</a>' in text_of(client.get("/entries/long/"))
        assert "Contents" not in text_of(client.get("/entries/short/"))

    def test_it_shows_what_is_around_it(self, client, make_entry):
        make_entry(title="Newer one", body="[[middle]]")
        make_entry(title="Middle", slug="middle")
        make_entry(title="Older one")
        page = text_of(client.get("/entries/middle/"))
        assert "Mentioned in" in page
        assert page.count('<a href="/entries/newer-one/">Newer one</a>') == 1
        assert 'class="beside__older" href="/entries/older-one/"' in page
        assert 'class="beside__newer" href="/entries/newer-one/"' in page

    def test_the_markdown_is_the_text_itself(self, client, make_entry):
        body = "# é 你\r\n\ttab\n"
        make_entry(slug="x", body=body)
        response = client.get("/entries/x.md")
        assert response.content.decode() == body
        assert response.headers["Content-Type"] == "text/markdown; charset=utf-8"

    def test_addresses_in_every_script(self, client, make_entry):
        for title in ("Größe", "你好", "हिन्दी", "שלום"):
            entry = make_entry(title=title)
            assert client.get(entry.get_absolute_url()).status_code == 200
            assert client.get(f"/entries/{entry.slug}.md").status_code == 200

    def test_an_address_in_another_unicode_form_is_found(self, client, make_entry):
        make_entry(title="Café")
        assert client.get("/entries/cafe\u0301/").status_code == 200


class TestTopics:
    def test_the_roadmap(self, client, make_entry, topic):
        topic.revise(summary="Questions in Python.", target_on="2027-01-31")
        make_entry()
        make_entry(kind="bug")
        page = text_of(client.get("/topics/"))
        assert '<a href="/entries/?topic=the-orm&amp;kind=bug">1 bug</a>' in page
        assert "Questions in Python." in page
        assert "31 January 2027" in page

    def test_a_topic(self, client, make_entry, topic):
        topic.revise(why="Because *queries*.", summary="Short.")
        make_entry()
        page = text_of(client.get("/topics/the-orm/"))
        assert "<em>queries</em>" in page
        assert '<a href="/topics/django/">Django</a>' in page
        assert "Entry 1" in page

    def test_a_stage_shows_its_topics_and_all_their_entries(self, client, make_entry):
        make_entry()
        page = text_of(client.get("/topics/django/"))
        assert "Topics of this stage" in page
        assert "The ORM" in page
        assert "Entry 1" in page

    def test_a_former_address_redirects(self, client, topic):
        topic.revise(slug="queries")
        response = client.get("/topics/the-orm/")
        assert (response.status_code, response.headers["Location"]) == (301, "/topics/queries/")

    def test_what_does_not_exist_is_nowhere(self, client, topic):
        assert client.get("/topics/nothing/").status_code == 404

    def test_an_empty_roadmap_says_so(self, client, db):
        assert "No topic has been planned yet." in text_of(client.get("/topics/"))


class TestSnippets:
    @pytest.fixture
    def entry(self, make_entry):
        return make_entry(
            title="Code", body="```python title='A <b>' name=n\nx = '<b>'\n```\n\n```output\n1\n```\n\n```sql\ny\n```"
        )

    def test_all_code(self, client, entry):
        page = text_of(client.get("/snippets/"))
        assert page.count("<figure") == 2
        assert 'From <a href="/entries/code/">Code</a>' in page
        assert ">python (1)</option>" in page

    def test_by_language_and_topic(self, client, entry):
        assert text_of(client.get("/snippets/?language=sql")).count("<figure") == 1
        assert text_of(client.get("/snippets/?language=sql&topic=the-orm")).count("<figure") == 1
        assert client.get("/snippets/?language=cobol").status_code == 404
        assert client.get("/snippets/?topic=nothing").status_code == 404

    def test_one(self, client, entry):
        page = text_of(client.get(f"/snippets/{entry.snippets.first().pk}/"))
        assert "A &lt;b&gt;" in page
        assert "<samp>1</samp>" in page
        assert 'href="/entries/code/#code-n"' in page

    def test_raw(self, client, entry):
        response = client.get(f"/snippets/{entry.snippets.first().pk}/raw/")
        assert response.content == b"x = '<b>'"
        assert response.headers["Content-Type"] == "text/plain; charset=utf-8"
        assert response.headers["X-Content-Type-Options"] == "nosniff"

    @pytest.mark.parametrize("pk", ["0", "999999", "99999999999999999999999999"])
    def test_what_does_not_exist_is_nowhere(self, client, entry, pk):
        assert client.get(f"/snippets/{pk}/").status_code == 404
        assert client.get(f"/snippets/{pk}/raw/").status_code == 404

    def test_without_code_it_says_so(self, client, make_entry):
        make_entry()
        assert "No code is like this." in text_of(client.get("/snippets/"))


class TestTags:
    def test_the_list_counts(self, client, make_entry):
        make_entry(tags=["sql", "orm"])
        make_entry(tags=["sql"])
        page = text_of(client.get("/tags/"))
        assert '<li><a href="/tags/sql/">sql</a> <span>2</span></li>' in page

    def test_one(self, client, make_entry):
        make_entry(tags=["c++"])
        make_entry(title="Untagged")
        page = text_of(client.get("/tags/c-plus-plus/"))
        assert "Entry 1" in page
        assert "Untagged" not in page

    def test_a_former_address_redirects(self, client, make_entry):
        make_entry(tags=["sql"]).tags.get().revise(slug="databases")
        assert client.get("/tags/sql/").headers["Location"] == "/tags/databases/"

    def test_without_tags_it_says_so(self, client, db):
        assert "No entry has a tag yet." in text_of(client.get("/tags/"))

    def test_a_tag_without_entries_is_nowhere(self, client, make_entry):
        entry = make_entry(tags=["sql"])
        entry.revise(tags=[])
        assert client.get("/tags/sql/").status_code == 404


class TestStanding:
    def test_about(self, client, about):
        assert "<em>words</em>" in text_of(client.get("/about/"))

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


class TestErrors:
    def test_404_helps(self, client, db):
        response = client.get("/nothing/here/")
        page = text_of(response)
        assert response.status_code == 404
        assert "Nothing at this address" in page
        assert 'href="/entries/"' in page
        assert "here" not in page.split("<main")[1].split("</main>")[0].replace("was here before", "")

    def test_500_helps_without_the_database(self, client, monkeypatch):
        from journal.views import errors

        response = errors.server_error(None)
        assert response.status_code == 500
        assert b"Something broke" in response.content

    def test_a_broken_view_answers_500(self, make_entry, monkeypatch):
        from django.test import Client

        def broken(*args, **kwargs):
            raise RuntimeError("secret reason")

        monkeypatch.setattr("journal.views.entries.all_topics", broken)
        response = Client(raise_request_exception=False).get("/entries/")
        assert response.status_code == 500
        assert b"secret reason" not in response.content

    def test_a_form_without_its_token_is_refused(self, db):
        from django.test import Client

        response = Client(enforce_csrf_checks=True).post("/admin/login/", {"username": "x"})
        assert response.status_code == 403
        assert b"Not allowed" in response.content


def test_the_icon_is_found_where_browsers_look_for_it(client):
    response = client.get("/favicon.ico")
    assert (response.status_code, response.headers["Location"]) == (302, "/static/img/icon.svg")


def test_the_admin_bears_the_journals_name(editor, signed_in):
    page = text_of(signed_in(editor).get("/admin/"))
    assert '<a href="/admin/">Backend Chronicles</a>' in page
    assert "<title>Site administration | Backend Chronicles</title>" in page

"""The chronicle and the page of an entry."""

from datetime import UTC, datetime

import pytest

pytestmark = pytest.mark.django_db


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
            page = client.get(f"/entries/?{query}").text
            assert {title for title in shown[""] if f">{title}</a></h3>" in page} == wanted, query

    def test_the_filters_show_what_is_chosen(self, client, make_entry):
        make_entry(tags=["sql"])
        page = client.get("/entries/?kind=note&year=2026&topic=the-orm&tag=sql").text
        assert '<option value="note" selected>Note</option>' in page
        assert '<option value="2026" selected>2026</option>' in page
        assert '<option value="the-orm" selected>' in page
        assert "Tagged <strong>sql</strong>" in page
        assert "Show everything" in page

    def test_without_a_filter_there_is_nothing_to_undo(self, client, make_entry):
        make_entry()
        assert "Show everything" not in client.get("/entries/").text

    @pytest.mark.parametrize(
        "query", ["topic=nothing", "kind=poem", "tag=nothing", "year=abc", "year=0", "year=99999", "year=20 26"]
    )
    def test_a_filter_that_does_not_exist_is_nowhere(self, client, make_entry, query):
        make_entry()
        assert client.get(f"/entries/?{query}").status_code == 404

    @pytest.mark.parametrize("query", ["topic=", "kind=", "tag=", "year=", "unknown=1", "before=", "after="])
    def test_an_empty_or_unknown_filter_does_nothing(self, client, make_entry, query):
        make_entry()
        assert "Entry 1" in client.get(f"/entries/?{query}").text

    def test_pages_keep_their_filters(self, client, make_entry):
        for number in range(45):
            make_entry(kind="bug" if number % 45 else "note")
        page = client.get("/entries/?kind=bug").text
        older = page.split('class="pager__older" href="')[1].split('"')[0].replace("&amp;", "&")
        assert older.startswith("?kind=bug&before=")
        second = client.get(f"/entries/{older}").text
        assert "pager__newer" in second
        assert ">Note</span>" not in second

    def test_nothing_found_says_what_to_do(self, client, make_entry):
        make_entry()
        page = client.get("/entries/?kind=bug").text
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
        page = client.get("/entries/sets-and-lists/").text
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
        assert '<a href="#h-part-2">Part 2</a>' in client.get("/entries/long/").text
        assert "Contents" not in client.get("/entries/short/").text

    def test_it_shows_what_is_around_it(self, client, make_entry):
        make_entry(title="Newer one", body="[[middle]]")
        make_entry(title="Middle", slug="middle")
        make_entry(title="Older one")
        page = client.get("/entries/middle/").text
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

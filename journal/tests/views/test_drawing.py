"""The rows that are drawn in Python: what they say is escaped, and they are what templates would give."""

from datetime import date

import pytest

from journal.database.keyset import Cursor, Slice
from journal.reads.authors import Author
from journal.reads.chronicle import Day, chronicle_of, neighbours
from journal.reads.entries import Card
from journal.reads.roadmap import Station
from journal.reads.snippets import SnippetRow
from journal.reads.topics import TopicRow
from journal.templatetags import journal, rows
from journal.tests.conftest import A_DAY

EVIL = "<script>alert(1)</script>\"'&"
SAFE = "&lt;script&gt;alert(1)&lt;/script&gt;&quot;&#x27;&amp;"


def step(title=EVIL, summary=EVIL, slug="größe", kinds=(), steps=(), target_on=None):
    row = TopicRow(1, None, slug, title, summary, target_on)
    return Station(row, tuple(kinds), sum(count for *_, count in kinds), tuple(steps))


def test_options_are_escaped_and_one_is_selected():
    html = journal.options([("a", EVIL), (EVIL, "b"), ("2026", "year")], 2026)
    assert (
        html
        == f'<option value="a">{SAFE}</option><option value="{SAFE}">b</option><option value="2026" selected>year</option>'
    )


def test_days_hold_their_cards():
    html = rows.chronicle_days(
        [Day(date(2026, 3, 4), [("<article>a</article>", None), ("<article>b</article>", None)])]
    )
    assert '<time class="day__date" datetime="2026-03-04">4 March <span class="day__year">2026</span></time>' in html
    assert "<article>a</article><article>b</article>" in html
    assert rows.chronicle_days([]) == '<p class="nothing">Nothing has been written here yet.</p>'


def test_snippets_say_where_they_are_from():
    html = rows.snippet_rows([SnippetRow(A_DAY, 1, "<figure>x</figure>", EVIL, "größe")])
    assert f'From <a href="/entries/gr%C3%B6%C3%9Fe/">{SAFE}</a>' in html
    assert "<figure>x</figure>" in html


@pytest.mark.parametrize(
    ("stage", "standing", "state"),
    [
        (step(), "ahead", "ahead"),
        (step(kinds=[("note", "note", 1)]), "1 entry", "begun"),
        (step(kinds=[("note", "notes", 2), ("bug", "bug", 1)]), "3 entries", "begun"),
        (
            step(kinds=[("note", "notes", 2)], steps=[step(kinds=[("note", "notes", 2)]), step()]),
            "2 entries, 1 of 2 topics",
            "begun",
        ),
    ],
)
def test_a_station_says_how_far_it_is(stage, standing, state):
    html = rows.stations([stage])
    assert f'data-state="{state}"' in html
    assert f'<span class="station__count">{standing}</span>' in html
    assert SAFE in html
    assert "<script" not in html


def test_steps_are_escaped_and_link_to_their_evidence():
    html = rows.steps([step(kinds=[("note", "notes", 2)], target_on=date(2027, 1, 31))])
    assert 'href="/topics/gr%C3%B6%C3%9Fe/"' in html
    assert '<a href="/entries/?topic=gr%C3%B6%C3%9Fe&amp;kind=note">2 notes</a>' in html
    assert '<time datetime="2027-01-31">31 January 2027</time>' in html
    assert "<script" not in html


def test_what_is_ahead_says_so():
    assert rows.evidence(step()) == '<p class="evidence"><span>ahead</span></p>'


def test_tags_are_escaped_and_counted():
    assert (
        rows.tag_rows([("c-plus-plus", EVIL, 3)])
        == f'<li><a href="/tags/c-plus-plus/">{SAFE}</a> <span>3</span></li>\n'
    )


def test_pages_link_to_their_neighbours():
    older, newer = Cursor(A_DAY, 1), Cursor(A_DAY, 2)
    assert neighbours(Slice([], None, None)) == ("", "")
    assert neighbours(Slice([], older, newer)) == (f"?before={older}", f"?after={newer}")
    assert neighbours(Slice([], older, None), "kind=bug") == (f"?kind=bug&before={older}", "")


def test_entries_of_one_day_share_it():
    page = Slice([Card(A_DAY, 2, "b", 7), Card(A_DAY, 1, "a", 8)], None, None)
    ada = Author(7, "ada", "Ada", "", "")
    [day] = chronicle_of(page, {7: ada}).days
    assert (day.label, day.cards) == ("14 March", [("b", ada), ("a", None)])

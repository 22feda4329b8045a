"""Query strings: what they choose, and what they refuse."""

from datetime import UTC, datetime

import pytest
from django.http import Http404, QueryDict

from journal.database.keyset import BadCursor, Cursor
from journal.database.viewer import VISITOR
from journal.forms.filters import EntryFilter, SnippetFilter, read_window, topic_choices, within
from journal.models import Tag
from journal.reads.topics import TopicRow

STAGE = TopicRow(1, None, "django", "Django", "", None)
TOPIC = TopicRow(2, 1, "orm", "The ORM", "", None)
OTHER = TopicRow(3, None, "python", "Python", "", None)
TOPICS = [STAGE, OTHER, TOPIC]


def chosen(query):
    return EntryFilter.read(QueryDict(query), TOPICS, VISITOR)


@pytest.mark.parametrize(
    ("query", "arguments"),
    [
        ("", {}),
        ("topic=orm", {"topic": 2}),
        ("topic=django", {"stage": 1}),
        ("kind=bug", {"kind": "bug"}),
        ("year=2026", {"start": datetime(2026, 1, 1, tzinfo=UTC), "end": datetime(2027, 1, 1, tzinfo=UTC)}),
        (
            "topic=orm&kind=note&year=1999",
            {
                "topic": 2,
                "kind": "note",
                "start": datetime(1999, 1, 1, tzinfo=UTC),
                "end": datetime(2000, 1, 1, tzinfo=UTC),
            },
        ),
        ("kind=note&kind=bug", {"kind": "bug"}),
        ("unknown=1&kind=", {}),
    ],
)
def test_what_a_query_chooses(query, arguments):
    given = {name: value for name, value in chosen(query).arguments.items() if value is not None}
    assert given == arguments


def test_a_year_is_one_of_the_sites_own_zone(settings):
    settings.TIME_ZONE = "Pacific/Auckland"
    assert chosen("year=2026").arguments["start"] == datetime(2025, 12, 31, 11, tzinfo=UTC)


@pytest.mark.django_db
def test_a_tag_is_chosen_by_its_slug(make_entry):
    make_entry(tags=["C++"])
    assert chosen("tag=c-plus-plus").arguments["tag"] == Tag.objects.get().pk


@pytest.mark.parametrize(
    "query",
    [
        "topic=nothing",
        "kind=poem",
        "kind=Bug",
        "year=26",
        "year=02026",
        "year=1899",
        "year=9999",
        "year=-2026",
        "year=２０２６",
    ],
)
def test_what_does_not_exist_is_refused(query):
    with pytest.raises(Http404):
        chosen(query)


@pytest.mark.django_db
def test_a_tag_that_does_not_exist_is_refused(make_entry):
    make_entry(tags=["draft only"], published_at=None)
    with pytest.raises(Http404):
        chosen("tag=nothing")


@pytest.mark.parametrize(
    ("query", "kept"),
    [
        ("", ""),
        ("kind=bug&before=1-1", "kind=bug"),
        ("after=1-1&year=2026&kind=bug", "kind=bug&year=2026"),
        ("topic=orm&x=<script>", "topic=orm"),
        ("kind=", ""),
    ],
)
def test_pages_keep_the_filters_and_nothing_else(query, kept):
    assert chosen(query).query == kept


@pytest.mark.parametrize(
    ("query", "arguments"),
    [
        ("", {"language": None}),
        ("language=python", {"language": "python"}),
        ("topic=orm", {"language": None, "topic": 2}),
        ("topic=django&language=sql", {"language": "sql", "stage": 1}),
    ],
)
def test_what_a_query_chooses_of_the_code(query, arguments):
    assert SnippetFilter.read(QueryDict(query), TOPICS, ["python", "sql"]).arguments == arguments


@pytest.mark.parametrize("query", ["language=cobol", "language=Python", "topic=nothing"])
def test_code_that_does_not_exist_is_refused(query):
    with pytest.raises(Http404):
        SnippetFilter.read(QueryDict(query), TOPICS, ["python"])


def test_a_place_is_read():
    moment = datetime(2026, 3, 14, 9, 26, tzinfo=UTC)
    place = read_window(QueryDict(f"before={Cursor(moment, 7)}"))
    assert (place.before, place.after) == (Cursor(moment, 7), None)
    place = read_window(QueryDict(f"after={Cursor(moment, 7)}"))
    assert (place.before, place.after) == (None, Cursor(moment, 7))
    assert read_window(QueryDict("")).arguments == dict.fromkeys(
        ("before_moment", "before_pk", "after_moment", "after_pk")
    )


@pytest.mark.parametrize("query", ["before=x", "after=1", "before=1-1&after=1-1", "before=--1-1", "before=1--1"])
def test_a_place_that_is_none_is_refused(query):
    with pytest.raises(BadCursor):
        read_window(QueryDict(query))


def test_topics_are_listed_below_their_stage():
    assert topic_choices(TOPICS) == [("django", "Django"), ("orm", "\u2003The ORM"), ("python", "Python")]


def test_within_nothing_is_everywhere():
    assert within(None) == {}

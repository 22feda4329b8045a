"""What people type."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journal.search.language import LONGEST, MOST_TERMS, Filter, Query, Term, parse


def terms(typed):
    return list(parse(typed).terms)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("two words", [Term("two"), Term("words")]),
        ('"exact phrase" x', [Term("exact phrase", is_phrase=True), Term("x")]),
        ("“smart quotes”", [Term("smart quotes", is_phrase=True)]),
        ('"not closed', [Term("not closed", is_phrase=True)]),
        ("-gone", [Term("gone", is_excluded=True)]),
        ('-"a phrase"', [Term("a phrase", is_phrase=True, is_excluded=True)]),
        ("pre*", [Term("pre", is_prefix=True)]),
        ("*args **kwargs", [Term("*args"), Term("**kwargs")]),
        ("--no-verify - --", [Term("--no-verify"), Term("-"), Term("--")]),
        ("x:=1 a::b http://x.y", [Term("x:=1"), Term("a::b"), Term("http://x.y")]),
        ("kind: bug", [Term("kind:"), Term("bug")]),
        ("a AND b OR NEAR(c)", [Term(word) for word in ("a", "AND", "b", "OR", "NEAR(c)")]),
        ('""', []),
        ("\x00", []),
        ("\ud800x", [Term("x")]),
    ],
)
def test_terms(typed, expected):
    assert terms(typed) == expected


def test_filters_are_known_by_name_and_can_be_taken_away():
    query = parse('lazy topic:orm -kind:bug tag:"two words" language:sql')
    assert [(found.name, found.value, found.is_excluded) for found in query.filters] == [
        ("topic", "orm", False),
        ("kind", "bug", True),
        ("tag", "two words", False),
        ("lang", "sql", False),
    ]
    assert query.without(query.filters[2]) == "lazy topic:orm -kind:bug language:sql"
    assert query.with_filter("tag", "a b").endswith('tag:"a b"')
    assert parse(query.with_filter("tag", "a b")).filters[-1].value == "a b"


@pytest.mark.parametrize(
    ("typed", "start", "end"),
    [
        ("after:2026", date(2026, 1, 1), None),
        ("before:2026-02", None, date(2026, 2, 1)),
        ("after:2026-02-03 before:2026-02-04", date(2026, 2, 3), date(2026, 2, 4)),
    ],
)
def test_spans(typed, start, end):
    assert (parse(typed).start, parse(typed).end) == (start, end)


@pytest.mark.parametrize("typed", ["after:yesterday", "before:2026-13", "in:nowhere", "kind:recipe", "has:luck"])
def test_what_cannot_be_meant_is_said_and_left_out(typed):
    query = parse(f"{typed} word")
    assert len(query.notes) == 1
    assert query.terms == (Term("word"),)
    assert query.filters == ()


def test_places():
    assert parse("in:code x").scope == "code"
    assert parse("x IN:Title").scope == "title"


def test_there_is_an_end():
    assert parse("x" * (LONGEST + 1)).notes
    query = parse("x " * (MOST_TERMS + 5))
    assert len(query.terms) == MOST_TERMS
    assert query.notes


@given(st.text())
def test_any_text_can_be_read(typed):
    query = parse(typed)
    query.text.encode()
    assert "\x00" not in query.text
    assert parse(query.text) == query or len(typed) > LONGEST


@given(st.text(alphabet='abc:"-* ', max_size=40), st.sampled_from(["topic", "kind", "tag", "lang"]))
def test_a_filter_that_is_taken_away_is_gone(typed, name):
    query = parse(f"{name}:bug {typed}")
    taken = next(found for found in query.filters if found.name == name)
    assert len(parse(query.without(taken)).filters) == len(query.filters) - 1


def test_an_empty_query():
    assert Query().is_empty
    assert parse("in:code").is_empty
    assert not parse("kind:bug").is_empty
    assert Filter("kind", "bug") == Filter("kind", "bug")

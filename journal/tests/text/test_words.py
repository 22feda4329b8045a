"""What a text is found by."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journal.text.document import Snippet
from journal.text.words import code_words, fold, folded_letters, marks_of, pairs_of, stem, words_of


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("select_related", "selectx5frelated select related"),
        ("selectRelated", "selectrelated select related"),
        ("django.db.models", "django db models"),
        ("__init__", "x5fx5finitx5fx5f init"),
        ("a != b", "a op213d b"),
        ("@property", "op40 property"),
        ("f(*args, **kwargs)", "f op2a args op2a2a kwargs"),
        ("HTTPServer2", "httpserver2 http server 2"),
        ("x = 1 - 2", "x 1 2"),
        ("", ""),
    ],
)
def test_code_is_found_whole_and_by_part(code, words):
    assert code_words(code) == words.split()


@given(st.text(max_size=200))
def test_words_have_nothing_that_a_database_could_take_for_syntax(text):
    for word in [*words_of(text), *code_words(text), *pairs_of(text)]:
        assert word
        assert all(char.isalnum() for char in word)


@given(st.text(max_size=200))
def test_folding_keeps_every_place(text):
    assert len(fold(text)) == len(text)


@pytest.mark.parametrize(
    ("text", "folded"), [("Café", "cafe"), ("ÀÉÎ", "aei"), ("İ", "i"), ("Straße", "straße"), ("Ωμ", "ωμ")]
)
def test_accents_fold(text, folded):
    assert fold(text) == folded


def test_the_letters_for_a_database_are_pairs():
    accented, plain = folded_letters()
    assert len(accented) == len(plain) > 200
    folded = dict(zip(accented, plain, strict=True))
    assert [folded[char] for char in "éÉД"] == ["e", "e", "д"]


def test_scripts_without_spaces_are_pairs_of_characters():
    assert pairs_of("数据库 and กา") == ["u065700636ex", "u0636e05e93x", "u05e93x", "u00e0100e32x", "u00e32x"]
    assert pairs_of("plain") == []
    assert words_of("Django数据库 on") == ["django", "on"]


def test_stems():
    assert [stem(word) for word in ("queries", "query", "related", "relational")] == [
        "queri",
        "queri",
        "relat",
        "relat",
    ]


def test_marks_of_code():
    snippets = [Snippet(0, 1, "c++", "C++", "x"), Snippet(1, 5, "", "text", "y", output="z")]
    assert marks_of(snippets) == ["hascode", "hasoutput", "lang632b2b"]
    assert marks_of([]) == []

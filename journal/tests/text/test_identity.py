"""Which snippet is which after an edit."""

from typing import NamedTuple

import pytest

from journal.text.identity import likeness, match


class Piece(NamedTuple):
    code: str
    name: str = ""
    language: str = "python"


a, b, c, d = (Piece(letter) for letter in "abcd")


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        pytest.param([], [a], [None], id="the first one is new"),
        pytest.param([a], [], [], id="all gone"),
        pytest.param([a, b], [a, b], [0, 1], id="nothing changed"),
        pytest.param([a, b], [b, a], [1, 0], id="moved code keeps its identity"),
        pytest.param([a, b], [c, a, b], [None, 0, 1], id="one put in before the others"),
        pytest.param([a, b, c], [a, c], [0, 2], id="one taken out"),
        pytest.param([a, b, c], [a, d, c], [0, 1, 2], id="an edit in its place"),
        pytest.param([a], [d], [0], id="the only one, edited"),
        pytest.param([a, b], [a, d, b], [0, None, 1], id="one put in between"),
        pytest.param([a, b], [d, b], [0, 1], id="the first one edited"),
        pytest.param([a, a], [a, a], [0, 1], id="the same code twice"),
        pytest.param([a, a], [a], [0], id="one of two that are the same"),
        pytest.param([Piece("a", "n")], [Piece("z", "n")], [0], id="a name decides over code"),
        pytest.param([Piece("a", "n"), b], [b, Piece("z", "n")], [1, 0], id="a name decides over place"),
        pytest.param([a], [Piece("a", "n")], [0], id="a name can be given later"),
        pytest.param([Piece("a", "n")], [a], [0], id="a name can be taken away"),
        pytest.param([Piece("a", "n")], [Piece("a", "m")], [None], id="another name is another snippet"),
        pytest.param([Piece("a", "n")], [Piece("b", "m")], [None], id="even in the same place"),
        pytest.param([a], [Piece("d", language="sql")], [None], id="another language is another snippet"),
        pytest.param([a], [Piece("a", language="sql")], [None], id="even with the same code"),
        pytest.param([a, b, c], [Piece("x"), Piece("y"), Piece("z")], [0, 1, 2], id="all edited"),
    ],
)
def test_match(old, new, found):
    assert match(old, new) == found


def test_no_old_snippet_is_given_twice():
    old = [a, b, Piece("c", "n")]
    new = [Piece("a"), Piece("a"), Piece("q", "n"), Piece("b"), Piece("x")]
    found = [index for index in match(old, new) if index is not None]
    assert len(found) == len(set(found))


@pytest.mark.parametrize(
    ("old", "new", "retired", "found"),
    [
        pytest.param([a], [a, b], [b], [0, 1], id="its code came back"),
        pytest.param([], [Piece("z", "n")], [Piece("a", "n")], [0], id="its name came back"),
        pytest.param([a], [a, d], [b], [0, None], id="never by place"),
        pytest.param([a], [a], [a], [0], id="what is in the text comes first"),
        pytest.param([a], [Piece("a", "n")], [Piece("z", "n")], [1], id="but a name decides alone"),
        pytest.param([Piece("x", "n")], [Piece("y", "n")], [Piece("y", "n")], [0], id="so does its name"),
        pytest.param([a], [d], [d], [1], id="its code is a better reason than the place"),
        pytest.param([a], [d, b], [b], [0, 1], id="an edit in its place, before what came back"),
        pytest.param(
            [a], [b, d, Piece("s", language="sql")], [b], [1, None, None], id="what came back was beside nothing"
        ),
        pytest.param([], [Piece("a", language="sql")], [a], [None], id="another language"),
        pytest.param([], [a, a], [a], [0, None], id="none of them twice"),
    ],
)
def test_what_left_the_text_comes_back_by_name_or_code(old, new, retired, found):
    assert match(old, new, retired) == found


LOOP = """
total = 0
for price in prices:
    if price > 0:
        total += price
print(f"The total is {total}")
"""


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(LOOP.replace("    ", "\t"), id="indented otherwise"),
        pytest.param(LOOP.replace("price > 0", "price > 10"), id="a number"),
        pytest.param(LOOP + "print(len(prices))\n", id="a line more"),
        pytest.param(LOOP.replace("prices", "rows"), id="a name"),
    ],
)
def test_code_that_was_edited_is_alike(other):
    assert likeness(LOOP, other) == likeness(other, LOOP) >= 0.5


@pytest.mark.parametrize(
    "other",
    [
        pytest.param("for line in open(path):\n    if line:\n        print(line)\n", id="another loop"),
        pytest.param("import os\n\nprint(os.getcwd())\n", id="another program"),
        pytest.param("", id="nothing"),
        pytest.param("total", id="a word of it"),
    ],
)
def test_code_that_says_something_else_is_not(other):
    assert likeness(LOOP, other) < 0.2


@pytest.mark.parametrize(
    ("code", "other", "expected"), [("", "", 1), (" x\n", "x", 1), ("x", "y", 0), ("a b", "b a", 0)]
)
def test_the_likeness_of_very_little(code, other, expected):
    assert likeness(code, other) == expected

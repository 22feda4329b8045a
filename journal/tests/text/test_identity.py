"""Which snippet is which after an edit."""

from typing import NamedTuple

import pytest

from journal.text.identity import match


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

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journal.text.merge import changes, matches, merge, with_markers

lines = st.lists(st.sampled_from("abcd "), max_size=12)


def merged(base, mine, theirs):
    return with_markers(merge(base.split(), mine.split(), theirs.split())).replace("\n", " ")


@pytest.mark.parametrize(
    ("base", "mine", "theirs", "result"),
    [
        ("a b c", "a b c", "a b c", "a b c"),
        ("a b c", "a X b c", "a b c", "a X b c"),
        ("a b c", "a b c", "a b c Y", "a b c Y"),
        ("a b c", "X b c", "a b Y", "X b Y"),
        ("a b c", "a c", "a b c d", "a c d"),
        ("a b c", "a X c", "a X c", "a X c"),
        ("a b c", "a X c", "a Y c", "a <<<<<<< here X ======= Y >>>>>>> source c"),
        ("a b c", "a c", "a Y c", "a <<<<<<< here ======= Y >>>>>>> source c"),
        ("", "X", "Y", "<<<<<<< here X ======= Y >>>>>>> source"),
        ("a", "", "a b", "<<<<<<< here ======= a b >>>>>>> source"),
        ("a b", "", "a b", ""),
    ],
)
def test_three_texts_become_one(base, mine, theirs, result):
    assert merged(base, mine, theirs) == result


@given(lines, lines)
def test_what_only_one_side_changed_is_taken(base, other):
    assert [chunk.lines for chunk in merge(base, base, other)] in ([], [tuple(other)])
    assert with_markers(merge(base, base, other)) == "\n".join(other)
    assert with_markers(merge(base, other, base)) == "\n".join(other)
    assert with_markers(merge(base, other, other)) == "\n".join(other)


@given(lines, lines, lines)
def test_nothing_of_either_side_is_dropped(base, mine, theirs):
    chunks = merge(base, mine, theirs)
    kept = [line for chunk in chunks for line in (chunk.lines or (*chunk.mine, *chunk.theirs))]
    for side in (mine, theirs):
        new = list(side)
        for line in base:
            if line in new:
                new.remove(line)
        for line in set(new):
            assert kept.count(line) >= new.count(line)


@given(lines, lines)
def test_changes_lead_from_one_to_the_other(old, new):
    result = list(old)
    for taken, given_ in reversed(list(changes(old, new))):
        result[taken] = new[given_]
    assert result == new


@given(lines, lines)
def test_matches_are_equal_and_in_order(old, new):
    end_old = end_new = 0
    for a, b, size in matches(old, new):
        assert old[a : a + size] == new[b : b + size]
        assert a >= end_old
        assert b >= end_new
        end_old, end_new = a + size, b + size


def test_long_texts_take_no_long_time():
    old = [f"line {number}" if number % 2 else "" for number in range(40_000)]
    new = ["first", *old[:20_000], "middle", *old[20_000:], "last"]
    start = time.process_time()
    assert sum(size for _, _, size in matches(old, new)) > 39_000
    matches(["", "text"] * 20_000, ["text", "new"] * 20_000)
    assert time.process_time() - start < 5

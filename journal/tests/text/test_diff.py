import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journal.text.diff import diff

texts = st.lists(st.sampled_from(["a", "b c", "", "long line of words"]), max_size=10).map("\n".join)


def shown(old, new):
    marks = {"same": " ", "removed": "-", "added": "+", "gap": "…"}
    return [
        marks[row.kind] + "".join(f"[{part.text}]" if part.is_changed else part.text for part in row.parts)
        for row in diff(old, new)
    ]


@pytest.mark.parametrize(
    ("old", "new", "rows"),
    [
        ("a\nb", "a\nb", ["…"]),
        ("a b c", "a x c", ["-a [b] c", "+a [x] c"]),
        ("a", "a\nb", [" a", "+[b]"]),
        ("a\nb", "b", ["-[a]", " b"]),
        ("", "x", ["-", "+[x]"]),
        ("1\n2\n3\n4\n5\nx", "1\n2\n3\n4\n5\ny", ["…", " 3", " 4", " 5", "-[x]", "+[y]"]),
        ("<b>", "<i>", ["-<[b]>", "+<[i]>"]),
    ],
)
def test_changes_are_shown_by_line_and_word(old, new, rows):
    assert shown(old, new) == rows


@given(texts, texts)
def test_both_texts_are_in_it(old, new):
    def lines(kinds, side):
        return {
            getattr(row, side): "".join(part.text for part in row.parts) for row in diff(old, new) if row.kind in kinds
        }

    for kinds, side, text in ((("same", "removed"), "old", old), (("same", "added"), "new", new)):
        for number, line in lines(kinds, side).items():
            assert text.split("\n")[number - 1] == line


def test_long_lines_and_many_lines_take_no_long_time():
    start = time.process_time()
    diff("x " * 50_000, "y " * 50_000)
    diff("\n".join(map(str, range(5_000))), "\n".join(map(str, range(5_000, 10_000))))
    assert time.process_time() - start < 3

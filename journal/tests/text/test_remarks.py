"""What an author hid is not given away with the Markdown either."""

import pytest

from journal.text.remarks import without_remarks


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("nothing hidden", "nothing hidden"),
        ("a <!-- secret --> b", "a  b"),
        ("a <!-- secret\nsecret --> b", "a  b\n"),
        ("<!-- secret\n\nsecret -->\nb", "\n\n\nb"),
        ("<!-- secret --> *b*", " *b*"),
        ("a\n\n<!-- secret\n\nsecret", "a\n\n\n\n"),
        ("a %%secret%% b", "a  b"),
        ("%%\nsecret\n\nsecret\n%%\nb", "\n\n\n\n\nb"),
        ("- a\n\n  %% secret %%\n- b", "- a\n\n\n- b"),
        ("> [!note]\n> <!-- secret --> b", "> [!note]\n>  b"),
        ("`<!-- code -->` and `%%x%%`", "`<!-- code -->` and `%%x%%`"),
        ("```\n<!-- code -->\n%%\nx\n%%\n```", "```\n<!-- code -->\n%%\nx\n%%\n```"),
        ("100%% and %%timeit", "100%% and %%timeit"),
        ("a <!-- b", "a <!-- b"),
    ],
)
def test_remarks_are_taken_out_and_code_is_kept(text, shown):
    assert without_remarks(text) == shown
    assert "secret" not in shown


@pytest.mark.parametrize("unit", ["<!-- ", "%% a ", " %%a", "`a ", "<!-- -->", "%%a%% "])
def test_many_marks_take_no_longer_than_the_text(unit):
    import time

    started = time.process_time()
    without_remarks(unit * (100_000 // len(unit)))
    assert time.process_time() - started < 2

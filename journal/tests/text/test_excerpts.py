import pytest

from journal.text.excerpts import EXCERPT_LENGTH, excerpt, reading_minutes


@pytest.mark.parametrize(
    ("text", "length", "expected"),
    [
        ("short", 20, "short"),
        ("two  spaces\nand a line", 40, "two spaces and a line"),
        ("one two three", 9, "one two…"),
        ("one, two three", 6, "one…"),
        ("one – two three", 7, "one…"),
        ("unbreakable", 5, "unbr…"),
        ("", 10, ""),
        ("你好世界你好世界", 5, "你好世界…"),
    ],
)
def test_an_excerpt_is_cut_between_words(text, length, expected):
    assert excerpt(text, length) == expected


def test_an_excerpt_is_never_longer_than_it_may_be():
    assert len(excerpt("word " * 1000)) <= EXCERPT_LENGTH
    assert len(excerpt("x" * 1000)) <= EXCERPT_LENGTH


@pytest.mark.parametrize(
    ("words", "code_lines", "minutes"),
    [(0, 0, 1), (220, 0, 1), (221, 0, 2), (1100, 0, 5), (220, 40, 2), (0, 400, 10)],
)
def test_reading_minutes(words, code_lines, minutes):
    codes = ["\n" * (code_lines - 1)] if code_lines else []
    assert reading_minutes("w " * words, codes) == minutes


def test_text_without_spaces_takes_time_too():
    assert reading_minutes("字" * 12_000, []) > 4

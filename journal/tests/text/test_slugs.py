"""Slugs: every script's letters, and never nothing."""

import pytest

from journal.text.slugs import MAX_LENGTH, slugify, unique_slug


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("Querysets", "querysets"),
        ("What the @ does", "what-the-at-does"),
        ("C++ and C#", "c-plus-plus-and-c-sharp"),
        ("Salt & pepper", "salt-and-pepper"),
        ("100 % sure", "100-percent-sure"),
        ("  many   spaces  ", "many-spaces"),
        ("__init__.py", "init-py"),
        ("snake_case", "snake-case"),
        ("Ada's engine", "adas-engine"),
        ("Ada’s engine", "adas-engine"),
        ("Größe und Maß", "größe-und-maß"),
        ("Café", "café"),
        ("Cafe\u0301", "café"),
        ("ﬁle", "file"),
        ("Ｆｕｌｌ　ｗｉｄｔｈ", "full-width"),
        ("Привет, мир", "привет-мир"),
        ("你好，世界", "你好-世界"),
        ("日本語のタイトル", "日本語のタイトル"),
        ("हिन्दी में", "हिन्दी-में"),
        ("مرحبا بالعالم", "مرحبا-بالعالم"),
        ("שלום", "שלום"),
        ("🎉", "party-popper"),
        ("🎉 Release", "release"),
        ("❤️", "heavy-black-heart"),
        ("???", "question-mark-question-mark-question-mark"),
        ("&", "ampersand"),
        ("-", "hyphen-minus"),
        ("<script>alert(1)</script>", "script-alert-1-script"),
        ("../../etc/passwd", "etc-passwd"),
        ("a/b\\c", "a-b-c"),
        ("a\x00b", "a-b"),
        ("", "untitled"),
        ("\n", "untitled"),
    ],
)
def test_slugify(text, slug):
    assert slugify(text) == slug


def test_a_slug_of_a_slug_is_the_slug():
    for text in ("Größe & Maß", "C++", "🎉", "हिन्दी में"):
        assert slugify(slugify(text)) == slugify(text)


def test_a_long_title_is_cut_without_a_hyphen_at_its_end():
    slug = slugify("word " * 100)
    assert len(slug) <= MAX_LENGTH
    assert not slug.endswith("-")


def test_a_taken_slug_gets_the_first_free_number():
    assert unique_slug("Sets", set()) == "sets"
    assert unique_slug("Sets", {"sets"}) == "sets-2"
    assert unique_slug("Sets", {"sets", "sets-2", "sets-3"}) == "sets-4"


def test_the_number_fits_behind_the_longest_slug():
    longest = slugify("a" * 500)
    numbered = unique_slug("a" * 500, {longest})
    assert len(numbered) == MAX_LENGTH
    assert numbered.endswith("a-2")

import pytest

from journal.text.frontmatter import MAX_LENGTH, BadFrontMatter, split_front_matter


@pytest.mark.parametrize(
    ("source", "values", "body"),
    [
        ("no front matter", {}, "no front matter"),
        ("", {}, ""),
        ("---\ntitle: Sets\n---\nbody", {"title": "Sets"}, "body"),
        ("---\r\ntitle: Sets\r\n---\r\nbody", {"title": "Sets"}, "body"),
        ("\ufeff---\ntitle: Sets\n---\nbody", {"title": "Sets"}, "body"),
        ("---\n---\nbody", {}, "body"),
        ("---\ntags: [a, b]\n---\n", {"tags": ["a", "b"]}, ""),
        ("---\ntitle: Sets\n---", {"title": "Sets"}, ""),
        ("text\n---\ntitle: no\n---\n", {}, "text\n---\ntitle: no\n---\n"),
        ("---\nnever closed", {}, "---\nnever closed"),
        ("--- \ntitle: x\n---  \nbody", {"title": "x"}, "body"),
        ("---\na: 1\n---\n---\nb: 2\n---\n", {"a": 1}, "---\nb: 2\n---\n"),
    ],
)
def test_front_matter_is_split_off(source, values, body):
    assert split_front_matter(source) == (values, body)


@pytest.mark.parametrize(
    "block",
    [
        "title: a: b",
        "- a\n- list",
        "just words",
        "42",
        "a: &x 1\nb: *x",
        "a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]",
        "!!python/object/apply:os.system ['echo']",
        "!!python/name:os.system",
        "x: !!python/tuple [1]",
        "a: [" * 5000,
        "title: " + "x" * MAX_LENGTH,
        "date: 2026-99-99",
        "\tx: 1",
    ],
)
def test_what_is_not_plain_data_is_refused(block):
    with pytest.raises(BadFrontMatter):
        split_front_matter(f"---\n{block}\n---\nbody")

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journal.text.frontmatter import MAX_LENGTH, BadFrontMatter, read_front_matter, split_front_matter


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


def edited(block, **changes):
    front = read_front_matter(f"---\n{block}---\nbody")
    result = front.edited(changes)
    return result.removeprefix("---\n").removesuffix("---\n")


@pytest.mark.parametrize(
    ("block", "changes", "result"),
    [
        ("title: A\ntags: [x]\n", {"title": "B"}, "title: B\ntags: [x]\n"),
        ('title: "A"  # why\n', {"title": "B"}, 'title: "B"  # why\n'),
        ("title: 'A'\n", {"title": "it's"}, "title: 'it''s'\n"),
        ("title: A\n", {"title": "B: c"}, "title: 'B: c'\n"),
        ("title:\n", {"title": "B"}, "title: B\n"),
        ("a: 1\n", {"title": "B"}, "a: 1\ntitle: B\n"),
        ("", {"title": "B"}, "title: B\n"),
        ("draft: true\n", {"draft": False}, "draft: false\n"),
        ("a: 1\nslug: x\nb: 2\n", {"slug": None}, "a: 1\nb: 2\n"),
        ("a: 1\n", {"slug": None}, "a: 1\n"),
        ("tags: [a, 'b c']\n", {"tags": ["b c", "d"]}, "tags: ['b c', d]\n"),
        ('tags:\n  - a\n  - "b"\nx: 1\n', {"tags": ["b", "c"]}, 'tags:\n  - "b"\n  - c\nx: 1\n'),
        ("tags:\n- a\nx: 1\n", {"tags": ["a", "b"]}, "tags:\n- a\n- b\nx: 1\n"),
        ("text: >\n  folded\n  words\nx: 1\n", {"text": "one"}, "text: one\nx: 1\n"),
        ("tags:\n- a # why\n- b\n", {"tags": ["a", "c"]}, "tags:\n- a # why\n- c\n"),
        ('tags: ["#a", b]\n', {"tags": ["a"]}, 'tags: ["#a"]\n'),
        ("tags:\n- a\n- b # keep\n\n# below\nx: 1\n", {"tags": ["a", "c"]}, "tags:\n- a\n- c\n\n# below\nx: 1\n"),
        ("tags:\n- a\n# below\nx: 1\n", {"tags": ["a", "b"]}, "tags:\n- a\n- b\n# below\nx: 1\n"),
        (
            "  title: T\n  tags:\n    - a\n  x: 1\n",
            {"tags": ["a", "b"], "slug": "s"},
            "  title: T\n  tags:\n    - a\n    - b\n  x: 1\n  slug: s\n",
        ),
        ('title: "🎉 A"\n', {"title": "🎉 B \\U0001F389"}, 'title: "🎉 B \\\\U0001F389"\n'),
        (
            'date: "2024-01-02"\n',
            {"date": datetime(2023, 5, 6, 7, 8, tzinfo=UTC)},
            'date: "2023-05-06T07:08:00+00:00"\n',
        ),
        ("# a comment\ntitle: A # and one\n", {"title": "B"}, "# a comment\ntitle: B # and one\n"),
    ],
)
def test_editing_changes_the_lines_of_one_key(block, changes, result):
    assert edited(block, **changes) == result


def test_editing_keeps_carriage_returns():
    front = read_front_matter("---\r\ntitle: A\r\n---\r\nbody")
    assert front.edited({"title": "B", "x": 1}) == "---\r\ntitle: B\r\nx: 1\r\n---\r\n"


@given(
    st.dictionaries(st.sampled_from(["title", "slug", "other"]), st.text(max_size=30), min_size=1),
    st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=40),
)
def test_what_is_written_is_read_again(values, title):
    block = "".join(f"{name}: {value!r}\n" for name, value in values.items() if value.isascii() and value.isalnum())
    front = read_front_matter(f"---\n{block}---\n")
    assert read_front_matter(front.edited({"title": title})).values == front.values | {"title": title}


TOML = '+++\ntitle = "A"\ndate = 2024-05-06T07:08:09Z\ntags = ["a"]\n[params]\nx = 1\n+++\nbody'


def test_toml_is_read():
    values, body = split_front_matter(TOML)
    assert (values["title"], values["tags"], values["params"], body) == ("A", ["a"], {"x": 1}, "body")


def test_toml_is_edited_above_its_tables():
    block = read_front_matter(TOML).edited({"title": 'say "B"', "tags": ["a", "b"], "slug": "new", "draft": True})
    assert block.splitlines()[1:6] == [
        'title = "say \\"B\\""',
        "date = 2024-05-06T07:08:09Z",
        'tags = ["a", "b"]',
        'slug = "new"',
        "draft = true",
    ]
    assert read_front_matter(block).values["params"] == {"x": 1}


def test_toml_that_only_a_person_can_edit_is_left():
    front = read_front_matter('+++\ntags = [\n  "a",\n]\n+++\n')
    with pytest.raises(BadFrontMatter, match="several lines"):
        front.edited({"tags": ["b"]})


@pytest.mark.parametrize(
    ("block", "changes"),
    [("{title: X}\n", {"slug": "new"}), ("tags:\n  - a\n  - b\ntags: a b\nx: 1\n", {"tags": ["c"]})],
)
def test_what_would_not_read_as_meant_is_never_written(block, changes):
    front = read_front_matter(f"---\n{block}---\nbody")
    try:
        written = front.edited(changes)
    except BadFrontMatter:
        return
    assert read_front_matter(written).values == front.values | changes


def test_a_comment_behind_a_toml_value_stays():
    front = read_front_matter('+++\ntitle = "A # b" # why\n+++\n')
    assert front.edited({"title": "C"}) == '+++\ntitle = "C" # why\n+++\n'


def test_a_rule_across_the_page_is_no_front_matter():
    source = "---\n\nA slide\n\n---\n\n# Another\n"
    assert split_front_matter(source) == ({}, source)


def test_an_error_says_the_line():
    with pytest.raises(BadFrontMatter) as refusal:
        split_front_matter("---\ntitle: A\ntags: [\n---\n")
    assert refusal.value.line == 4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journal.text.frontmatter import FrontMatter, read_front_matter


@pytest.mark.parametrize(
    ("block", "values"),
    [
        ("title: Flask: the app context\ntags: [a]", {"title": "Flask: the app context", "tags": ["a"]}),
        ("title: @decorators\ndate: 2024-01-02", {"title": "@decorators", "date": "2024-01-02"}),
        ("title: A\ntags:\n\t- one\n\t- two", {"title": "A", "tags": ["one", "two"]}),
        ('title: The "best" part: sets', {"title": 'The "best" part: sets'}),
        ("title: 'It's mine'", {"title": "It's mine"}),
        ("title: `map` and `filter`\nslug: m", {"title": "`map` and `filter`", "slug": "m"}),
        ("tags: [a, b\ntitle: T", {"tags": ["a", "b"], "title": "T"}),
        ("title: A\nsummary: one: two\n  three", {"title": "A", "summary": "one: two three"}),
        ("title: A\n# %: a remark\n%bad\n", {"title": "A"}),
        ("title: %d of %s", {"title": "%d of %s"}),
        ("title: &x [1]\nb: *x", {"title": ["1"], "b": "*x"}),
        ("title: !!python/object/apply:os.system [id]", {"title": "!!python/object/apply:os.system [id]"}),
        ("title: A\ndraft true\nb: c: d", {"title": "A", "draft": "true", "b": "c: d"}),
        ("  - title: x: y\ntitle: z", {"title": "z"}),
    ],
)
def test_one_slip_of_yaml_loses_no_other_key(block, values):
    front = read_front_matter(f"---\n{block}\n---\nThe text")
    assert front.values == values
    assert front.text == "The text"
    assert front.slip is not None


def test_one_slip_of_toml_loses_no_other_key():
    front = read_front_matter('+++\ntitle = It works\ndraft = true\ntags = [\n  "a",\n]\n[extra]\nx = 1\n+++\nThe text')
    assert front.values == {"title": "It works", "draft": True, "tags": ["a"]}
    assert front.problems == ("line 2 of the front matter: “title” is taken as it stands there",)


@pytest.mark.parametrize("block", ["just words", "- a\n- list", "Note this: a: b\nand: so: on", "42"])
def test_what_states_nothing_is_a_text_between_two_rules(block):
    source = f"---\n{block}\n---\nThe text"
    front = read_front_matter(source)
    assert (front.values, front.block, front.text) == ({}, "", source)
    assert front.problems[0].endswith("It is shown as text.")


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("3.10", "3.10"),
        ("10:30", "10:30"),
        ("No", "No"),
        ("010", "010"),
        ("1_000", "1_000"),
        ("2024-99-99", "2024-99-99"),
    ],
)
def test_a_scalar_is_the_text_that_was_written(written, read):
    assert read_front_matter(f"---\ntitle: {written}\ntags: [{written}]\n---\n").values == {
        "title": read,
        "tags": [read],
    }


@pytest.mark.parametrize(
    ("block", "changes", "written"),
    [
        ("title: A: b\nx: 1\n", {"title": "C"}, "title: C\nx: 1\n"),
        ("title: A: b\nx: 1\n", {"title": "C: d"}, "title: 'C: d'\nx: 1\n"),
        ("title: A: b\r\nslug: x\r\n", {"slug": None}, "title: A: b\r\n"),
    ],
)
def test_a_line_of_it_can_be_edited(block, changes, written):
    front = read_front_matter(f"---\n{block}---\n")
    assert front.edited(changes) == f"---\n{written}---\n"


@given(st.text(alphabet=st.sampled_from("title: draft-[]{}'\"&*!|>%@`#\n\t,a=true"), max_size=200))
def test_no_text_is_lost_and_nothing_raises(block):
    source = f"---\n{block}\n---\nThe text"
    front = read_front_matter(source)
    assert isinstance(front, FrontMatter)
    assert front.block + front.text == source

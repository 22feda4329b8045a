import time

import pytest

from journal.text.references import references, rewrite_references


@pytest.mark.parametrize(
    ("text", "form", "target"),
    [
        ("[a](b.md)", "inline", "b.md"),
        ('[a](b.md "title")', "inline", "b.md"),
        ("[a]( <b c.md> )", "inline", "b c.md"),
        ("[a](b c.md)", "inline", "b c.md"),
        ("[a](b(1).md)", "inline", "b(1).md"),
        ("![a](b.png)", "inline", "b.png"),
        ("[![a](b.png)](https://x.y)", "inline", "b.png"),
        ("[a]: b.md", "definition", "b.md"),
        ("  [a]: <b.md> 'title'", "definition", "b.md"),
        ("[[Note]]", "wiki", "Note"),
        ("[[Note#Part|label]]", "wiki", "Note"),
        ("![[pic.png|300]]", "embed", "pic.png"),
        ('<img alt="x" src="b.png">', "html", "b.png"),
        ("<a href='b.md'>x</a>", "html", "b.md"),
        ("[a]({% post_url 2020-01-02-x %})", "inline", "{% post_url 2020-01-02-x %}"),
        ('[a]({{< ref "x.md" >}})', "inline", '{{< ref "x.md" >}}'),
        ("[a]({{ site.baseurl }}/x.png)", "inline", "{{ site.baseurl }}/x.png"),
        ("- item [a](b.md)", "inline", "b.md"),
        ("> quote [a](b.md)", "inline", "b.md"),
    ],
)
def test_a_reference_is_found(text, form, target):
    found = references(text)[0]
    assert (found.form, found.target, found.line) == (form, target, 1)


@pytest.mark.parametrize(
    "text",
    [
        "`[a](b.md)`",
        "``[a](b.md) ` ``",
        "```\n[a](b.md)\n```",
        "~~~\n[[b]]\n~~~",
        "text\n\n    [a](b.md)",
        "\\[[b]]",
        "[a] (b.md)",
        "a[1](no",
        "",
    ],
)
def test_code_and_what_is_no_reference_stays(text):
    assert rewrite_references(text, lambda reference: "NEW") == text


@pytest.mark.parametrize(
    ("text", "new", "result"),
    [
        ('[a](b.md "t")', "x.md", '[a](x.md "t")'),
        ("[a](<b c.md>)", "x.md", "[a](x.md)"),
        ("[a](b.md)", "x y.md", "[a](<x y.md>)"),
        ("[r]: b.md", "x.md", "[r]: x.md"),
        ("[[Note]]", "note-2", "[[note-2|Note]]"),
        ("[[Note#Part|label]]", "note-2", "[[note-2#Part|label]]"),
        ("[[a|note-2]]", "note-2", "[[note-2]]"),
        ("| [[a\\|b]] |", "x", "| [[x\\|b]] |"),
        ("![[pic.png|300]]", "/attachments/x.png", "![pic](/attachments/x.png)"),
        ("![[pic.png|A cat]]", "/attachments/x.png", "![A cat](/attachments/x.png)"),
        ('<img src="a.png" alt="">', "/x.png", '<img src="/x.png" alt="">'),
        ("[a](b.md) and [c](d.md)", "x", "[a](x) and [c](x)"),
    ],
)
def test_only_the_target_changes(text, new, result):
    assert rewrite_references(text, lambda reference: new) == result


def test_none_leaves_a_reference_as_it_is():
    text = "[a](b.md) [[c|d]] ![[e]]"
    assert rewrite_references(text, lambda reference: None) == text


@pytest.mark.parametrize("part", ["[](", "](", "[[", "`a", "<img ", "](<", "](( ", "](a ", "![", "[a]: ", "<a href="])
def test_monstrous_lines_cost_little(part):
    start = time.process_time()
    references(part * 30_000)
    assert time.process_time() - start < 2

"""Lines to blocks: what begins where, what belongs to what, and which lines each block has."""

import pytest

from journal.text.blocks import parse


def shape(block):
    """A block as (kind, first line, end, children or text)."""
    inner = [shape(child) for child in block.children]
    return (block.kind, block.start, block.end, inner or block.text)


def shapes(source):
    return [shape(block) for block in parse(source).document.children]


def kinds(source):
    return [block.kind for block in parse(source).document.walk()][1:]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("", []),
        ("\n\n", []),
        ("a\nb\n\nc", [("paragraph", 0, 2, "a\nb"), ("paragraph", 3, 4, "c")]),
        ("# a #\n## b", [("heading", 0, 1, "a"), ("heading", 1, 2, "b")]),
        ("a\nb\n---", [("heading", 0, 3, "a\nb")]),
        ("a\n***\nb", [("paragraph", 0, 1, "a"), ("break", 1, 2, ""), ("paragraph", 2, 3, "b")]),
        ("    a\n\n    b\n\nc", [("code", 0, 3, "a\n\nb"), ("paragraph", 4, 5, "c")]),
        ("```py\na\n\n```\nb", [("fence", 0, 4, "a\n"), ("paragraph", 4, 5, "b")]),
        ("a\n```\nb\n```", [("paragraph", 0, 1, "a"), ("fence", 1, 4, "b")]),
        ("> a\nb", [("quote", 0, 2, [("paragraph", 0, 2, "a\nb")])]),
        ("> a\n\nb", [("quote", 0, 1, [("paragraph", 0, 1, "a")]), ("paragraph", 2, 3, "b")]),
        ("a:\n- b", [("paragraph", 0, 1, "a:"), ("list", 1, 2, [("item", 1, 2, [("paragraph", 1, 2, "b")])])]),
        ("a\n2. b", [("paragraph", 0, 2, "a\n2. b")]),
        ("a\n|b|c|\n|-|-|\n|d|e|", [("paragraph", 0, 1, "a"), ("table", 1, 4, "|b|c|\n|d|e|")]),
        ("|b|c|\n|-|\n", [("paragraph", 0, 2, "|b|c|\n|-|")]),
        ("#a\n#5", [("paragraph", 0, 2, "#a\n#5")]),
        ("[a]: /b\n[c]: /d\ne", [("paragraph", 2, 3, "e")]),
        ("[a]: /b\n---", [("link definitions", 0, 1, ""), ("break", 1, 2, "")]),
        ("[a]: /b\n===", [("link definitions", 0, 1, ""), ("paragraph", 1, 2, "===")]),
        ("a|b\n-|-\n$$x$$ | $$y$$", [("table", 0, 3, "a|b\n$$x$$ | $$y$$")]),
        ("$$x$$ and $$y$$", [("paragraph", 0, 1, "$$x$$ and $$y$$")]),
        ("\\[Citation needed\\]", [("paragraph", 0, 1, "\\[Citation needed\\]")]),
        ("> $$\nx\n$$", [("quote", 0, 3, [("paragraph", 0, 3, "$$\nx\n$$")])]),
        ("[^1]: a\n\n[^1]: b", [("footnote", 0, 1, [("paragraph", 0, 1, "a")]), ("paragraph", 2, 3, "[^1]: b")]),
        ("*[ ]: x", [("paragraph", 0, 1, "*[ ]: x")]),
        ("a\n: b", [("terms", 0, 1, "a"), ("meaning", 1, 2, [("paragraph", 1, 2, "b")])]),
        ("!!! wow\ntext", [("paragraph", 0, 2, "!!! wow\ntext")]),
        ("!!! tip\n    a", [("marked", 0, 2, [("paragraph", 1, 2, "a")])]),
        ("$$\n- a\n= b\n$$", [("formula", 0, 4, "$$\n- a\n= b\n$$")]),
        ("a\n$$\n- b\n$$\nc", [("paragraph", 0, 5, "a\n$$\n- b\n$$\nc")]),
        ("> $$\n> - a\n> $$\n> b", [("quote", 0, 4, [("formula", 0, 3, "$$\n- a\n$$"), ("paragraph", 3, 4, "b")])]),
        ("$$\n\n- a", [("paragraph", 0, 1, "$$"), ("list", 2, 3, [("item", 2, 3, [("paragraph", 2, 3, "a")])])]),
        ("%%\na\n\nb\n%%\nc", [("remark", 0, 5, "\na\n\nb\n%%"), ("paragraph", 5, 6, "c")]),
        ("%%timeit\nx\n%%", [("paragraph", 0, 3, "%%timeit\nx\n%%")]),
        ("<?php\n\na", [("paragraph", 0, 1, "<?php"), ("paragraph", 2, 3, "a")]),
    ],
)
def test_blocks_know_their_lines(source, expected):
    assert shapes(source) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (
            "- a\n  - b\n    - c\n  - d\n- e",
            "list item paragraph list item paragraph list item paragraph item paragraph item paragraph",
        ),
        ("1. a\n   - b\n2. c", "list item paragraph list item paragraph item paragraph"),
        ("1. a\n  - b", "list item paragraph list item paragraph"),
        ("- a\n* b", "list item paragraph list item paragraph"),
        ("1. a\n2) b", "list item paragraph list item paragraph"),
        ("- a\n\n  ```\n  b\n  ```\n\n  c\n- d", "list item paragraph fence paragraph item paragraph"),
        ("- > a\n  > - b\n- c", "list item quote paragraph list item paragraph item paragraph"),
        ("> !!! tip\n>     a\n>\n>     - b", "quote marked paragraph list item paragraph"),
        ("- a\n\n      b", "list item paragraph code"),
        ("-\ta\n\n\tb", "list item paragraph paragraph"),
        ("- [ ] a\n  ```\n  b\n  ```", "list item paragraph fence"),
        ("[^1]: a\n\n    - b\n\n    ```\n    c\n    ```\nd", "footnote paragraph list item paragraph fence paragraph"),
        ("- \\[a\n- \\[b\n- c\\]", "list item paragraph item paragraph item paragraph"),
        (">" * 40 + " a\n- b", "quote " * 40 + "paragraph list item paragraph"),
        (">" * 60 + " a\n- b", "quote " * 60 + "paragraph list item paragraph"),
        ("۱. a", "paragraph"),
    ],
)
def test_blocks_nest_by_columns(source, expected):
    assert " ".join(kinds(source)) == expected


@pytest.mark.parametrize(
    ("source", "is_loose"),
    [
        ("- a\n- b", False),
        ("- a\n\n- b", True),
        ("- a\n\n  b", True),
        ("- a\n  - b\n\n  - c\n- d", False),
        ("- a\n\n\n- b", True),
        ("- a\n\n  ```\n  b\n\n  ```\n- c", True),
        ("- ```\n\n  a\n  ```\n- b", False),
        ("- a\n  > b\n  >\n- c", False),
        ("- a\n\n  [b]: /c\n- d", True),
    ],
)
def test_a_list_is_loose_where_a_blank_line_parts_its_blocks(source, is_loose):
    [block] = parse(source).document.children
    assert block.is_loose is is_loose


@pytest.mark.parametrize(
    ("source", "code"),
    [
        ("```\n\ta\n\t\tb\n```", "\ta\n\t\tb"),
        ("  ```\n  a\n    b\n c\n  ```", "a\n  b\nc"),
        ("- x\n\n  ```\n  \ta\n  ```", "\ta"),
        ("> ```\n> \ta\n> ```", "\ta"),
        ("~~~\n```\n~~~", "```"),
        ("````\n```\n````", "```"),
        ("```\na", "a"),
    ],
)
def test_code_is_kept_to_the_character(source, code):
    [fence] = [block for block in parse(source).document.walk() if block.kind == "fence"]
    assert fence.text == code


def test_what_a_text_defines_is_kept_beside_it():
    parsed = parse('[A b]: /c "d"\n[a  B]: /second\n\n*[ORM]: mapper\n\n[^n]: note')
    assert parsed.references == {"a b": ("/c", "d")}
    assert parsed.abbreviations == {"ORM": "mapper"}
    assert [note.text or note.children[0].text for note in parsed.footnotes.values()] == ["note"]


def test_nesting_ends_somewhere():
    assert len(kinds("> " * 500 + "a")) < 100
    assert "> > a" in next(block.text for block in parse("> " * 500 + "a").document.walk() if block.kind == "paragraph")

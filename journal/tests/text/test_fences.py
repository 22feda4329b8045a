"""Fences: where they are, and what their info strings say."""

import pytest

from journal.text.fences import Info, find_fences, parse_info


@pytest.mark.parametrize(
    ("info", "expected"),
    [
        ("", Info()),
        ("python", Info(language="python")),
        ("Python", Info(language="python")),
        ("c++", Info(language="c++")),
        ("html+django", Info(language="html+django")),
        ('python title="Counting words"', Info(language="python", title="Counting words")),
        ("python title='Single'", Info(language="python", title="Single")),
        ("python title=Bare", Info(language="python", title="Bare")),
        ("python name=count-words", Info(language="python", name="count-words")),
        ("python name=Count_Words.1", Info(language="python", name="count_words.1")),
        ('python name="a b/c"', Info(language="python", name="a-b-c")),
        ('python hl_lines="2"', Info(language="python", hl_lines=(2,))),
        ('python hl_lines="1 3-5"', Info(language="python", hl_lines=(1, 3, 4, 5))),
        ("python hl_lines=1,3", Info(language="python", hl_lines=(1, 3))),
        ("python linenums", Info(language="python", linenums=True)),
        ("python linenums=true", Info(language="python", linenums=True)),
        ("python linenums=false", Info(language="python", linenums=False)),
        ("python isolated norun", Info(language="python", isolated=True, norun=True)),
        ("python raises=KeyError", Info(language="python", raises="KeyError")),
        ("python raises=json.JSONDecodeError", Info(language="python", raises="json.JSONDecodeError")),
        ("norun", Info(norun=True)),
        ('title="no language"', Info(title="no language")),
        ('{.python title="Braces"}', Info(language="python", title="Braces")),
        ("{.python}", Info(language="python")),
        ("{#id .haskell}", Info(language="haskell")),
        ("{r, norun}", Info(language="r", norun=True)),
        ('python title="<b>&amp;"', Info(language="python", title="<b>&amp;")),
    ],
)
def test_an_info_string_is_read(info, expected):
    assert parse_info(info) == expected


@pytest.mark.parametrize(
    "option",
    [
        "linenostep=0",
        "linenos=1",
        "style=x",
        "lang=python",
        "linenostart=abc",
        "encoding=bogus",
        "pygments_style=x",
        "tagsfile=/etc/passwd",
        'classprefix="><script>alert(1)</script>',
        "prestyles=color:red",
        "onclick=alert(1)",
        "#anchor",
        ".class",
        "noclasses=True",
        "full=True",
        "cssfile=x",
        "title",
        "raises",
    ],
)
def test_an_option_that_is_not_known_is_reported_and_has_no_effect(option):
    info = parse_info(f"python {option}")
    assert info.language == "python"
    assert len(info.problems) == 1
    assert info == Info(language="python", problems=info.problems)


@pytest.mark.parametrize("lines", ["0", "-1", "a", "1-", "99999", "١", "1--3"])
def test_a_line_number_that_is_none_is_reported(lines):
    info = parse_info(f'python hl_lines="{lines}"')
    assert info.hl_lines == ()
    assert "hl_lines" in info.problems[0]


@pytest.mark.parametrize(
    "info",
    ['python title="never closed', "python title='", "\\", '"', "= = =", "=x", "a=b=c", "python " * 1000, "\x00", "💥"],
)
def test_no_info_string_raises(info):
    parse_info(info)


def codes(source):
    return [fence.code for fence in find_fences(source.split("\n"))]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("```\nx\n```", ["x"]),
        ("~~~\nx\n~~~", ["x"]),
        ("````\n```\nx\n```\n````", ["```\nx\n```"]),
        ("```\nx\n`````", ["x"]),
        ("```\n\n\n```", ["\n"]),
        ("```\n```", [""]),
        ("```\nx\n~~~\ny\n```", ["x\n~~~\ny"]),
        ("text\n```\nx\n```\ntext", ["x"]),
        ("  ```\n  x\n    y\n  ```", ["x\n  y"]),
        ("- item\n\n    ```\n    x\n    ```", ["x"]),
        ("- item\n\n  ```\n  x\n  ```", ["x"]),
        ("1. item\n\n   ```\n   x\n   ```", ["x"]),
        ("- a\n    - b\n\n        ```\n        x\n        ```", ["x"]),
        ("> ```\n> x\n> ```", ["x"]),
        ("> > ```\n> > x\n> > ```", ["x"]),
        ("!!! note\n    ```\n    x\n    ```", ["x"]),
        ("[^1]: note\n\n    ```\n    x\n    ```", ["x"]),
        ("term\n:   definition\n\n    ```\n    x\n    ```", ["x"]),
        ("```\n\tx\n```", ["\tx"]),
        ("- item\n\n\t```\n\tx\n\t```", ["x"]),
        ("    ```\n    x\n    ```", []),
        ("``` a`b\nx\n```", [""]),
        ("inline ``` not a fence", []),
        ("``\nx\n``", []),
        ("```\na\n```\n```\nb\n```", ["a", "b"]),
    ],
)
def test_fences_are_found_where_people_put_them(source, expected):
    assert codes(source) == expected


def test_a_fence_that_is_never_closed_runs_to_the_end_and_says_so():
    [fence] = find_fences("text\n```python\nx\n\ny".split("\n"))
    assert fence.code == "x\n\ny"
    assert not fence.is_closed
    [warning] = fence.warnings
    assert warning.line == 2
    assert "never closed" in warning.message


def test_a_quoted_fence_ends_with_its_quote():
    [fence] = find_fences("> ```\n> x\n\nafter".split("\n"))
    assert fence.code == "x"
    assert fence.end == 2

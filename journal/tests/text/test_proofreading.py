"""What readers would stumble over."""

import pytest

from journal.text.pipeline import render_document
from journal.text.proofreading import ELSEWHERE, ENDLESS_COMMENT, NO_ALT


def found(text):
    return [(warning.line, warning.message) for warning in render_document(text).warnings]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Words.",
        "# One\n\na\n\n## Two\n\nb\n\n### Three\n\nc\n\n# Four\n\nd",
        "## Two\n\na\n\n### Three\n\nb",
        "# One\n\n## Two\n\na",
        "One\n===\n\na\n\nTwo\n---\n\nb",
        "![A dot](/attachments/a.png)",
        '<img src="/attachments/a.png" alt="A dot">',
        "`![](a.png)` is an image, `TODO` a word",
        "```\n![](a.png)\n# One\n#### Four\nTODO\n```",
        "words\n\n    ![](a.png)",
        "a todo list",
        "`<path>` and 2 < 3 > 1 and <b>bold</b>",
        "a pattern such as [^a-z]",
        "{{ value }} and {% url 'x' %}",
        "\\# no heading\n\n#### a heading\n\ntext",
    ],
)
def test_nothing_is_wrong_with(text):
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("# A\n\na\n\n### B\n\nb", [(5, "“B” skips a level of headings: ## would come next.")]),
        ("### A\n\na\n\n# B\n\nb", [(1, "“A” skips a level of headings: # would come next.")]),
        ("A heading\nof two lines\n---", [(1, "“A heading of two lines” has nothing below it.")]),
        ("## A\n\n## B\n\nb", [(1, "“A” has nothing below it.")]),
        ("A\n---\n\nB\n---\n", [(1, "“A” has nothing below it."), (4, "“B” has nothing below it.")]),
        ("![](/attachments/a.png)", [(1, NO_ALT)]),
        ("a ![ ](/static/x.png) b ![](</attachments/y.png>)", [(1, NO_ALT), (1, NO_ALT)]),
        ("![A cat](https://example.org/cat.png)", [(1, ELSEWHERE)]),
        ("![A cat](//example.org/cat.png)", [(1, ELSEWHERE)]),
        ('<img src="/static/a.png">\n<img alt="" src="/static/a.png">', [(1, NO_ALT), (2, NO_ALT)]),
        ("![A cat](img/cat.png)", [(1, "There is no image at “img/cat.png”: upload it to the journal.")]),
        ("a\n\n<!-- open", [(3, ENDLESS_COMMENT)]),
        ("[up](#top) [x](#nowhere)", [(1, "“#nowhere” leads nowhere in this text.")]),
        (
            "a <path> and\n<title>, <path>",
            [
                (1, "“<path>” is shown as it is written, not taken as HTML. In backticks it is code."),
                (2, "“<title>” is shown as it is written, not taken as HTML. In backticks it is code."),
            ],
        ),
        ("a[^1] b[^2]\n\n[^1]: c", [(1, "There is no footnote “[^2]”.")]),
        (
            "{{< figure a.png >}} {{< figure b.png >}}",
            [(1, "“{{< figure …” is for another program: readers see it as it is written.")],
        ),
        ("words\n\nTODO: more", [(3, "This still says TODO.")]),
    ],
)
def test_readers_stumble_over(text, expected):
    assert found(text) == expected


@pytest.mark.parametrize(
    "unit", ["![", "![](", "<img ", "`", "# a\n", "#", "a\n-\n", "<img alt=", "# a   ", " ", "#    x"]
)
def test_a_monstrous_text_takes_no_longer_than_its_length(unit):
    assert isinstance(found(unit * (25_000 // len(unit))), list)

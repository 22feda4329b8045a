import pytest

from journal.text.elsewhere import pictures_as_links
from journal.text.pipeline import render_document


@pytest.mark.parametrize(
    ("markdown", "shown"),
    [
        ("![A map](https://e.org/map.png)", '<a href="https://e.org/map.png" rel="external noopener">A map</a>'),
        (
            "![](https://e.org/a/my%20map.png?x=1)",
            '<a href="https://e.org/a/my%20map.png?x=1" rel="external noopener">my map.png</a>',
        ),
        ("![](//e.org/?id=1)", '<a href="//e.org/?id=1" rel="external noopener">e.org</a>'),
        (
            '<img src="https://e.org/a.png" width="3">',
            '<a href="https://e.org/a.png" rel="external noopener">a.png</a>',
        ),
        (
            "[![build](https://e.org/b.svg)](https://ci.e.org/)",
            '<a href="https://ci.e.org/" rel="external noopener">build</a>',
        ),
        ('![a "b" <c> & d](https://e.org/x.png)', "a &quot;b&quot; &lt;c&gt; &amp; d</a>"),
        ("![here](/attachments/0.png)", "<img"),
    ],
)
def test_a_picture_from_elsewhere_is_a_link(markdown, shown):
    html = render_document(markdown).html
    assert shown in html
    assert ("<img" in html) == (shown == "<img")


def test_nothing_of_an_attribute_becomes_markup():
    html = render_document('<img alt="&quot;><script>alert(1)</script>" src="https://e.org/%22%3E%3Cscript%3E">').html
    assert "<script" not in html
    assert "<img" not in html


def test_other_html_stays_as_it_is():
    html = '<p><a href="/x">x</a> <img src="/a.png" alt="a"> &lt;img src="https://e.org"&gt;</p>'
    assert pictures_as_links(html) == html

import pytest

from journal.text.addresses import fill_addresses, without_addresses
from journal.text.document import Link
from journal.text.pipeline import render_document
from journal.text.references import entry_slug


@pytest.mark.parametrize(
    ("href", "slug"),
    [
        ("querysets.md", "querysets"),
        ("../orm/querysets.md", "querysets"),
        ("./Query%20Sets.md", "query-sets"),
        ("notes.markdown#part", "notes"),
        ("1_lists.ipynb", "1-lists"),
        ("/entries/querysets/", "querysets"),
        ("/entries/querysets", "querysets"),
        ("entries/querysets/", "querysets"),
        ("/entries/gr%C3%B6%C3%9Fe/", "größe"),
        ("entry:querysets", "querysets"),
        ("https://example.org/entries/querysets/", None),
        ("https://example.org/a.md", None),
        ("//example.org/entries/a/", None),
        ("mailto:a@example.org", None),
        ("#part", None),
        ("", None),
        ("/topics/orm/", None),
        ("/files/a.md", None),
        ("image.png", None),
        ("http://[bad", None),
        ("/entries/", None),
    ],
)
def test_what_a_link_refers_to(href, slug):
    assert entry_slug(href) == slug


@pytest.mark.parametrize(
    ("source", "links"),
    [
        ("[[querysets]]", (Link("querysets", "querysets", "wiki"),)),
        ("[[two-sum]]", (Link("two-sum", "two sum", "wiki"),)),
        ("[[Query Sets]]", (Link("query-sets", "Query Sets", "wiki"),)),
        ("[[querysets|about *laziness*]]", (Link("querysets", "about laziness", "wiki"),)),
        ("[label](querysets.md)", (Link("querysets", "label", "markdown"),)),
        ("[**bold** label](/entries/a/)", (Link("a", "bold label", "markdown"),)),
        ("[[a]] and [[b]] and [[a]]", tuple(Link(x, x, "wiki", "a and b and a") for x in "aba")),
        ("`[[code]]`", ()),
        ("```\n[[code]]\n```", ()),
        ("و[[ملاحظة]]", (Link("ملاحظة", "ملاحظة", "wiki", "وملاحظة"),)),
        ("参见[[笔记]]", (Link("笔记", "笔记", "wiki", "参见笔记"),)),
        ("x[[1]]", ()),
        ("if [[ -f x ]]", ()),
        ("[[]]", ()),
        ("[[a\nb]]", ()),
        ("[a](https://example.org)", ()),
    ],
)
def test_references_are_found(source, links):
    assert render_document(source).links == links


def test_a_reference_keeps_its_fragment():
    assert 'href="entry:querysets#h-laziness"' in render_document("[x](querysets.md#laziness)").html
    assert '<a href="entry:querysets#h-how-lazy">querysets</a>' in render_document("[[querysets#How lazy?]]").html
    assert '<a href="entry:querysets#h-laziness">x</a>' in render_document("![[querysets#laziness|x]]").html


def test_a_link_out_says_so():
    html = render_document("[x](https://example.org) [y](/topics/)").html
    assert 'href="https://example.org" rel="external noopener"' in html
    assert '<a href="/topics/">y</a>' in html


def resolve(noun, name):
    return f"/{noun}s/{name}/"


@pytest.mark.parametrize(
    ("html", "filled"),
    [
        ('<a href="entry:sets">x</a>', '<a href="/entrys/sets/">x</a>'),
        ('<a href="entry:sets#why">x</a>', '<a href="/entrys/sets/#why">x</a>'),
        (
            '<a class="snippet__link" href="snippet:0" title="t">',
            '<a class="snippet__link" href="/snippets/0/" title="t">',
        ),
        ('<a title="> &lt;" href="entry:a">', '<a title="> &lt;" href="/entrys/a/">'),
        ("<a title='x' href=\"https://a\">", "<a title='x' href=\"https://a\">"),
        ('&lt;a href="entry:a"&gt;', '&lt;a href="entry:a"&gt;'),
        ('<img alt="<a href=entry:x" src="y">', '<img alt="<a href=entry:x" src="y">'),
        ('<abbr href="entry:a">', '<abbr href="entry:a">'),
    ],
)
def test_only_real_links_are_filled(html, filled):
    assert fill_addresses(html, resolve) == filled


def test_a_code_sample_that_shows_a_symbolic_link_stays_as_it_is():
    html = render_document('```html\n<a href="entry:a">x</a>\n```').html
    code = html.split('<code class="highlight">')[1]
    assert fill_addresses(code, resolve) == code


def test_filling_is_linear():
    import time

    started = time.process_time()
    fill_addresses("<a " * 50_000 + ' x="y"' * 50_000, resolve)
    assert time.process_time() - started < 2


@pytest.mark.parametrize(
    ("source", "context"),
    [
        ("One. See [[two-sum]] for *why* it works. Three.", "See two sum for why it works."),
        ("What? The [label](x.md)! More.", "The label!"),
        ("[[alone]]", ""),
        ("- [[alone]]\n- b", ""),
        ("- as in [[x]]\n- b", "as in x"),
        ("| a | b |\n|---|---|\n| see [[x]] | y |", "see x"),
        ("`code` and [[x]] & <more>.", "code and x & <more>."),
        ("a [b **c** d](x.md) e", "a b c d e"),
        ("two\nlines [[x]] here", "two lines x here"),
    ],
)
def test_the_sentence_around_a_link(source, context):
    assert [link.context for link in render_document(source).links] == [context]


def test_a_sentence_without_end_is_cut():
    [link] = render_document("word " * 500 + "[[x]]" + " word" * 500).links
    assert 200 < len(link.context) < 400


def test_ten_thousand_links_in_one_paragraph():
    assert len(render_document("[[a]] and " * 10_000).links) == 10_000


NOWHERE = ' class="missing" role="link" aria-disabled="true" title="Nothing is there yet"'


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ('<a href="/entries/no/">x</a>', f"<a{NOWHERE}>x</a>"),
        ('<a class="a" href="/entries/no/#h-x" title="t">x</a>', f'<a class="a"{NOWHERE} title="t">x</a>'),
        ('<a href="/entries/yes/">x</a>', '<a href="/entries/yes/">x</a>'),
        ('<a href="https://other.example/entries/no/">x</a>', '<a href="https://other.example/entries/no/">x</a>'),
        ('<code>&lt;a href="/entries/no/"></code>', '<code>&lt;a href="/entries/no/"></code>'),
        ('<a title=">" href="/entries/no/">x</a>', f'<a title=">"{NOWHERE}>x</a>'),
    ],
)
def test_what_is_missing_is_no_address(html, expected):
    assert without_addresses(html, {"/entries/no/"}) == expected

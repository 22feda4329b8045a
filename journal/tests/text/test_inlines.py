"""What stands within a line: what is a mark, and what only looks like one."""

import re

import pytest

from journal.text.pipeline import render_document


def html_of(source):
    return render_document(source).html.removeprefix('<div class="prose">').removesuffix("</div>").strip()


def paragraph(source):
    return html_of(source).removeprefix("<p>").removesuffix("</p>")


@pytest.mark.parametrize(
    "source",
    [
        "The set {1, 2, 3} and {name}",
        "f{x=1} and a {.note} apart",
        "a==b and c==d",
        "dGVzdA== and Zm9v==",
        "5~10 and 3~4",
        "~/.bashrc and ~/x",
        "i++ and ++j; C++ and D++; ++inserted++",
        "$HOME/bin:$PATH",
        "it costs $5, or $6 for two, and US$7",
        "between $5 and 6$",
        "awk '{print $1, $2}'",
        "from 10:30:45 to 11:00",
        "a::b::c",
        "50%% of 10%% and %%timeit and %%time",
        "LIKE '%%x%%'",
        "a[0][1] and [x] and [^a-z]",
        "#5 and #hashtag",
        "__init__.py's snake_case_name",
        "*args, **kwargs",
        "2 * 3 * 4",
        "C:\\Users\\me",
        'use "==" for values and "==" for strings',
        "(==) and (==)",
        "++i++ and ++x++",
        "kill $$ or echo $$ twice",
        "$HOME/bin ~/.ssh/id_rsa !$",
        "if [[ -f $file ]]; then x[[1]]",
        "%%%%%% and 5%",
    ],
)
def test_words_are_not_taken_for_marks(source):
    expected = source.replace("__init__", "<strong>init</strong>")
    assert paragraph(source) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("`a`{.note}", '<code class="note">a</code>'),
        ("[a](/b){#c}", '<a href="/b" id="h-c">a</a>'),
        ("[a](/b){: .note}", '<a class="note" href="/b">a</a>'),
        ("![a](/b){width=30}", '<img alt="a" src="/b" width="30">'),
        ("**a**{.note} b", '<strong class="note">a</strong> b'),
        ("![a](/b){src=/c onclick=x width=3}", '<img alt="a" src="/b" width="3">'),
        ('`up`{job="x"}', '<code>up</code>{job="x"}'),
        ("[a](/b){: target=_blank}", '<a href="/b">a</a>'),
        ("f<sub>i</sub>{i=1} b", "f<sub>i</sub>{i=1} b"),
        ("a  \n{.x} b", "a<br>\n{.x} b"),
        ("`x`{y}", "<code>x</code>{y}"),
        ("`x`{1, 2}", "<code>x</code>{1, 2}"),
        ("==a== b", "<mark>a</mark> b"),
        ("中==文==字", "中<mark>文</mark>字"),
        ("~a~ ~~b~~ c~~d~~e", "<del>a</del> <del>b</del> c<del>d</del>e"),
        (
            "++ctrl+shift+p++",
            '<span class="keys"><kbd>Ctrl</kbd><span>+</span><kbd>Shift</kbd><span>+</span><kbd>P</kbd></span>',
        ),
        (":tada: and :nosuchname:", "🎉 and :nosuchname:"),
        ("a %%remark%% b", "a  b"),
        ("one\\\ntwo", "one<br>\ntwo"),
        ("one  \n  two", "one<br>\ntwo"),
        ("one \n two", "one\ntwo"),
        ("\\(not a formula\\) \\[x\\]", "(not a formula) [x]"),
        ("`<b>` & <", "<code>&lt;b&gt;</code> &amp; &lt;"),
        ("**a*b*", "**a<em>b</em>"),
        ("*a **b***", "<em>a <strong>b</strong></em>"),
        ("***a** b*", "<em><strong>a</strong> b</em>"),
        ("**a\nb**", "<strong>a\nb</strong>"),
        ("*a `*` b*", "<em>a <code>*</code> b</em>"),
        ("[a `]` b](/c)", '<a href="/c">a <code>]</code> b</a>'),
        ("[a [b] c](/d)", '<a href="/d">a [b] c</a>'),
        ("[a [b](/c) d](/e)", '[a <a href="/c">b</a> d](/e)'),
        ("[a](/b_(c)_d)", '<a href="/b_(c)_d">a</a>'),
        ("[a](<b c> 'd')", '<a href="b%20c" title="d">a</a>'),
        ("![a *b* ![c](/d)](/e)", '<img alt="a b c" src="/e">'),
        ("[https://a.b](/c)", '<a href="/c">https://a.b</a>'),
        ('<a href="/c">https://a.b me@a.bc</a>', '<a href="/c">https://a.b me@a.bc</a>'),
        ("[[x|https://a.b]]", '<a href="entry:x">https://a.b</a>'),
        ("HTTPS://A.B", '<a href="HTTPS://A.B" rel="external noopener">HTTPS://A.B</a>'),
        (
            "https://a.b/c;d&amp; https://a.b?c&d;",
            '<a href="https://a.b/c;d" rel="external noopener">https://a.b/c;d</a>&amp; '
            '<a href="https://a.b?c" rel="external noopener">https://a.b?c</a>&amp;d;',
        ),
        ("see https://a.b/c_d_e.", 'see <a href="https://a.b/c_d_e" rel="external noopener">https://a.b/c_d_e</a>.'),
        ("(https://a.b/c(d))", '(<a href="https://a.b/c(d)" rel="external noopener">https://a.b/c(d)</a>)'),
        ("**https://a.b**", '<strong><a href="https://a.b" rel="external noopener">https://a.b</a></strong>'),
        ("me@example.org.", '<a href="mailto:me@example.org">me@example.org</a>.'),
        ("a_b@example.org", '<a href="mailto:a_b@example.org">a_b@example.org</a>'),
        ("git@host:me/x", "git@host:me/x"),
        ("xhttp://a.b", "xhttp://a.b"),
    ],
)
def test_marks_are_taken_where_they_are_meant(source, expected):
    assert paragraph(source) == expected


@pytest.mark.parametrize(
    ("source", "count"),
    [
        ("$x^2$", 1),
        ("($x$), $y$-axis", 2),
        ("$`x`$", 1),
        ("a $$x$$ b", 1),
        ("a\n$$\nx\n$$\nb", 1),
        ("$$ x $$", 1),
        ("$$x$$ and $$y$$", 2),
        ("\\[x^2\\] or \\[y^2\\]", 2),
        ("|a|\n|-|\n|$$x$$|", 1),
        ("```math\nx\n```", 1),
        ("\\(x\\) \\\\(y\\\\)", 2),
        ("\\[ x^2 \\]", 1),
        ("\\\\[ x^2 \\\\]", 1),
        ("a \\begin{align} x &= 1 \\\\ y &< 2 \\end{align} b", 1),
        ("- a\n\n  $$\n  x\n  $$", 1),
        ("> $$\n> x\n> $$", 1),
        ("$n \\log n$", 1),
        ("$p = 5%$", 1),
        ("\\(well-known fact\\) \\(a/b testing\\)", 0),
        ("\\[1\\] Knuth, see also \\[2\\]", 0),
        ("$x$2 and 3$", 0),
        ("`$x$`", 0),
        ("\\$x\\$", 0),
    ],
)
def test_formulas_are_taken_as_on_github_and_in_tex(source, count):
    html = html_of(source)
    assert html.count("<math") == count
    if count:
        assert "$" not in html


@pytest.mark.parametrize("name", ["aligned", "gather*", "alignat", "eqnarray", "multline", "split", "align"])
def test_rows_of_formulas_are_rows(name):
    html = html_of(f"$$\n\\begin{{{name}}} a &= b \\\\ c &= d \\end{{{name}}}\n$$")
    assert html.count("<mtr") == 2
    assert "&amp;" not in html


def test_labels_are_not_drawn_and_unknown_commands_are_code():
    assert "label" not in html_of("$x = 1 \\label{eq:1}$")
    assert "<code>\\ce{H2O}</code>" in html_of("$\\ce{H2O}$")


@pytest.mark.parametrize("sign", ["&", "<", ">"])
def test_signs_in_formulas_are_themselves(sign):
    html = html_of(f"$$\n\\begin{{matrix}} a {sign} b \\end{{matrix}}\n$$")
    assert "amp" not in html.replace("&amp;", "")
    assert "<mi>l</mi><mi>t</mi>" not in html
    assert "<mi>g</mi><mi>t</mi>" not in html


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("a <path> and <Foo bar='x'/> b", "a &lt;path&gt; and &lt;Foo bar='x'/&gt; b"),
        ("List<int> and <title>", "List&lt;int&gt; and &lt;title&gt;"),
        ("<script>x</script>", "&lt;script&gt;x&lt;/script&gt;"),
        ("a <b>c</b> <kbd>d</kbd>", "a <b>c</b> <kbd>d</kbd>"),
        ("a <div> is a block", "a &lt;div&gt; is a block"),
        ("git checkout <main branch>", "git checkout &lt;main branch&gt;"),
        ("scp <source file> <host>", "scp &lt;source file&gt; &lt;host&gt;"),
        ("if a<b then c>d", "if a&lt;b then c&gt;d"),
        ("<font color=red>a</font> <center>b</center>", "a b"),
        ('a <b title="x">c', 'a <b title="x">c</b>'),
        ("a</div></section> b", "a b"),
        ("<col>, <source> and <input> and <img>", "&lt;col&gt;, &lt;source&gt; and &lt;input&gt; and &lt;img&gt;"),
        (
            "<input type=password> <input type=checkbox checked>",
            '&lt;input type=password&gt; <input type="checkbox" checked="">',
        ),
        ('<a title="my name = y" name=z>b</a>', '<a title="my name = y" id="h-z">b</a>'),
        ("a <!-- b --> c", "a  c"),
        ("a <!-- b", "a &lt;!-- b"),
        ("<?php echo 1 ?> and <!DOCTYPE html>", "&lt;?php echo 1 ?&gt; and &lt;!DOCTYPE html&gt;"),
        ('<a name="here"></a>a', '<a id="h-here"></a>a'),
    ],
)
def test_a_tag_is_html_or_text_and_never_gone(source, expected):
    assert paragraph(f"x {source}").removeprefix("x ") == expected


@pytest.mark.parametrize(
    "source",
    [
        "- <div> a block",
        "- <p> para",
        "1. <table> starts a table",
        "<div> is a block",
        "<main> is one",
        "<data file> here",
    ],
)
def test_a_tag_that_is_named_first_in_a_line_is_text(source):
    document = render_document(source)
    assert source.lstrip("-1. ").partition(" ")[0].replace("<", "&lt;") in document.html.replace("&gt;", ">")
    assert source.lstrip("-1. ") in document.text
    assert [warning.line for warning in document.warnings] == [1]


@pytest.mark.parametrize("source", ["a <b> c `</b>`\n\nnext", "</b> a\n\nz <b> x\n\nnext", "<i class=note>a\n\nnext"])
def test_formatting_does_not_go_on_in_what_follows(source):
    assert html_of(source).endswith("<p>next</p>")


def test_a_tag_that_stays_open_ends_with_its_text():
    html = html_of('a <a href="/x">b\n\nc')
    assert html == '<p>a <a href="/x">b</a></p>\n<p>c</p>'


@pytest.mark.parametrize(
    "source",
    [
        '<div title="\n\nnot gone',
        "<div\n\nnot gone",
        "<div><title></div>\n\nnot gone",
        "<textarea>\n\nnot gone",
        "<details>\n<summary>a</summary>\n\nnot gone",
        "<table><tr><td>a\n\nnot gone",
        "<svg><path>\n\nnot gone",
        "> <!-- open\n\nnot gone",
        "- <div class='\n\nnot gone",
        "<select><option>a\n\nnot gone",
        "<math><mi>\n\nnot gone",
        "a <noscript> b\n\nnot gone",
    ],
)
def test_no_html_takes_the_rest_of_the_text_along(source):
    document = render_document(source)
    assert "not gone" in document.text
    assert "not gone" in document.html


@pytest.mark.parametrize(
    "source",
    [
        "<blockquote><div></blockquote></div>\n\nout",
        "> <div>\n\n</div>\n\nout",
        "- <div>\n\n</div>\n\nout",
        "![<div class=x>](y)\n\n</div>\n\nout",
        "# a <div> b\n\nc </div>\n\nout",
        "|a|\n|-|\n|<div>|\n\n</div>\n\nout",
        "x[^1]\n\n</div></section></div>\n\n[^1]: <div>\n\nout",
    ],
)
def test_no_tag_closes_what_the_page_has_around_the_text(source):
    html = render_document(source).html
    assert "out" in html
    assert html.startswith('<div class="prose">')
    depth = 0
    for tag in re.findall(r"</?div", html.removesuffix("</div>")):
        depth += 1 if tag == "<div" else -1
        assert depth > 0


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("<!-- a --> <!-- b\n\nsecret\n\n-->\n\nafter", "after"),
        ("<div>\n<!-- todo\n\nsecret -->\n\n</div>\n\nafter", "after"),
        ("<details>\n<summary>s</summary>\n<!--\n\nsecret\n-->\n\nafter\n\n</details>", "s\nafter"),
        ("> <!-- secret\n>\n> secret -->\n> after", "after"),
        ("(%%secret%%) after", "() after"),
        ("他说%%secret%%。after", "他说。after"),
        ("%%secret%%b and %%secret%% after", "b and after"),
        ("a <!-- secret\nsecret --> after", "a after"),
    ],
)
def test_what_is_hidden_stays_hidden(source, shown):
    document = render_document(source)
    assert "secret" not in document.html
    assert document.text == shown


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("<figure>\n\nrest of it", "rest of it"),
        ("x<sup>word</sup> y 1<sup>st</sup>", "xword y 1st"),
        ("<figure>\n<figcaption>caption</figcaption>\n</figure>", "caption"),
        ("- a\n  <div>b</div>", "a\nb"),
        ("<table><tr><td>x</td><td>y</td></tr></table>z", "x y\nz"),
        ("Press ↩ now", "Press ↩ now"),
        ("a[^1]\n\n[^1]: b", "a\nb"),
        ("`a` and\n\n```\ncode\n```", "a and"),
        ("!!! very important thing\n    text", "Very important thing\ntext"),
        ("*[Update]: we moved the meeting*", "[Update]: we moved the meeting"),
    ],
)
def test_the_words_for_the_search_are_those_of_the_page(source, text):
    assert render_document(source).text == text


def test_half_a_character_and_a_byte_order_mark_do_no_harm():
    assert paragraph("a\ud800b") == "a\ufffdb"
    assert ">Title<" in html_of("\ufeff# Title")


def test_a_why_within_the_texts_own_element_stays_there():
    html = html_of("<details>\n\n## Why it works\n\nhidden\n\n</details>\n\nend")
    assert "<section" not in html
    assert html.index("hidden") < html.index("</details>") < html.index("end")


@pytest.mark.parametrize(
    ("heading", "anchor"),
    [
        ("Press <kbd>Ctrl</kbd>", "press-ctrl"),
        ("Bar & Baz", "bar--baz"),
        ("Python 3.10", "python-310"),
        ("C++", "c"),
        ("snake_case", "snake_case"),
        ("`code` and *more*", "code-and-more"),
        ("Größe", "größe"),
        ("What's new?", "whats-new"),
        ("🎉 Party", "-party"),
        ("1. First", "1-first"),
        ("A. B/C", "a-bc"),
    ],
)
def test_githubs_anchors_lead_to_their_heading(heading, anchor):
    document = render_document(f"[x](#{anchor})\n\n## {heading}\n\ny")
    assert f'href="#h-{anchor}"' in document.html
    assert f'id="h-{anchor}"' in document.html
    assert document.warnings == ()
    assert f'id="{document.headings[0].anchor}"' in document.html


def test_equal_headings_are_counted_as_on_github_and_as_before():
    html = render_document("# Setup\n\na\n\n# Setup\n\nb\n\n# Setup\n\nc").html
    for anchor in ("setup", "setup-1", "setup-2", "setup_1", "setup_2"):
        assert html.count(f'id="h-{anchor}"') == 1


def test_a_link_finds_its_anchor_in_any_case_and_spelling():
    document = render_document("[a](#Two-Words) [b](#gr%C3%B6%C3%9Fe)\n\n## Two Words\n\nx\n\n## Größe\n\ny")
    assert 'href="#h-two-words"' in document.html
    assert 'href="#h-größe"' in document.html
    assert document.warnings == ()


class TestFootnotes:
    def test_are_numbered_by_use(self):
        html = render_document("a[^y] b[^x]\n\n[^x]: ex\n[^y]: why").html
        assert html.index(">1</a>") < html.index(">2</a>")
        assert html.index('id="fn:y"') < html.index('id="fn:x"')

    def test_hold_any_block_and_other_notes(self):
        html = render_document("a[^1]\n\n[^1]: b[^2]\n\n    - c\n\n    ```py\n    d\n    ```\n\n[^2]: e").html
        notes = html[html.index('class="footnote"') :]
        assert notes.index("<ul>") < notes.index("<figure") < notes.index('id="fn:2"')

    def test_that_nobody_refers_to_are_shown_last(self):
        html = render_document("a[^1]\n\n[^2]: unused\n[^1]: used").html
        assert html.index("used") < html.index("unused")
        assert "fnref:2" not in html

    def test_do_not_mind_capitals(self):
        html = render_document("a[^Note]\n\n[^note]: b").html
        assert 'href="#fn:note"' in html
        assert html.count('id="fn:note"') == 1

    @pytest.mark.parametrize("source", ["[^a]: see[^a]", "x\n\n[^a]: first\n[^b]: see[^a]", "![a[^1]](/b)\n\n[^1]: x"])
    def test_each_is_there_once_and_leads_back_to_what_is_there(self, source):
        html = render_document(source).html
        ids = re.findall(r'id="([^"]*)"', html)
        assert len(ids) == len(set(ids))
        assert set(re.findall(r'href="#([^"]*)"', html)) <= set(ids)

    def test_may_refer_to_each_other(self):
        html = render_document("a[^1]\n\n[^1]: b[^2]\n\n[^2]: c[^1]").html
        assert html.count('class="footnote-ref"') == 3


class TestOwnBlocks:
    @pytest.mark.parametrize("lead", ["", "> ", "- ", "1. ", "> - "])
    @pytest.mark.parametrize(
        ("source", "wanted"),
        [
            ("```py\nx\n```", "<figure"),
            ("> [!TIP]\n> a", 'class="admonition tip"'),
            ("!!! note\n    a", 'class="admonition note"'),
            ('??? note "b"\n    a', "<summary>b</summary>"),
            ('=== "b"\n    a', "<summary>b</summary>"),
            ("a\n:   b", "<dt>a</dt>"),
            ("$$\nx\n$$", "<math"),
            ("|a|\n|-|\n|b|", "<table>"),
            ("- [ ] a", 'type="checkbox"'),
            ("<details>\n<summary>a</summary>\n\n**b**\n\n</details>", "<strong>b</strong>"),
        ],
    )
    def test_nest_in_every_container(self, lead, source, wanted):
        margin = "".join(mark if mark == ">" else " " for mark in lead)
        first, *others = source.split("\n")
        text = "\n".join([lead + first, *(margin + line for line in others)])
        assert wanted in render_document(text).html

    def test_tabs_are_parts_that_open_the_first_at_once(self):
        html = render_document('=== "A"\n    one\n\n=== "B"\n    two').html
        assert html.count('<details class="tab"') == 2
        assert html.count('open="open"') == 1

    def test_a_callout_keeps_its_title_and_folds(self):
        html = render_document("> [!info]- More *here*\n> text").html
        assert '<details class="info">' in html
        assert "<summary>More <em>here</em></summary>" in html

    def test_markdown_within_html(self):
        html = render_document('<div align="center">\n\n# A\n\n- b\n\n</div>\n\nc').html
        assert html.index("<h2") < html.index("<li>b</li>") < html.index("<p>c</p>")

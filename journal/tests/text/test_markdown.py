"""Markdown as people write it: each row is a text, what has to be in its HTML, and what must not be."""

import pytest

from journal.text.pipeline import render_document


def check(source, wanted):
    assert wanted in render_document(source).html


@pytest.mark.parametrize(
    ("source", "wanted"),
    [
        ("one\n\ntwo", "<p>one</p>\n<p>two</p>"),
        ("one\ntwo", "<p>one\ntwo</p>"),
        ("one\\\ntwo", "<p>one<br>\ntwo</p>"),
        ("  indented", "<p>indented</p>"),
        ("a\n\n\n\n\nb", "<p>a</p>\n<p>b</p>"),
        ("a\u00a0b", "a&nbsp;b"),
        ("tab\tin text", "<p>tab\tin text</p>"),
        ("a -- b --- c", "<p>a -- b --- c</p>"),
        ("“typographic” ‘quotes’ …", "<p>“typographic” ‘quotes’ …</p>"),
        ("5 < 6 > 4", "<p>5 &lt; 6 &gt; 4</p>"),
        ("a <- b -> c", "<p>a &lt;- b -&gt; c</p>"),
        ("AT&T", "<p>AT&amp;T</p>"),
        ("&copy; &#169; &#xA9;", "<p>© © ©</p>"),
        ("&nosuch;", "<p>&amp;nosuch;</p>"),
        ("1986\\. A great year", "<p>1986. A great year</p>"),
        ("\\# not a heading", "<p># not a heading</p>"),
        ("\\[not a link\\](x)", "<p>[not a link](x)</p>"),
        ("\\`not code\\`", "<p>`not code`</p>"),
        ("\\\\", "<p>\\</p>"),
    ],
)
def test_paragraphs_and_escapes(source, wanted):
    check(source, wanted)


@pytest.mark.parametrize(
    ("source", "wanted"),
    [
        ("*a*", "<em>a</em>"),
        ("_a_", "<em>a</em>"),
        ("**a**", "<strong>a</strong>"),
        ("__a__", "<strong>a</strong>"),
        ("***a***", "<em><strong>a</strong></em>"),
        ("*a **b** c*", "<em>a <strong>b</strong> c</em>"),
        ("**a *b* c**", "<strong>a <em>b</em> c</strong>"),
        ("in*fix*es", "in<em>fix</em>es"),
        ("snake_case_name", "snake_case_name"),
        ("__init__ and __main__", "<strong>init</strong>"),
        ("`__init__`", "<code>__init__</code>"),
        ("2 * 3 * 4", "2 * 3 * 4"),
        ("a*", "a*"),
        ("**open", "**open"),
        ("~~a~~", "<del>a</del>"),
        ("~/.bashrc and ~/x", "~/.bashrc and ~/x"),
        ("==a==", "<mark>a</mark>"),
        ("a == b and c == d", "a == b and c == d"),
        ("x += 1; y++", "x += 1; y++"),
        ("`a`", "<code>a</code>"),
        ("``a`b``", "<code>a`b</code>"),
        ("`` `a` ``", "<code>`a`</code>"),
        ("`<b>&amp;</b>`", "<code>&lt;b&gt;&amp;amp;&lt;/b&gt;</code>"),
        ("`**a**`", "<code>**a**</code>"),
        ("`a\nb`", "<code>a b</code>"),
        ("`{{ x }}`", "<code>{{ x }}</code>"),
        ("`[[x]]`", "<code>[[x]]</code>"),
        ("`\\(x\\)`", "<code>\\(x\\)</code>"),
        ("`a", "`a"),
    ],
)
def test_emphasis_and_code(source, wanted):
    check(source, wanted)


@pytest.mark.parametrize(
    ("source", "wanted"),
    [
        ("# a", ">a<"),
        ("# a #", ">a<"),
        ("#a", "<p>#a</p>"),
        ("## a `b` *c*", "a <code>b</code> <em>c</em>"),
        ("## a & b < c", "a &amp; b &lt; c"),
        ("## [a](/b)", '<a href="/b">a</a>'),
        ("a\n===", ">a<"),
        ("a\n---", ">a<"),
        ("text\n\n# a\ntext", "<p>text</p>"),
        ("## 1. Numbers", 'id="h-1-numbers"'),
        ("## What?", 'id="h-what"'),
        ("## 🎉", 'id="h-party-popper"'),
        ("## a {#own}", 'id="h-own"'),
    ],
)
def test_headings(source, wanted):
    check(source, wanted)


@pytest.mark.parametrize(
    ("source", "wanted"),
    [
        ("- a\n- b", "<li>a</li>\n<li>b</li>"),
        ("* a\n* b", "<li>a</li>\n<li>b</li>"),
        ("+ a\n+ b", "<li>a</li>\n<li>b</li>"),
        ("- a\n\n- b", "<li>\n<p>a</p>\n</li>"),
        ("- a\n\n    b", "<p>a</p>\n<p>b</p>"),
        ("- a\nlazy", "<li>a\nlazy</li>"),
        ("1. a\n1. b", "<ol>\n<li>a</li>\n<li>b</li>"),
        ("2. a\n3. b", '<ol start="2">'),
        ("1. a\n    1. b", "<ol>\n<li>a<ol>"),
        ("1. a\n    - b", "<li>a<ul>"),
        ("- a\n    1. b", "<li>a<ol>"),
        ("- a\n\n1. b", "</ul>\n<ol>"),
        ("text\n\n- a", "<p>text</p>\n<ul>"),
        ("- *a* `b`", "<li><em>a</em> <code>b</code></li>"),
        ("- a\n\n    > b", "<blockquote>"),
        ("- [ ] a\n- [x] b\n- [X] c", 'type="checkbox"> c'),
        ("- [ ]nothing", "[ ]nothing"),
        ("a. b", "<p>a. b</p>"),
        ("2026. was a year", '<ol start="2026">'),
        ("-not a list", "<p>-not a list</p>"),
        ("- a\n\n\n- b", "<li>"),
        ("Term\n:   One\n:   Two", "<dd>One</dd>\n<dd>Two</dd>"),
        ("Term\n\n:   One", "<dt>Term</dt>"),
    ],
)
def test_lists(source, wanted):
    check(source, wanted)


@pytest.mark.parametrize(
    ("source", "wanted"),
    [
        ("[a](/b)", '<a href="/b">a</a>'),
        ("[a](<b c>)", '<a href="b%20c">a</a>'),
        ('[a](/b "c")', '<a href="/b" title="c">a</a>'),
        ("[a](/b?c=1&d=2#e)", 'href="/b?c=1&amp;d=2#e"'),
        ("[a](/b_(c))", 'href="/b_(c)"'),
        ("[a *b* `c`](/d)", "a <em>b</em> <code>c</code>"),
        ("[a][b]\n\n[b]: /c", '<a href="/c">a</a>'),
        ("[a][]\n\n[a]: /c", '<a href="/c">a</a>'),
        ("[a]\n\n[a]: /c", '<a href="/c">a</a>'),
        ("[a][missing]", "[a][missing]"),
        ("[a] (b)", "[a] (b)"),
        ("[a](#b)", '<a href="#h-b">a</a>'),
        ("<https://a.b/c>", '<a href="https://a.b/c" rel="external noopener">https://a.b/c</a>'),
        ("https://a.b/c_d_e", 'href="https://a.b/c_d_e"'),
        ("(https://a.b/c)", 'href="https://a.b/c"'),
        ("https://a.b/c.", 'href="https://a.b/c"'),
        ("www.example.org", 'href="http://www.example.org"'),
        ("me@example.org", "example.org"),
        ("![a](/b.png)", '<img alt="a" src="/b.png">'),
        ("[![a](/b.png)](/c)", '<a href="/c"><img alt="a" src="/b.png"></a>'),
        ("![](/b.png)", '<img alt="" src="/b.png">'),
        ("![a][b]\n\n[b]: /c.png", '<img alt="a" src="/c.png">'),
        ("a[^1]\n\n[^1]: b", 'href="#fn:1"'),
        ("a[^long-name]\n\n[^long-name]: b", 'href="#fn:long-name"'),
        ("a[^1] b[^1]\n\n[^1]: c", 'id="fnref2:1"'),
        ("a[^1]\n\n[^1]: b\n\n    c", "<p>c"),
        ("a[^missing]", "[^missing]"),
    ],
)
def test_links_images_and_footnotes(source, wanted):
    check(source, wanted)


@pytest.mark.parametrize(
    ("source", "wanted"),
    [
        ("> a\n> b", "<blockquote>\n<p>a\nb</p>"),
        ("> a\n\n> b", "<blockquote>"),
        ("> a\n>\n> b", "<p>a</p>\n<p>b</p>"),
        (">a", "<blockquote>\n<p>a</p>"),
        ("> > a", "<blockquote>\n<blockquote>"),
        ("> - a", "<blockquote>\n<ul>"),
        ("> # a", "<blockquote>"),
        ("> a\nlazy", "<p>a\nlazy</p>"),
        ("> [!NOTE]\n> a", 'class="admonition note"'),
        ("> [!CAUTION]\n> a", 'class="admonition caution"'),
        ("> [!IMPORTANT]\n> a", 'class="admonition important"'),
        ("> [!nothing special", "[!nothing special"),
        ("!!! tip\n    a\n\n    b", "<p>b</p>"),
        ('!!! tip ""\n    a', 'class="admonition tip"'),
        ("!! not an admonition", "!! not an admonition"),
        ("??? note\n    a", "<details"),
        ("a | b\n- | -\nc | d", "<td>c</td>\n<td>d</td>"),
        ("| a |\n|---|\n| `b\\|c` |", "<td><code>b|c</code></td>"),
        ("| a |\n|---|\n| b \\| c |", "b | c"),
        ("|a|b|\n|:-|:-:|\n|c|d|", '<td align="center">d</td>'),
        ("|a|\n|-|\n|*b*|", "<td><em>b</em></td>"),
        ("|a|b|\n|-|-|\n|c|", "<td></td>"),
        ("***", "<hr>"),
        ("___", "<hr>"),
        ("- - -", "<hr>"),
        ("    code", "<pre><code>code\n</code></pre>"),
        ("\tcode", "<pre><code>code\n</code></pre>"),
        ("    <b>", "&lt;b&gt;"),
        ("a\n    not code", "<p>a\nnot code</p>"),
        ("<div>\n\n*a*\n\n</div>", "<em>a</em>"),
        ('<div markdown="1">\n\n*a*\n\n</div>', "<em>a</em>"),
        ("a<br>b", "a<br>b"),
        ("a <sup>b</sup> <sub>c</sub>", "<sup>b</sup> <sub>c</sub>"),
        ("<!-- hidden -->a", "a"),
        ("<u>a</u> <small>b</small>", "<u>a</u> <small>b</small>"),
        ("\\(\\alpha\\)", "α"),
        ("\\[\\frac{1}{2}\\]", "<mfrac>"),
        ("\\(\\sqrt{x}\\)", "<msqrt>"),
        ("\\(a < b\\)", "&lt;"),
        ("\\(\\undefinedcommand{\\)", "<code>"),
        ("$$\n\\sum_{i=0}^n i\n$$", "∑"),
        ("it costs $5, not $6", "it costs $5, not $6"),
    ],
)
def test_blocks(source, wanted):
    check(source, wanted)


@pytest.mark.parametrize(
    ("source", "unwanted"),
    [
        ("<!-- secret -->", "secret"),
        ("<!-- secret\n\nsecret -->", "secret"),
        ("a <!-- secret --> b", "secret"),
        ("a %%secret%% b", "secret"),
        ("%%\nsecret\n\nsecret\n%%", "secret"),
        ("[r]: /secret", "secret"),
        ("*[X]: secret", "secret"),
        ("```python title=a\nx\n```", "title=a"),
        ("    ```\n    x\n    ```", "<figure"),
        ("text `a` text", "<figure"),
        ("# a", "<h1"),
        ("[a](/b)", "external"),
        ("<p align=center style='color:red'>x</p>", "style"),
        ("<font color=red>x</font>", "font"),
    ],
)
def test_what_is_not_shown(source, unwanted):
    assert unwanted not in render_document(source).html


@pytest.mark.parametrize(
    "language",
    ["python", "py", "python3", "pycon", "sql", "bash", "sh", "console", "html", "html+django", "css", "javascript", "js",
     "typescript", "json", "yaml", "toml", "ini", "diff", "docker", "make", "c", "c++", "rust", "go", "java", "ruby", "php",
     "nginx", "http", "markdown", "text", "nosuchlanguage", "mermaid"],
)  # fmt: skip
def test_code_of_every_language_is_kept_to_the_letter(language):
    import re
    from html import unescape

    code = "def f(x):\n\treturn \"<b>\" & 'é' # 你好\n\n  $ echo `x` && {{ y }} %}\n"
    [snippet] = render_document(f"```{language}\n{code}```").snippets
    assert snippet.code + "\n" == code
    shown = snippet.html.partition('<code class="highlight">')[2].partition("</code>")[0]
    assert unescape(re.sub("<[^>]*>", "", shown)) == snippet.code

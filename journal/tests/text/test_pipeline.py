"""Ordinary Markdown survives, and a Document has what the journal needs."""

import pytest

from journal.text.document import Document, Heading, Lines
from journal.text.pipeline import TooMuchHtml, render_document


def html_of(source):
    return render_document(source).html


@pytest.mark.parametrize(
    ("source", "wanted"),
    [
        ("plain", "<p>plain</p>"),
        ("*em* **strong** ***both***", "<em>em</em> <strong>strong</strong>"),
        ("snake_case_word", "<p>snake_case_word</p>"),
        ("~~gone~~", "<del>gone</del>"),
        ("==mark==", "<mark>mark</mark>"),
        ("`code <b>`", "<code>code &lt;b&gt;</code>"),
        ("``a ` b``", "<code>a ` b</code>"),
        ("a  \nb", "a<br>\nb"),
        ("a\nb", "<p>a\nb</p>"),
        ("> quote", "<blockquote>\n<p>quote</p>"),
        ("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>"),
        ("1. a\n2. b", "<ol>\n<li>a</li>\n<li>b</li>\n</ol>"),
        ("3. a\n4. b", '<ol start="3">'),
        ("- a\n    - b", "<li>a<ul>"),
        ("- [x] done\n- [ ] not", '<input aria-label="Done" checked="" disabled="" type="checkbox">'),
        ("a | b\n--|--:\n1 | 2", '<td align="right">2</td>'),
        ("a | b\n--|--\n1 | 2", "<th>a</th>"),
        ("term\n:   definition", "<dt>term</dt>\n<dd>definition</dd>"),
        ("text[^1]\n\n[^1]: note", '<sup id="fnref:1"><a class="footnote-ref" href="#fn:1">1</a></sup>'),
        ("text[^1]\n\n[^1]: note", '<li id="fn:1">'),
        ("!!! note\n    inside", '<div class="admonition note">'),
        ('!!! warning "Careful"\n    inside', '<p class="admonition-title">Careful</p>'),
        ("> [!TIP]\n> inside", '<div class="admonition tip">'),
        ("> [!WARNING]\n> inside", '<div class="admonition warning">'),
        ('??? note "More"\n    inside', "<summary>More</summary>"),
        ('???+ note "More"\n    inside', '<details class="note" open="open">'),
        ("<details><summary>S</summary>\n\ntext\n\n</details>", "<summary>S</summary>"),
        ("---", "<hr>"),
        ("![alt](/media/x.png)", '<img alt="alt" src="/media/x.png">'),
        ('![alt](/x.png "title")', 'title="title"'),
        ("<https://example.org>", '<a href="https://example.org"'),
        ("https://example.org/a_b_c", '<a href="https://example.org/a_b_c"'),
        ("[x](https://example.org/?a=1&b=2)", 'href="https://example.org/?a=1&amp;b=2"'),
        ("[x][r]\n\n[r]: /y", '<a href="/y">x</a>'),
        ("H<sub>2</sub>O and x<sup>2</sup>", "H<sub>2</sub>O and x<sup>2</sup>"),
        ("<kbd>Ctrl</kbd>", "<kbd>Ctrl</kbd>"),
        ("++ctrl+k++", '<span class="keys">'),
        ("*[ORM]: Object\n\nThe ORM", '<abbr title="Object">ORM</abbr>'),
        ("\\(x^2\\)", '<math display="inline"><mrow><msup><mi>x</mi><mn>2</mn></msup></mrow></math>'),
        ("\\[x\\]", '<math display="block">'),
        ("$$\nx\n$$", '<math display="block">'),
        ("costs $5 and $6", "<p>costs $5 and $6</p>"),
        ("\\*not em\\*", "<p>*not em*</p>"),
        ("&lt;script&gt;", "<p>&lt;script&gt;</p>"),
        ("&amp;lt;", "<p>&amp;lt;</p>"),
        ("a & b < c", "<p>a &amp; b &lt; c</p>"),
        ("é ü ß 你好 🎉", "<p>é ü ß 你好 🎉</p>"),
        ("مرحبا", "<p>مرحبا</p>"),
        ("{{ 7*7 }} {% include 'x' %} ${x} %(x)s {0}", "<p>{{ 7*7 }} {% include 'x' %} ${x} %(x)s {0}</p>"),
        ('--8<-- "/etc/passwd"', "/etc/passwd"),
        ("| a |\n|---|\n| `x|y` |", "<table>"),
    ],
)
def test_markdown(source, wanted):
    assert wanted in html_of(source)


@pytest.mark.parametrize(
    ("source", "title"),
    [
        ("- item\n\n    ```python\n    x\n    ```", "a list by four spaces"),
        ("- item\n\n  ```python\n  x\n  ```", "a list by two spaces"),
        ("- item\n  ```python\n  x\n  ```", "a list without a blank line"),
        ("1. item\n\n   ```python\n   x\n   ```", "a numbered list"),
        ("- a\n    - b\n\n        ```python\n        x\n        ```", "a list in a list"),
    ],
)
def test_a_fence_in_a_list_stays_in_its_item(source, title):
    html = html_of(source)
    assert '<span class="n">x</span>' in html, title
    assert html.index("<figure") < html.rindex("</li>"), title


@pytest.mark.parametrize(
    "source",
    [
        "> ```python\n> x\n> ```",
        "> a\n>\n> ```python\n> x\n> ```\n>\n> b",
        "> [!NOTE]\n> a\n>\n> ```python\n> x\n> ```",
    ],
)
def test_a_fence_in_a_quote_stays_in_it(source):
    html = html_of(source)
    assert '<span class="n">x</span>' in html
    assert "<p></p>" not in html
    assert html.count("<figure") == 1


@pytest.mark.parametrize(
    ("source", "levels"),
    [
        ("# a\n\n## b", [2, 3]),
        ("## a\n\n### b\n\n## c", [2, 3, 2]),
        ("### a\n\n#### b", [2, 3]),
        ("###### a", [2]),
        ("# a\n\n###### b", [2, 6]),
        ("Setext\n======\n\nTwo\n---", [2, 3]),
    ],
)
def test_headings_begin_below_the_one_of_the_page(source, levels):
    document = render_document(source)
    assert [heading.level for heading in document.headings] == levels
    assert "<h1" not in document.html


def test_headings_have_anchors_of_their_own():
    document = render_document("## Größe & *Maß*\n\n## Größe & Maß\n\n## `code`")
    assert document.headings == (
        Heading(2, "h-größe-and-maß", "Größe & Maß"),
        Heading(2, "h-größe-and-maß_1", "Größe & Maß"),
        Heading(2, "h-code", "code"),
    )
    for heading in document.headings:
        assert f'id="{heading.anchor}"' in document.html
        assert f'href="#{heading.anchor}"' in document.html


class TestSnippets:
    SOURCE = (
        '```python title="Counting words" name=count-words hl_lines="2" norun\n'
        "from collections import Counter\nprint(1)\n```\n\n```output\n1\n```\n\n"
        "```sql isolated raises=Error linenums\nSELECT 1\n```\n"
    )

    def test_a_fence_is_a_snippet_with_what_its_info_string_says(self):
        first, second = render_document(self.SOURCE).snippets
        assert (first.language, first.language_label, first.title, first.name) == (
            "python",
            "Python",
            "Counting words",
            "count-words",
        )
        assert (first.hl_lines, first.norun, first.isolated) == ((2,), True, False)
        assert first.code == "from collections import Counter\nprint(1)"
        assert (second.language, second.isolated, second.raises, second.linenums) == ("sql", True, "Error", True)
        assert (first.position, second.position, second.line) == (0, 1, 10)

    def test_the_output_below_belongs_to_it(self):
        first, second = render_document(self.SOURCE).snippets
        assert first.output == "1"
        assert second.output is None

    def test_output_is_shown_under_its_code_in_one_figure(self):
        html = html_of(self.SOURCE)
        assert html.count("<figure") == 2
        assert "<samp>1</samp>" in html.split("</figure>")[0]

    def test_text_between_code_and_output_parts_them(self):
        [snippet] = render_document("```python\nx\n```\n\nprints\n\n```output\n1\n```").snippets
        assert snippet.output is None

    def test_output_without_code_is_no_snippet(self):
        document = render_document("```output\n1\n```")
        assert document.snippets == ()
        assert "<samp>1</samp>" in document.html

    def test_an_empty_output_is_not_the_same_as_none(self):
        [snippet] = render_document("```python\nx\n```\n```output\n```").snippets
        assert snippet.output == ""

    def test_a_name_is_given_once(self):
        first, second = render_document("```py name=a\n1\n```\n\n```py name=a\n2\n```").snippets
        assert (first.name, second.name) == ("a", "")

    def test_its_html_is_the_figure_of_the_page(self):
        document = render_document(self.SOURCE)
        for snippet in document.snippets:
            assert snippet.html in document.html

    def test_tabs_in_code_stay_tabs(self):
        [snippet] = render_document("```make\nall:\n\techo\n```").snippets
        assert snippet.code == "all:\n\techo"

    def test_a_token_in_the_text_is_only_text(self):
        assert "fence0n0n" in html_of("fence0n0n\n\n```\nx\n```")


class TestWhy:
    def test_the_section_is_set_apart(self):
        html = html_of("Before.\n\n## Why it works\n\nBecause.\n\n### More\n\nDetail.\n\n## After\n\nEnd.")
        before, _, rest = html.partition("<section")
        why, _, after = rest.partition("</section>")
        assert "Before." in before
        assert "Because." in why
        assert "Detail." in why
        assert "End." in after
        assert 'aria-labelledby="h-why-it-works"' in why

    @pytest.mark.parametrize(
        "title", ["Why it works", "WHY IT WORKS", "Why it works:", "Why this works", "Why does it work?"]
    )
    def test_its_title_may_vary(self, title):
        assert "<section" in html_of(f"## {title}\n\nBecause.")

    def test_other_titles_do_not_count(self):
        assert "<section" not in html_of("## Why it matters\n\nBecause.")

    def test_footnotes_stay_out_of_it(self):
        html = html_of("x[^1]\n\n## Why it works\n\nBecause.\n\n[^1]: note")
        assert html.index("</section>") < html.index('class="footnote"')

    def test_only_the_first_one_goes_to_the_margin(self):
        assert html_of("## Why it works\n\na\n\n## Why it works\n\nb").count("<section") == 1


class TestText:
    def test_words_without_code_and_formulas_and_an_excerpt_without_headings(self):
        document = render_document("## Title\n\nSome *prose* & `code`.\n\n```\nsecret\n```\n\n\\(x^2\\)\n\n- item")
        assert document.text == "Title\nSome prose & code.\nitem"
        assert document.excerpt == "Some prose & code. item"

    def test_entities_are_decoded_exactly_once(self):
        assert render_document("&amp;lt;b&amp;gt; &lt;i&gt;").text == "&lt;b&gt; <i>"

    def test_an_empty_text_has_nothing_and_takes_a_minute(self):
        for source in ("", " ", "\n\n", "\r\n"):
            assert render_document(source) == Document()


def test_nothing_of_one_text_leaks_into_the_next():
    render_document("[r]: /leak\n\n*[ABC]: leak\n\n[^1]: leak\n\nx[^1] [[leak]]\n\n# leak")
    document = render_document("[x][r] ABC [^1]")
    assert document.html == '<div class="prose"><p>[x][r] ABC [^1]</p>\n</div>'
    assert document.links == ()
    assert document.headings == ()


def test_line_endings_do_not_matter():
    source = "# a\n\n```python\nx\ny\n```\n\n- b\n- c"
    assert render_document(source.replace("\n", "\r\n")) == render_document(source)
    assert render_document(source.replace("\n", "\r")) == render_document(source)


def test_a_document_survives_the_journey_through_json():
    import json

    document = render_document(TestSnippets.SOURCE + "\n## Why it works\n\n[[a]]\n\n```nosuch=1 x\n```")
    assert Document.from_dict(json.loads(json.dumps(document.as_dict()))) == document


def test_too_much_html_is_refused():
    with pytest.raises(TooMuchHtml):
        render_document("*[Ai]: " + "x" * 1000 + "\n\n" + "Ai " * 3000)


def test_too_deep_html_is_refused():
    with pytest.raises(TooMuchHtml):
        render_document("<div>" * 200 + "x" + "</div>" * 200)


def test_every_block_of_the_page_knows_its_lines():
    source = "# a\n\nb\nc\n\n- d\n\n  ```\n  e\n  ```\n\n> [!TIP]\n> f\n\n|g|\n|-|\n|h|"
    assert render_document(source).blocks == (
        Lines("heading", 1, 1),
        Lines("paragraph", 3, 4),
        Lines("list", 6, 10),
        Lines("item", 6, 10),
        Lines("paragraph", 6, 6),
        Lines("fence", 8, 10),
        Lines("quote", 12, 13),
        Lines("paragraph", 12, 13),
        Lines("table", 15, 17),
    )


@pytest.mark.parametrize(
    ("source", "line"),
    [
        ("a\n\n> b\n> ![](/attachments/x.png)", 4),
        ("- a\n\n  - ![](/attachments/x.png)", 3),
        ("x[^1]\n\n[^1]: a\n\n    ![](/attachments/x.png)", 5),
        ("> [!TIP]\n> a\n> ![](/attachments/x.png)", 3),
        ("|a|\n|-|\n|b|\n|![](/attachments/x.png)|", 4),
        ("[a]: /b\n![](/attachments/x.png)", 2),
        ("a\n===\n\n![\n](/attachments/x.png)", 4),
    ],
)
def test_a_warning_names_the_line_wherever_it_stands(source, line):
    assert [warning.line for warning in render_document(source).warnings] == [line]


def test_warnings_name_their_line():
    document = render_document("a\n\n```python nosuch\nx\n```\n\n```\nopen")
    assert [warning.line for warning in document.warnings] == [3, 7]


def test_threads_do_not_mix_their_texts():
    from concurrent.futures import ThreadPoolExecutor

    sources = [f"# Title {n}\n\n[^1] text {n}\n\n[^1]: note {n}\n\n```python\nprint({n})\n```" for n in range(40)]
    expected = [render_document(source) for source in sources]
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(render_document, sources)) == expected

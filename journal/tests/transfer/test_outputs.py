"""What notebooks showed: tables, Markdown, formulas, terminals, and what only a program could draw."""

import json
from dataclasses import replace

import pytest

from journal.text.pipeline import render_document
from journal.transfer.formats import notebook
from journal.transfer.formats.html_outputs import html_as_markdown
from journal.transfer.formats.outputs import shown
from journal.transfer.formats.reading import Text, Unwritable

from .repositories import code
from .repositories import notebook as notebook_json

PLAIN = {"text/plain": "<IPython.core.display.Thing object>"}
FRAME = (
    '<div><style scoped>td{}</style><table border="1" class="dataframe"><thead><tr style="text-align: right;"><th></th>'
    "<th>name</th><th>a|b</th></tr><tr><th>key</th><th></th><th></th></tr></thead><tbody><tr><th>x</th><td>*Ann*</td>"
    "<td>1</td></tr></tbody></table>\n<p>1 rows × 2 columns</p></div>"
)


def display(**data):
    kinds = {"html": "text/html", "markdown": "text/markdown", "latex": "text/latex", "plain": "text/plain"}
    bundle = PLAIN | {kinds.get(kind, kind): value for kind, value in data.items()}
    return {"output_type": "display_data", "metadata": {}, "data": bundle}


def stream(text):
    return {"output_type": "stream", "name": "stdout", "text": text}


def lines(*outputs):
    return [list(part.lines) for part in shown(list(outputs))]


def body_of(*cells):
    return notebook.read(notebook_json(*cells).encode(), "x.ipynb").body


def edited(data, old, new):
    reading = notebook.read(data, "x.ipynb")
    before = Text(reading.title, reading.body)
    return notebook.write(data, "x.ipynb", before, replace(before, body=reading.body.replace(old, new)))


@pytest.mark.parametrize(
    ("html", "markdown"),
    [
        (FRAME, ["| key | name | a\\|b |", "|---|---|---|", "| x | \\*Ann\\* | 1 |", "", "1 rows × 2 columns"]),
        ("<table><tr><th>a</th></tr><tr><td>1<td>2</table>", ["| a |  |", "|---|---|", "| 1 | 2 |"]),
        (
            "<table><tr><th colspan=2>ab</th></tr><tr><td rowspan=2>1</td><td>2</td></tr><tr><td>3</td></tr></table>",
            ["| ab |  |", "|---|---|", "| 1 | 2 |", "|  | 3 |"],
        ),
        ("<table><tr><td>x<br>y &lt;b&gt; <b>z</b></td></tr></table>", ["|  |", "|---|", "| x y \\<b\\> z |"]),
        ("Above<table><tr><td>1</td></tr></table>Below", ["Above", "", "|  |", "|---|", "| 1 |", "", "Below"]),
        ("<table><tr><td><table><tr><td>1</td></tr></table></td></tr></table>", None),
        ("<table><tr><td></td></tr></table>", None),
        ("<table>", None),
        ("<b>no table</b>", None),
        (
            "<table><tr><td colspan=99999999 rowspan=-1>1</td></tr></table>",
            ["|" + "  |" * 60, "|" + "---|" * 60, "| 1 |" + "  |" * 59],
        ),
    ],
)
def test_tables(html, markdown):
    assert html_as_markdown(html) == markdown


def test_a_table_of_many_rows_says_how_many_there_are():
    rows = "".join(f"<tr><td>{number}</td></tr>" for number in range(1000))
    drawn = html_as_markdown(f"<table>{rows}</table>")
    assert drawn[-3:] == ["| 199 |", "", "… 1,000 rows in the notebook"]


@pytest.mark.parametrize(
    ("output", "shown_lines"),
    [
        (display(markdown="**yes**\n\n- a"), ["**yes**", "", "- a"]),
        (display(latex="$\\displaystyle x^2$"), ["$$", "x^2", "$$"]),
        (display(latex=["$$\n", "\\frac{1}{2}\n", "$$"]), ["$$", "\\frac{1}{2}", "$$"]),
        (display(latex="\\begin{align}a&=b\\end{align}"), ["$$", "\\begin{align}a&=b\\end{align}", "$$"]),
        (display(html="<table><tr><td>1", latex="\\begin{tabular}1\\end{tabular}"), ["|  |", "|---|", "| 1 |"]),
        (display(html="<i>words</i> <script>x</script>"), ["words"]),
        (display(html="<b>x</b>", plain="twin"), ["twin"]),
        (display(**{"application/json": {"a": [1]}}), ["{", '  "a": [', "    1", "  ]", "}"]),
        (
            display(**{"application/vnd.plotly.v1+json": {}, "html": "<div>js</div>"}),
            ["(Plotly figure: only the notebook shows it)"],
        ),
        (
            display(**{"application/vnd.jupyter.widget-view+json": {}, "plain": "IntSlider(value=0)"}),
            ["IntSlider(value=0)"],
        ),
        (stream("  1/10\b\b\b\b 10/10\nN\bNA\bAM\bME\bE\n"), ["   10/10", "NAME"]),
        (stream("50%\r100%\nlong line\rshort\n"), ["100%", "shortline"]),
        (stream("long line\r\x1b[Kshort\nlong line\x1b[2K\rshort\n"), ["short", "short"]),
        (stream("\x1b[31mred\x1b[0m\r\nb\n"), ["red", "b"]),
    ],
)
def test_the_richest_form(output, shown_lines):
    assert lines(output) == [shown_lines]


def test_outputs_stay_in_their_order():
    found = lines(stream("one\n"), stream("two\n"), display(markdown="**x**"), stream("three\n"), display(latex="$y$"))
    assert found == [["one", "two"], ["**x**"], ["three"], ["$$", "y", "$$"]]


@pytest.mark.parametrize("markdown", ["```\nnever closed", "<!-- never closed", "a\n\n~~~~\nb\n~~~"])
def test_markdown_that_would_swallow_what_is_below_is_shown_as_words(markdown):
    body = body_of(code("x", display(markdown=markdown)), "The **end**.")
    assert "<strong>end</strong>" in render_document(body).html


def test_what_only_a_program_could_draw_is_named_in_the_plan():
    data = notebook_json(code("x", display(**{"application/vnd.plotly.v1+json": {}}))).encode()
    assert notebook.read(data, "x.ipynb").problems == (
        "a Plotly figure without a picture of it: only the notebook shows it",
    )


def test_a_notebook_of_any_size_is_one_entry():
    cells = [code(f"x = {number}", stream("word " * 10_000)) for number in range(200)]
    body = body_of(*cells)
    assert 50_000 < len(body) < 300_000
    assert body.count("more characters in the notebook") == 200


class TestBack:
    DATA = notebook_json(
        "# T",
        code("df", stream("head\n"), display(html=FRAME), display(markdown="```python\nin_output()\n```\n\nwords")),
        "after",
        code("y", display(latex="$z$")),
    ).encode()

    def test_code_above_a_table_is_edited_and_nothing_else(self):
        written = edited(self.DATA, "df\n", "df.head()\n")
        assert written == self.DATA.replace(b'"df"', b'"df.head()"')

    def test_text_below_a_formula_is_its_own_cell(self):
        written = json.loads(edited(self.DATA, "after", "after all\n\nmore"))
        assert "".join(written["cells"][2]["source"]) == "after all\n\nmore"
        assert [len(cell.get("outputs", [])) for cell in written["cells"]] == [0, 3, 0, 1]

    def test_words_that_were_edited_leave_the_table(self):
        written = json.loads(edited(self.DATA, "head\n", "new\n"))
        kinds = [output["output_type"] for output in written["cells"][1]["outputs"]]
        assert kinds == ["stream", "display_data", "display_data"]

    def test_a_table_that_was_edited_is_not_written(self):
        with pytest.raises(Unwritable, match="is no output that a notebook has"):
            edited(self.DATA, "| x |", "| new |")

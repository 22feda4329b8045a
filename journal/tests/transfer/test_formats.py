"""Reading files and writing them back, without a database."""

import base64
import json
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from journal.tests.pictures import GIF, PNG
from journal.text.pictures import attachment_name
from journal.transfer.formats import MODULES, format_of, language_of, markdown, notebook, program
from journal.transfer.formats.metadata import read_values
from journal.transfer.formats.reading import Text, Unreadable, Unwritable, decode
from journal.transfer.formats.titles import escape_title, plain_title

from .repositories import code
from .repositories import notebook as notebook_json

PICTURE = f"data:image/png;base64,{base64.b64encode(PNG).decode()}"
ADDRESS = f"/attachments/{attachment_name(PNG)}"


def text_of(reading, **changes):
    text = Text(reading.title, reading.body, reading.values.summary, tags=reading.values.all_tags, published="2024")
    return replace(text, **changes)


def rewritten(module, data, name="x", **changes):
    """The file after an edit, and what it reads as then."""
    before = text_of(module.read(data, name))
    return module.write(data, name, before, replace(before, **changes))


class TestMarkdown:
    @pytest.mark.parametrize(
        ("source", "title", "body"),
        [
            ("# Title\n\nText\n", "Title", "Text"),
            ("# Title #\nText", "Title", "Text"),
            ("Title\n=====\n\nText\n\n\n", "Title", "Text"),
            ("\ufeff# Title\r\n\r\nText\r\nmore\r\n", "Title", "Text\nmore"),
            ("\n\n# Title\n", "Title", ""),
            ("# Use `git log` *now*\n", "Use git log now", ""),
            ("# [A `link`](https://x.y) &amp; more\n", "A link & more", ""),
            ("Text\n\n# Later\n", "Later", "Text"),
            ("Text\n\n# One\n\n# Two\n", "", "Text\n\n# One\n\n# Two"),
            ("a\nb\nc\nd\n\n# Later\n", "", "a\nb\nc\nd\n\n# Later"),
            ("Text\n\n## Later\n", "", "Text\n\n## Later"),
            ("## Second level\n", "Second level", ""),
            ("## One\n\n## Two\n", "", "## One\n\n## Two"),
            ("## One\n\n# Two\n", "", "## One\n\n# Two"),
            ("## X and more\n\n### One\n\n## Two\n", "", "## X and more\n\n### One\n\n## Two"),
            ("## Lesson 12: sets\n\n## Why\n", "Lesson 12: sets", "## Why"),
            ("### Deep\n\ntext\n\n#### Deeper\n", "Deep", "text\n\n#### Deeper"),
            ("Under\n---\n\nText\n", "Under", "Text"),
            ("[![b](b.svg)](https://e.org)\n\n# T\n\nText\n", "T", "[![b](b.svg)](https://e.org)\n\nText"),
            ("![b](b.svg)\n# T\n\nText\n", "T", "![b](b.svg)\n\nText"),
            ("[« A](a.md) | [B »](b.md)\n\n# T\n\nText\n", "T", "[« A](a.md) | [B »](b.md)\n\nText"),
            ("<!-- # no -->\n# T\n\nText\n", "T", "<!-- # no -->\n\nText"),
            ("<!--\n# no\n-->\n\n# T\n\nText\n", "T", "<!--\n# no\n-->\n\nText"),
            ("```\n# no\n```\n\n# T\n", "T", "```\n# no\n```"),
            ("<h1 align='center'>A &amp; B</h1>\n\nText\n", "A & B", "Text"),
            ("<h1>\n  A\n</h1>\n\nText\n", "A", "Text"),
            ("<div>\n<h1>A</h1>\nby me\n</div>\n\nText\n", "A", "<div>\nby me\n</div>\n\nText"),
            ("<div>\n\n# A\n\n</div>\n\nText\n", "A", "<div>\n\n</div>\n\nText"),
            ("<h1><img src='l.png'> A</h1>\n\nText\n", "A", "<h1><img src='l.png'> A</h1>\n\nText"),
            ("- [One](#one)\n\n## One\n", "", "- [One](#one)\n\n## One"),
            ("---\ntitle: same\n---\n![b](b.svg)\n\n## Same\n\nText", "same", "![b](b.svg)\n\nText"),
            ("#no space\n", "", "#no space"),
            ("---\ntitle: Front\n---\n# Other\n\nText", "Front", "# Other\n\nText"),
            ("---\ntitle: Same\n---\n# Same\n\nText", "Same", "Text"),
            ("---\ntitle: Front\n---\nText", "Front", "Text"),
            ("+++\ntitle = 'Toml'\n+++\nText", "Toml", "Text"),
            ("    indented\n\ntext", "", "    indented\n\ntext"),
            ("\ttabbed\n", "", "\ttabbed"),
            ("- item\n===\n", "", "- item\n==="),
            ("", "", ""),
            ("\n\n", "", ""),
            ("{% highlight python %}\nx\n{% endhighlight %}", "", "```python\nx\n```"),
            ('{{< highlight go "linenos=table" >}}\nx\n{{< /highlight >}}', "", "```go\nx\n```"),
            ('{{< figure src="/a.png" title="A" >}}', "", "![A](/a.png)"),
            ("```{r, echo=FALSE}\nx <- 1\n```", "", "```r\nx <- 1\n```"),
            ("```{python}\n#| label: a\nx\n```", "", "```python\n#| label: a\nx\n```"),
            ("```{.python title=x}\nx\n```", "", "```{.python title=x}\nx\n```"),
            ("{{< youtube x >}} {% raw %}", "", "{{< youtube x >}} {% raw %}"),
            (f"# T\n\n![a]({PICTURE})", "T", f"![a]({ADDRESS})"),
            (f"# {'x' * 201}\n\nText", "", f"# {'x' * 201}\n\nText"),
        ],
    )
    def test_title_and_text(self, source, title, body):
        reading = markdown.read(source.encode(), "x.md")
        assert (reading.title, reading.body) == (title, body)
        same = text_of(reading)
        assert markdown.write(source.encode(), "x.md", same, same) == source.encode()

    @pytest.mark.parametrize(
        ("source", "changes", "result"),
        [
            ("# A\n\none\ntwo\n", {"body": "one\n2"}, "# A\n\none\n2\n"),
            ("# A\r\n\r\none\r\ntwo\r\n", {"body": "one\nnew\ntwo"}, "# A\r\n\r\none\r\nnew\r\ntwo\r\n"),
            ("# A\n\none", {"body": "one\ntwo"}, "# A\n\none\ntwo"),
            ("# A\n\none\ntwo\n\n\n", {"body": "one"}, "# A\n\none\n\n\n"),
            ("# A\n", {"body": "new"}, "# A\n\nnew"),
            ("# A\n\none", {"title": "B"}, "# B\n\none"),
            ("# A #\n\none", {"title": "B*"}, "# B* #\n\none"),
            ("# A\n\none", {"title": "B `x`"}, "# B \\`x\\`\n\none"),
            ("A\n===\none", {"title": "B"}, "B\n===\none"),
            ("\ufeff# A\none", {"title": "B"}, "\ufeff# B\none"),
            ("one", {"title": "B"}, "# B\n\none"),
            ("---\ntitle: A\nx: 1\n---\none", {"title": "B"}, "---\ntitle: B\nx: 1\n---\none"),
            ("---\ntitle: A\n---\n# A\none", {"title": "B"}, "---\ntitle: B\n---\n# B\none"),
            ("---\nx: 1\n---\n# A\none", {"title": "B"}, "---\nx: 1\n---\n# B\none"),
            ("---\nx: 1\n---\none", {"title": "B"}, "---\nx: 1\ntitle: B\n---\none"),
            ("---\ntags: [a, b]\n---\none", {"tags": ("a", "c")}, "---\ntags: [a, c]\n---\none"),
            ("---\ntags: a, b\n---\none", {"tags": ("a", "c")}, "---\ntags: a, c\n---\none"),
            ("---\ntags: a b\n---\none", {"tags": ("a", "c")}, "---\ntags: a c\n---\none"),
            ("---\ntags: [a]\ncategories: [b]\n---\n", {"tags": ("a", "b", "c")}, "---\ntags: [a, c]\ncategories: [b]\n---\n"),
            ("---\ndraft: false\n---\none", {"published": ""}, "---\ndraft: true\n---\none"),
            ("---\npublished: true\n---\none", {"published": ""}, "---\npublished: false\n---\none"),
            ("---\nx: 1\n---\none", {"published": "", "kind": "bug"}, "---\nx: 1\nkind: bug\ndraft: true\n---\none"),
            ("---\ndescription: a\n---\none", {"summary": "b"}, "---\ndescription: b\n---\none"),
            ("---\ndate: 2024-01-02\n---\n", {"published": "2024-01-03T00:00:00+00:00"}, "---\ndate: 2024-01-03 00:00:00+00:00\n---\n"),
            ("one", {"tags": ("a",), "kind": "bug"}, "one"),
            (f"![a]({PICTURE})", {"body": f"![b]({ADDRESS})"}, f"![b]({PICTURE})"),
        ],
    )  # fmt: skip
    def test_only_what_changed_is_written(self, source, changes, result):
        assert rewritten(markdown, source.encode(), "x.md", **changes).decode() == result

    def test_another_encoding_is_kept(self):
        data = "# Größe\n\ncafé\n".encode("latin-1")
        reading = markdown.read(data, "x.md", "latin-1")
        assert (reading.title, reading.body) == ("Größe", "café")
        before = text_of(reading)
        written = markdown.write(data, "x.md", before, replace(before, body="café\nthé"), "latin-1")
        assert written == "# Größe\n\ncafé\nthé\n".encode("latin-1")
        with pytest.raises(Unwritable, match="“☃” cannot be written in latin-1"):
            markdown.write(data, "x.md", before, replace(before, body="☃"), "latin-1")

    @pytest.mark.parametrize(
        ("data", "message"),
        [
            (b"a\nb\xff", "line 2: byte 2 of the line is 0xFF, which is not UTF-8"),
            (b"a\n\x00b", "line 2: a NUL byte at byte 1 of the line"),
            (b'{"title": "a" "b"}\n', "The front matter is not valid JSON"),
        ],
    )
    def test_what_cannot_be_read_is_refused_with_its_place(self, data, message):
        with pytest.raises(Unreadable) as refusal:
            markdown.read(data, "x.md")
        assert message in str(refusal.value)

    @given(st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=60))
    def test_a_title_reads_as_it_was_written(self, title):
        title = " ".join(title.split())
        if title:
            assert plain_title(escape_title(title)) == title


class TestMetadata:
    @pytest.mark.parametrize(
        ("front", "tags"),
        [
            ({"tags": ["a", "b"]}, ("a", "b")),
            ({"tags": "a, b c"}, ("a", "b c")),
            ({"tags": "a b"}, ("a", "b")),
            ({"tags": ["#a", None, 5]}, ("a", "5")),
            ({"tags": 7}, ("7",)),
            ({"tags": ["a"], "categories": ["b", "A"]}, ("a", "b")),
            ({"categories": "x y"}, ("x", "y")),
            ({"tags": {"a": 1}}, ()),
            ({"tags": ["x" * 61]}, ()),
        ],
    )
    def test_tags(self, front, tags):
        found = read_values(front).all_tags
        assert tuple(sorted(map(str.casefold, found))) == tuple(sorted(map(str.casefold, tags)))

    @pytest.mark.parametrize(
        ("front", "draft"),
        [({"draft": True}, True), ({"published": False}, True), ({"published": True}, False), ({"draft": "yes"}, True), ({}, False)],
    )  # fmt: skip
    def test_drafts(self, front, draft):
        assert read_values(front).draft is draft

    @pytest.mark.parametrize(
        "value",
        [
            "2024/01/02",
            "2024-1-2",
            "2024-01-02 03:04",
            "2024-01-02",
            "2024-01-02 03:04:05 +0200",
            "2024-01-02T03:04:05Z",
            "2024-01-02 03:04:05 UTC",
        ],
    )
    def test_dates(self, value):
        assert read_values({"date": value}).date.date().isoformat() == "2024-01-02"

    @pytest.mark.parametrize(
        "front",
        [{"title": ["a"]}, {"date": "yesterday"}, {"draft": "perhaps"}, {"slug": {"a": 1}}, {"date": [1]}, {"title": "\ud800"}],
    )  # fmt: skip
    def test_what_makes_no_sense_is_named_and_left_out(self, front):
        values = read_values(front)
        assert len(values.problems) == 1
        assert next(iter(front)) in values.problems[0]


class TestNotebook:
    STREAM = {"output_type": "stream", "name": "stdout", "text": ["a\n", "b\n"]}
    RESULT = {"output_type": "execute_result", "execution_count": 1, "metadata": {}, "data": {"text/plain": ["42"]}}
    IMAGE = {
        "output_type": "display_data",
        "metadata": {},
        "data": {"image/png": base64.b64encode(PNG).decode() + "\n", "text/plain": ["<Figure>"]},
    }
    ERROR = {
        "output_type": "error",
        "ename": "KeyError",
        "evalue": "'x'",
        "traceback": ["\x1b[0;31mKeyError\x1b[0m", "line 1"],
    }
    TABLE = {
        "output_type": "display_data",
        "metadata": {},
        "data": {"text/html": ["<table><tr><td>1</td></tr></table>"], "text/plain": ["   a\n", "0  1"]},
    }

    def read(self, *cells, **top):
        return notebook.read(notebook_json(*cells, **top).encode(), "x.ipynb")

    def test_cells_become_text_and_fences(self):
        reading = self.read("# Title\n\nIntro", code("print(1)", self.STREAM, self.RESULT), "## More")
        assert reading.title == "Title"
        assert reading.body == "Intro\n\n```python\nprint(1)\n```\n\n```output\na\nb\n42\n```\n\n## More"

    def test_an_image_is_an_attachment(self):
        reading = self.read(code("plot()", self.IMAGE))
        assert reading.body.endswith(f"```\n\n![output]({ADDRESS})")
        assert dict(reading.images) == {attachment_name(PNG): PNG}

    def test_a_traceback_is_text_without_colours(self):
        reading = self.read(code("{}['x']", self.ERROR))
        assert "```python raises=KeyError\n" in reading.body
        assert "```output\nKeyError\nline 1\n```" in reading.body

    def test_a_table_is_a_table(self):
        assert self.read(code("frame", self.TABLE)).body.endswith("```\n\n|  |\n|---|\n| 1 |")

    def test_html_without_a_twin_gives_its_words(self):
        html = {"output_type": "display_data", "data": {"text/html": ["<b>Bold</b><script>x</script><p>words"]}}
        assert "```output\nBold\nwords\n```" in self.read(code("x", html)).body

    def test_what_has_no_words_is_reported(self):
        widget = {"output_type": "display_data", "data": {"application/x-widget": {"a": 1}}}
        reading = self.read(code("x", widget))
        assert "output" not in reading.body
        assert reading.problems == ("an output of type application/x-widget has no twin in text",)

    def test_a_progress_bar_is_its_last_state(self):
        bar = {"output_type": "stream", "name": "stderr", "text": "10%\r50%\r100%\n"}
        assert "```output\n100%\n```" in self.read(code("x", bar)).body

    def test_a_long_output_is_cut_and_says_so(self):
        long = {"output_type": "stream", "name": "stdout", "text": "x" * 30_000}
        assert "… 10,000 more characters in the notebook" in self.read(code("x", long)).body

    def test_fences_within_code_are_kept(self):
        body = self.read(code('print("""\n```\n""")')).body
        assert body.startswith("````python\n")

    def test_attached_images(self):
        cell = {
            "cell_type": "markdown",
            "source": ["![a](attachment:pic.png)\n", "text"],
            "attachments": {"pic.png": {"image/png": base64.b64encode(PNG).decode()}},
        }
        reading = self.read(cell)
        assert reading.body == f"![a]({ADDRESS})\ntext"
        assert attachment_name(PNG) in reading.images

    def test_numbered_headings_are_no_title(self):
        assert self.read("# 1. First", "# 2. Second").title == ""
        assert self.read("# 1. Only").title == "1. Only"

    def test_the_language_comes_from_the_kernel(self):
        body = self.read(code("1 + 1"), metadata={"kernelspec": {"language": "julia"}}).body
        assert body.startswith("```julia\n")

    def test_raw_and_empty_cells(self):
        raw = {"cell_type": "raw", "source": ["raw *text*"]}
        assert self.read(raw, code(""), "").body == "```text\nraw *text*\n```"

    def test_old_notebooks(self):
        old = {
            "nbformat": 3,
            "nbformat_minor": 0,
            "metadata": {"name": ""},
            "worksheets": [
                {
                    "cells": [
                        {"cell_type": "heading", "level": 1, "source": ["Old"]},
                        {"cell_type": "heading", "level": 2, "source": ["Part"]},
                        {
                            "cell_type": "code",
                            "collapsed": False,
                            "input": ["1/0"],
                            "language": "python",
                            "outputs": [
                                {"output_type": "pyout", "prompt_number": 1, "text": ["3"]},
                                {"output_type": "pyerr", "ename": "ZeroDivisionError", "evalue": "", "traceback": []},
                                {"output_type": "display_data", "png": base64.b64encode(PNG).decode()},
                            ],
                        },
                    ]
                }
            ],
        }
        data = json.dumps(old, indent=1).encode()
        reading = notebook.read(data, "x.ipynb")
        assert reading.title == "Old"
        assert reading.body.startswith("## Part\n\n```python raises=ZeroDivisionError\n1/0\n```\n\n```output\n3\n")
        assert attachment_name(PNG) in reading.images
        new = rewritten(notebook, data, body=reading.body.replace("1/0", "2/0"), title="New")
        assert new == data.replace(b"1/0", b"2/0").replace(b'"Old"', b'"New"')

    @pytest.mark.parametrize(
        ("data", "message"),
        [
            (b"{", "line 1: this is not valid JSON"),
            (b'{"cells": [\n,]}', "line 2: this is not valid JSON"),
            (b"[]", "not a notebook"),
            (b"{}", "no list of cells"),
            (b'{"cells": 5}', "no list of cells"),
            (b'{"cells": [5]}', "cell 1 is not an object"),
            (b'{"cells": [{"cell_type": "code", "source": 5}]}', "the source of cell 1 is neither"),
            (b'{"cells": [{"cell_type": "code", "source": [5]}]}', "the source of cell 1 is neither"),
            (b'{"cells": [{"cell_type": "code", "source": "", "outputs": [5]}]}', "the outputs of cell 1"),
            (b'{"cells": [{"source": ""}]}', "cell 1 does not say what it is"),
            (b"[" * 100_000, "nested too deeply"),
            (b'{"cells": [], "x": ' + b"9" * 5_000 + b"}", "too many digits"),
            (b"\xff{}", "not UTF-8"),
        ],
    )
    def test_what_is_no_notebook_is_refused(self, data, message):
        with pytest.raises(Unreadable) as refusal:
            notebook.read(data, "x.ipynb")
        assert message in str(refusal.value)

    def test_an_edit_changes_one_cell_and_nothing_else(self):
        data = notebook_json("# T", code("a = 1\nb = 2", self.STREAM, id="x1"), "Some *text*\nmore").encode()
        body = notebook.read(data, "x").body
        assert rewritten(notebook, data, body=body.replace("b = 2", "b = 3")) == data.replace(b"b = 2", b"b = 3")
        assert rewritten(notebook, data, body=body.replace("more", "less")) == data.replace(b'"more"', b'"less"')
        assert rewritten(notebook, data, title="U") == data.replace(b'"# T"', b'"# U"')

    @pytest.mark.parametrize("indent", [None, 1, 2, "\t"])
    @pytest.mark.parametrize("whole", [False, True])
    @pytest.mark.parametrize("end", ["", "\n"])
    def test_it_keeps_the_manner_of_the_file(self, indent, whole, end):
        cells = [code("a = 1\nb = 2"), {"cell_type": "markdown", "metadata": {}, "source": ["é ü\n", "x"]}]
        if whole:
            cells = [cell | {"source": "".join(cell["source"])} for cell in cells]
        content = {"nbformat": 4, "metadata": {}, "cells": cells}
        data = (json.dumps(content, indent=indent, ensure_ascii=False) + end).encode()
        body = notebook.read(data, "x").body
        new = rewritten(notebook, data, body=body.replace("b = 2", "b = 3").replace("x", "y"))
        assert new.decode() == data.decode().replace("b = 2", "b = 3").replace('x"', 'y"')

    def test_cells_are_added_and_taken_away(self):
        data = notebook_json("# T", "one", code("a = 1", id="x1"), code(""), "two").encode()
        body = "one\n\n```python\nnew()\n```\n\n```python\na = 1\n```\n\nnew text"
        written = json.loads(rewritten(notebook, data, body=body))["cells"]
        kinds = [(cell["cell_type"], "".join(cell["source"])) for cell in written]
        assert kinds == [
            ("markdown", "# T"),
            ("markdown", "one"),
            ("code", "new()"),
            ("code", "a = 1"),
            ("code", ""),
            ("markdown", "new text"),
        ]
        assert all(len(cell["id"]) for cell in written if "new" in str(cell["source"]) and cell["cell_type"] == "code")

    def test_edited_outputs_become_one_stream_and_images_stay(self):
        data = notebook_json(code("x", self.STREAM, self.IMAGE, self.RESULT)).encode()
        body = notebook.read(data, "x").body
        cell = json.loads(rewritten(notebook, data, body=body.replace("a\nb", "new")))["cells"][0]
        assert [output["output_type"] for output in cell["outputs"]] == ["stream", "display_data"]
        assert cell["outputs"][0]["text"] == ["new\n", "42\n"]
        assert cell["source"] == ["x"]
        without = body.partition("![output]")[0].rstrip()
        cell = json.loads(rewritten(notebook, data, body=without))["cells"][0]
        assert [output["output_type"] for output in cell["outputs"]] == ["stream"]


class TestProgram:
    SAMPLES = {
        "a.py": b'#!/usr/bin/env python\n"""Two sum.\n\nFind *pairs*.\n"""\n\nimport os\n',
        "b.py": b'"""One line."""\nx = 1',
        "c.py": b"# one\n# two\n\nx = 1\r\n\r\n",
        "d.py": b"x = 1\n",
        "e.js": b"/**\n * Hello\n * world\n */\nconst a = 1;\n",
        "f.go": b"// Hello\n//\n// world\npackage main\n",
        "g.sql": b"-- why\nSELECT 1;\n",
        "h.css": b"/* one */\na {}\n",
        "i.py": b"r'''\nDoc\n'''\n",
        "j.py": b"\xef\xbb\xbfx = 1\n",
        "k.py": b"def f(:\n  '''not parsed\n",
        "l.hs": b"{- | x -}\nmain = 1\n",
        "Makefile": b"# Builds\nall:\n\techo\n",
    }

    @pytest.mark.parametrize("name", SAMPLES)
    def test_the_same_bytes(self, name):
        data = self.SAMPLES[name]
        assert rewritten(program, data, name) == data

    @pytest.mark.parametrize(
        ("name", "body"),
        [
            ("a.py", 'Two sum.\n\nFind *pairs*.\n\n```python title="a.py"\nimport os\n```'),
            ("b.py", 'One line.\n\n```python title="b.py"\nx = 1\n```'),
            ("c.py", 'one\ntwo\n\n```python title="c.py"\nx = 1\n```'),
            ("e.js", 'Hello\nworld\n\n```javascript title="e.js"\nconst a = 1;\n```'),
            ("f.go", 'Hello\n\nworld\n\n```go title="f.go"\npackage main\n```'),
            ("i.py", "Doc"),
            ("l.hs", '```haskell title="l.hs"\n{- | x -}\nmain = 1\n```'),
        ],
    )
    def test_prose_and_code(self, name, body):
        assert program.read(self.SAMPLES[name], name).body == body

    @pytest.mark.parametrize(
        ("name", "old", "new"),
        [
            ("a.py", "pairs", "triples"),
            ("b.py", "x = 1", "x = 2"),
            ("c.py", "two", "2"),
            ("e.js", "world", "moon"),
            ("f.go", "Hello", "Bye"),
            ("g.sql", "why", "because"),
            ("h.css", "one", "1"),
            ("j.py", "x = 1", "x = 3"),
            ("Makefile", "Builds", "Makes"),
        ],
    )
    def test_a_changed_word_changes_only_that_word(self, name, old, new):
        data = self.SAMPLES[name]
        body = program.read(data, name).body
        assert rewritten(program, data, name, body=body.replace(old, new)) == data.replace(old.encode(), new.encode())

    @pytest.mark.parametrize("name", SAMPLES)
    def test_new_prose_reads_as_it_was_written(self, name):
        data = self.SAMPLES[name]
        body = "New words\n\nmore\n\n" + program.read(data, name).body
        try:
            written = rewritten(program, data, name, body=body)
        except Unwritable:
            assert name == "l.hs"
            return
        assert program.read(written, name).body.rstrip() == body.rstrip()

    @pytest.mark.parametrize(
        ("change", "message"),
        [
            (lambda body: body + "\n\nmore", "below the code"),
            (lambda body: body.partition("```")[0], "no longer there"),
            (lambda body: body.replace("Find", '"""'), "ends the comment"),
        ],
    )
    def test_what_a_source_file_cannot_say_is_refused(self, change, message):
        data = self.SAMPLES["a.py"]
        with pytest.raises(Unwritable, match=message):
            rewritten(program, data, "a.py", body=change(program.read(data, "a.py").body))


@pytest.mark.parametrize(
    ("name", "format_name", "language"),
    [
        ("a.md", "markdown", "markdown"),
        ("A.MD", "markdown", "markdown"),
        ("a.ipynb", "notebook", ""),
        ("a.py", "program", "python"),
        ("a.sql", "program", "sql"),
        ("a.R", "program", "r"),
        ("Makefile", "program", "make"),
        ("Dockerfile", "program", "docker"),
        ("a.json", None, ""),
        ("a.yml", None, ""),
        ("LICENSE", None, ""),
        ("a.png", None, ""),
        ("a.txt", "words", ""),
        ("A.RST", "words", ""),
        ("a.org", "words", ""),
        ("a.qmd", "markdown", ""),
        ("a.Rmd", "markdown", ""),
        ("requirements.txt", None, ""),
        ("dev-requirements.txt", None, ""),
        ("LICENSE.txt", None, ""),
        ("CMakeLists.txt", None, ""),
    ],
)
def test_formats_by_name(name, format_name, language):
    assert format_of(name) == format_name
    if format_name == "program":
        assert language_of(name) == language


def test_gif_is_an_image_and_text_is_not():
    assert attachment_name(GIF).endswith(".gif")
    assert attachment_name(b"<svg onload=alert(1)>") is None
    assert decode("é".encode()) == "é"


# --- Properties: whatever a file holds, it comes back ------------------------------------------------------------

line = st.one_of(
    st.text(alphabet=st.sampled_from("ab `*#-\t>=.é[](){}|:~\\\"'"), max_size=12),
    st.sampled_from(["# A", "## B", "[a](b) | [c](d)", "![a](b)", "<h1>C</h1>", "<div>", "</div>", "===", "words", ""]),
)
newline = st.sampled_from(["\n", "\r\n"])


@st.composite
def markdown_files(draw):
    end = draw(newline)
    front = draw(
        st.sampled_from(["", "---\ntitle: A\ntags: [x, y]\n---\n", "---\n# c\ndraft: true\n---\n", "+++\nx = 1\n+++\n"])
    )
    lines = draw(st.lists(line, max_size=10))
    mark = draw(st.sampled_from(["", "\ufeff"]))
    return (mark + (front + "\n".join(lines)).replace("\n", end) + draw(st.sampled_from(["", end, end * 2]))).encode()


notebook_cell = st.one_of(
    st.lists(line, max_size=4).map("\n".join),
    st.lists(line, max_size=4).map(lambda lines: code("\n".join(lines))),
    st.lists(line, min_size=1, max_size=3).map(
        lambda lines: code("x", {"output_type": "stream", "name": "stdout", "text": "\n".join(lines)})
    ),
)
notebook_files = st.tuples(
    st.lists(notebook_cell, max_size=6), st.sampled_from([None, 1, 2, "\t"]), st.sampled_from(["", "\n"]), st.booleans()
).map(
    lambda made: (
        json.dumps(json.loads(notebook_json(*made[0])), indent=made[1], ensure_ascii=made[3]) + made[2]
    ).encode()
)
program_files = st.tuples(
    st.sampled_from(["x.py", "x.js", "x.go", "x.sql", "x.css", "x.html", "x.hs"]), st.lists(line, max_size=8), newline
)


def readable(module, data, name):
    try:
        return module.read(data, name)
    except Unreadable:
        return None


@given(markdown_files())
@settings(max_examples=300)
def test_any_markdown_comes_back(data):
    reading = readable(markdown, data, "x.md")
    if reading:
        assert rewritten(markdown, data, "x.md") == data
        edited = f"{reading.body}\n\nA last line".strip("\n")
        again = markdown.read(rewritten(markdown, data, "x.md", body=edited), "x.md")
        assert again.body == edited or again.title != reading.title


@given(notebook_files)
@settings(max_examples=300, deadline=None)
def test_any_notebook_comes_back(data):
    reading = notebook.read(data, "x.ipynb")
    assert rewritten(notebook, data) == data
    edited = f"{reading.body}\n\n```python\nnew_cell()\n```".strip("\n")
    written = rewritten(notebook, data, body=edited)
    old, new = json.loads(data)["cells"], json.loads(written)["cells"]
    assert "new_cell()" in str(new)
    assert len(new) in (len(old), len(old) + 1)


@given(program_files)
@settings(max_examples=300, deadline=None)
def test_any_program_comes_back(made):
    name, lines, end = made
    data = end.join(lines).encode()
    assert rewritten(program, data, name) == data


def test_every_format_has_its_module():
    assert set(MODULES) == {"markdown", "notebook", "program", "words"}


class TestWhatPeopleDo:
    """Edits that once went wrong."""

    @pytest.mark.parametrize(
        ("source", "title"),
        [
            ("T\n=\n\nx", "- new"),
            ("T\n=\n\nx", "#1 rule"),
            ("# T\n\nx", "Learn C #"),
            ("# T\n\nx", "AT&amp;T"),
            ("x", "*"),
        ],
    )
    def test_a_title_is_read_again_as_it_was_written(self, source, title):
        written = rewritten(markdown, source.encode(), "x.md", title=title)
        assert markdown.read(written, "x.md").title == title
        assert markdown.read(written, "x.md").body == "x"

    @pytest.mark.parametrize(
        ("source", "written"),
        [
            ("[a](b) | [c](d)\n\n# T\n\nx\n", "[a](b) | [c](d)\n\n# New & *more*\n\nx\n"),
            ("## T\n\nx\n", "## New & *more*\n\nx\n"),
            (
                "<div>\n<h1 align='center'> T </h1>\n</div>\n\nx\n",
                "<div>\n<h1 align='center'> New &amp; *more* </h1>\n</div>\n\nx\n",
            ),
            ("<h1>\n  T\n</h1>\n\nx\n", "<h1>\n  New &amp; *more*\n</h1>\n\nx\n"),
        ],
    )
    def test_a_title_is_edited_where_it_stands(self, source, written):
        changed = rewritten(markdown, source.encode(), "x.md", title="New & *more*").decode()
        assert changed.replace("\\", "") == written
        assert markdown.read(changed.encode(), "x.md").title == "New & *more*"

    def test_a_text_is_edited_around_its_title(self):
        source = b"[a](b)\n\n# T\n\nx\n"
        assert rewritten(markdown, source, "x.md", body="[a](c)\n\ny\n\nz") == b"[a](c)\n\n# T\n\ny\n\nz\n"
        assert rewritten(markdown, source, "x.md", body="x") == b"\n# T\nx\n"

    def test_a_notebook_is_titled_below_its_badge(self):
        data = notebook_json("[![Open](b.svg)](https://e.org)", "by me\n\n## Sets\n\nWhy", code("1")).encode()
        assert notebook.read(data, "x.ipynb").title == ""
        data = notebook_json("[![Open](b.svg)](https://e.org)", "## Sets\n\nWhy", code("1"), "### More").encode()
        reading = notebook.read(data, "x.ipynb")
        assert reading.title == "Sets"
        assert reading.body.startswith("[![Open](b.svg)](https://e.org)\n\nWhy\n\n```python")
        written = rewritten(notebook, data, title="Lists", body=reading.body.replace("Why", "Why not"))
        assert "".join(json.loads(written)["cells"][1]["source"]) == "## Lists\n\nWhy not"

    def test_a_notebook_with_badge_and_title_in_one_cell(self):
        data = notebook_json("![b](b.svg)\n\n# Sets\n\nWhy").encode()
        reading = notebook.read(data, "x.ipynb")
        assert (reading.title, reading.body) == ("Sets", "![b](b.svg)\n\nWhy")
        written = rewritten(notebook, data, title="Lists", body="![b](b.svg)\n\nWhy\n\nHow")
        assert "".join(json.loads(written)["cells"][0]["source"]) == "![b](b.svg)\n\n# Lists\n\nWhy\n\nHow"

    def test_a_heading_at_the_top_of_an_untitled_text_does_not_become_its_title(self):
        before = text_of(markdown.read(b"words", "x.md"), title="From the name")
        written = markdown.write(b"words", "x.md", before, replace(before, body="# Big\n\nwords"))
        assert written == b"# From the name\n\n# Big\n\nwords"

    def test_template_tags_within_code_are_code(self):
        source = "```liquid\n{% highlight ruby %}\n{% endhighlight %}\n```"
        assert markdown.read(source.encode(), "x.md").body == source

    def test_half_an_edited_pair_of_tags_is_no_longer_one(self):
        source = b"{% highlight ruby %}\nx\n{% endhighlight %}\n"
        assert rewritten(markdown, source, "x.md", body="```rb\nx\n```") == b"```rb\nx\n```\n"
        assert rewritten(markdown, source, "x.md", body="```ruby\ny\n```") == source.replace(b"x", b"y")

    @pytest.mark.parametrize(
        ("front", "tags", "result"),
        [
            ("tags: a b", ("a", "b", "machine learning"), "tags: a, b, machine learning"),
            ("categories: [a, b]", ("a",), "categories: [a]"),
            ("tags: [a]\ncategories: [b]", ("a", "c"), "tags: [a, c]"),
        ],
    )
    def test_tags_and_categories(self, front, tags, result):
        written = rewritten(markdown, f"---\n{front}\n---\nx".encode(), "x.md", tags=tags)
        assert written.decode() == f"---\n{result}\n---\nx"
        assert sorted(markdown.read(written, "x.md").values.all_tags) == sorted(tags)

    def test_a_type_that_is_no_kind_stays(self):
        written = rewritten(markdown, b"---\ntype: post\n---\nx", "x.md", kind="bug")
        assert written == b"---\ntype: post\nkind: bug\n---\nx"

    def test_cells_that_change_places_keep_all_they_have(self):
        first, second = TestNotebook.STREAM, {**TestNotebook.STREAM, "text": "other\n"}
        data = notebook_json("one", code("plot(a)", first, id="a1"), "two", code("hist(b)", second, id="b2")).encode()
        body = notebook.read(data, "x").body
        one, two = (
            f"```python\n{call}\n```\n\n```output\n{out}\n```"
            for call, out in (("plot(a)", "a\nb"), ("hist(b)", "other"))
        )
        swapped = body.replace(one, "?").replace(two, one).replace("?", two)
        assert swapped != body
        cells = json.loads(rewritten(notebook, data, body=swapped))["cells"]
        assert [(cell.get("id"), "".join(cell["source"])) for cell in cells if cell["cell_type"] == "code"] == [
            ("b2", "hist(b)"),
            ("a1", "plot(a)"),
        ]
        assert all(cell["outputs"] for cell in cells if cell["cell_type"] == "code")

    def test_a_new_cell_brings_its_output(self):
        data = notebook_json("one").encode()
        body = "one\n\n```python\nprint(1)\n```\n\n```output\n1\n```"
        cell = json.loads(rewritten(notebook, data, body=body))["cells"][1]
        assert cell["outputs"] == [{"name": "stdout", "output_type": "stream", "text": ["1\n"]}]

    def test_a_fence_that_is_never_closed_loses_no_line(self):
        data = notebook_json(code("a = 1\nb = 2")).encode()
        assert b"b = 2" in rewritten(notebook, data, body="```python\na = 1\nb = 2")
        assert b"b = 2" in rewritten(notebook, notebook_json("x").encode(), body="x\n\n```python\na = 1\nb = 2")

    @pytest.mark.parametrize(("name", "in_text"), [("my pic.png", "my%20pic.png"), ("q(1).png", "q(1).png")])
    def test_attachments_by_odd_names(self, name, in_text):
        held = {name: {"image/png": base64.b64encode(PNG).decode()}}
        cell = {"cell_type": "markdown", "source": f"![a](attachment:{in_text})", "attachments": held}
        assert notebook.read(notebook_json(cell).encode(), "x").body == f"![a]({ADDRESS})"

    @pytest.mark.parametrize(
        "source",
        [
            '{"worksheets":[{"cells":3}]}',
            '{"worksheets":[{"metadata":{}}],"nbformat":3}',
            '{"cells":null,"worksheets":[]}',
        ],
    )
    def test_old_notebooks_without_cells(self, source):
        assert notebook.read(source.encode(), "x").body == ""

    def test_worksheets_without_cells_are_passed_over(self):
        raw = {"cell_type": "code", "input": "a = 1", "outputs": [], "language": "python"}
        data = json.dumps({"nbformat": 3, "worksheets": [{"cells": [raw]}, {"metadata": {}}]}).encode()
        assert rewritten(notebook, data, body="```python\na = 2\n```") == data.replace(b"a = 1", b"a = 2")

    @pytest.mark.parametrize(
        ("name", "source", "body"),
        [
            ("a.py", '"""Say hello."""\n', 'Say "hello"'),
            ("a.py", "'Doc'\n", "Doc\nmore"),
            ("a.py", "x = 1\n", 'In C:\\Users\n\n```python title="a.py"\nx = 1\n```'),
            ("a.css", "a {}\n", 'Ends */ here\n\n```css title="a.css"\na {}\n```'),
            ("a.html", "<p>\n", 'Ends --> here\n\n```html title="a.html"\n<p>\n```'),
            ("a.php", "<html>\n<?php x();\n", 'Words\n\n```php title="a.php"\n<html>\n<?php x();\n```'),
        ],
    )
    def test_no_source_file_is_written_that_no_longer_runs(self, name, source, body):
        with pytest.raises(Unwritable):
            rewritten(program, source.encode(), name, body=body)

    def test_perl_comments(self):
        assert program.read(b"# Words\nprint 1;\n", "a.pl").body.startswith("Words\n")

    def test_a_docstring_alone_may_end_in_a_fence(self):
        source = b'"""Words.\n\n```\ncode\n```\n"""\n'
        assert rewritten(program, source, "a.py", body="Words!\n\n```\ncode\n```") == source.replace(
            b"Words.", b"Words!"
        )

    def test_a_comment_without_stars_may_begin_lines_with_them(self):
        source = b"/*\n* item\n**bold** x\nplain\n*/\na {}\n"
        assert program.read(source, "a.css").body.startswith("* item\n**bold** x\nplain\n")

    @pytest.mark.parametrize(("name", "source"), [("a.js", b"/*/\nx\n"), ("a.html", b"<!-->\nx\n"), ("a.c", b"/*/")])
    def test_comments_that_are_hardly_any(self, name, source):
        assert rewritten(program, source, name) == source

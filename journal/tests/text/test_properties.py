"""What holds for any text at all."""

import json
import re

import pytest

pytest.importorskip("hypothesis", reason="property tests need hypothesis: bin/test brings it")

from cmarkgfm import github_flavored_markdown_to_html, markdown_to_html
from cmarkgfm.cmark import Options
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from journal.text.blocks import parse
from journal.text.document import Document
from journal.text.excerpts import excerpt
from journal.text.fences import find_fences, parse_info
from journal.text.highlight import highlight
from journal.text.identity import match
from journal.text.pipeline import render_document
from journal.text.slugs import MAX_LENGTH, slugify

from .reference import tokens, words
from .test_identity import Piece
from .test_sanitize import inspect

settings.register_profile(
    "journal", max_examples=150, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck)
)
settings.load_profile("journal")

markdown = st.lists(
    st.sampled_from(
        ["\n", "\n\n", " ", "    ", "# ", "- ", "> ", "1. ", "```", "```python\n", "~~~", "[", "]", "(", ")", "[[", "]]", "|",
         "*", "_", "`", "<", ">", "&", "<b>", "</b>", "<script>", "---", "$$", "%%", "!!! x", "*[A]:", "[a]: /b", "[^1]:", "===", "\\[", "\\]", "{", "}", "\\(", "\\)", "$", "[^1]", ": ", "word", "é", "你", "\t"]
    ),
    max_size=60,
).map("".join)  # fmt: skip


@given(st.text())
def test_a_slug_is_never_empty_and_fits_in_an_address(text):
    slug = slugify(text)
    assert 0 < len(slug) <= MAX_LENGTH
    assert not set(slug) & set(" /?#.\n\t\"'<>&")
    assert slugify(slug) == slug


@given(st.text())
def test_no_info_string_raises(text):
    info = parse_info(text)
    assert all(character not in "\"'<> " for character in info.name)


@given(markdown)
def test_fences_never_overlap(source):
    lines = source.split("\n")
    end = 0
    for fence in find_fences(lines):
        assert fence.start >= end
        assert fence.start < fence.end <= len(lines)
        end = fence.end


@settings(max_examples=1500)
@given(markdown)
def test_no_markdown_runs_or_breaks_out(source):
    document = render_document(source)
    found = inspect(document.html)
    assert found.findings == []
    assert len(found.ids) == len(set(found.ids))
    assert all(snippet.html in document.html for snippet in document.snippets)
    assert document.html.count("<div") == document.html.count("</div>")
    assert Document.from_dict(json.loads(json.dumps(document.as_dict()))) == document


# Documents as people nest them, and as they get it slightly wrong.
leaves = st.sampled_from(
    ["a", "b c", "*d* e", "```\nh\n\n- i\n```", "    j", "| k | l |\n|---|---|\n| m | n |", "o  \np",
     "q `r` s", "t\\\nu", "1986\\. v", "#w", "<!-- x -->"]
)  # fmt: skip
gaps = st.sampled_from(["\n", "\n", "\n\n", "\n\n", "\n\n\n", "\n \n"])


@st.composite
def in_a_container(draw, inside):
    parts = draw(st.lists(inside, min_size=1, max_size=3))
    text = parts[0]
    for part in parts[1:]:
        text += draw(gaps) + part
    mark = draw(st.sampled_from(["- ", "* ", "+ ", "1. ", "2) ", "10. ", "-   ", "-\t", "> ", ">"]))
    if mark.startswith(">"):
        return "\n".join(mark + line for line in text.split("\n"))
    margin = "\t" if mark == "-\t" else " " * max(0, len(mark) + draw(st.sampled_from([0, 0, 0, 0, -1, 1])))
    first, *others = text.split("\n")
    return "\n".join([mark + first, *(margin + line if line.strip() else line for line in others)])


whole_lines = st.sampled_from(["# f", "g\n---", "***"])  # cmark has its own mind of whether they make a list loose
documents = st.lists(
    st.tuples(whole_lines | st.recursive(leaves, in_a_container, max_leaves=6), gaps), min_size=1, max_size=4
).map(lambda parts: "".join(text + gap for text, gap in parts))
emphasis = st.lists(
    st.sampled_from(["*", "**", "***", "_", "__", "`", "``", "a", "b c", " ", "\n", "[a]", "[", "]", "(/u)", "![", "&amp;", "\\*",
                     ".", "(", ")", "é", "“", "a_b"]),
    min_size=3,
    max_size=20,
).map(lambda pieces: "".join(pieces) + "\n\n[a]: /u")  # fmt: skip


commonmark = MarkdownIt("commonmark")


def as_on_github(source):
    return tokens(github_flavored_markdown_to_html(source))


def without_doubled_strong(found):
    """GitHub leaves out a <strong> within a <strong>."""
    kept, depth = [], 0
    for token in found:
        depth -= token == "</strong>"
        if depth == 0 or token not in ("<strong>", "</strong>"):
            kept.append(token)
        depth += token == "<strong>"
    return kept


@settings(max_examples=600)
@given(documents)
def test_documents_have_the_blocks_that_github_gives_them(source):
    assert tokens(render_document(source).html) == as_on_github(source)


@settings(max_examples=600)
@given(emphasis)
def test_emphasis_and_links_are_what_other_parsers_make_of_them(source):
    """Each of the two has corners where it leaves the specification; nobody leaves it in both."""
    found = tokens(render_document(source).html)
    assert without_doubled_strong(found) == as_on_github(source) or found == tokens(commonmark.render(source))


@settings(max_examples=600)
@given(
    st.lists(
        st.sampled_from(
            ["\n", "\n\n", " ", " ", "- ", "> ", "    ", "<title>", "</title>", "<path ", "<int>", "<script>", "<!--", "-->", "<div>\n",
             "\n<details>\n", "</div>", "<a href='", "'>", ">", "<?php", "?>", "<![CDATA[", "`", "{", "}", "{.", "[^1]", "[", "](", ")",
             "$", "$$", "\\(", "|", "\n|-|\n", "==", "++", "!!! ", ":   ", "```\n", "<textarea>\n", "<table><tr>", "<b>", "&", "#"]
        ),
        max_size=25,
    )
)  # fmt: skip
def test_every_word_that_commonmark_shows_is_shown(pieces):
    """Each piece is followed by a word of its own."""
    source = "".join(f"{piece}w{number}w" for number, piece in enumerate(pieces))
    ours = set(re.findall(r"w\d+w", "".join(words(render_document(source).html))))
    theirs = set(re.findall(r"w\d+w", "".join(words(markdown_to_html(source, Options.CMARK_OPT_UNSAFE)))))
    assert theirs <= ours


@given(markdown)
def test_blocks_stand_in_the_order_of_their_lines(source):
    count = source.count("\n") + 1
    former = 0
    for block in parse(source).document.walk():
        assert former <= block.start <= block.end <= count
        former = block.start
        for child in block.children:
            assert block.start <= child.start
            assert child.end <= block.end


@given(st.text(max_size=300), st.sampled_from(["python", "sql", "html", "text", "bash"]))
def test_highlighting_loses_no_character(code, language):
    from html import unescape

    code = code.replace("\r", "").replace("\x00", "")
    assert unescape(re.sub("<[^>]*>", "", highlight(code, language))) == unescape(unescape(highlight(code, "text")))


@given(st.text(max_size=2000), st.integers(5, 300))
def test_an_excerpt_fits(text, length):
    assert len(excerpt(text, length)) <= length


pieces = st.lists(
    st.builds(Piece, st.sampled_from("abcd"), st.sampled_from(["", "", "n", "m"]), st.sampled_from(["python", "sql"]))
)


@given(pieces, pieces)
def test_matching_is_one_to_one(old, new):
    found = [index for index in match(old, new) if index is not None]
    assert len(found) == len(set(found))
    assert all(0 <= index < len(old) for index in found)


@given(pieces)
def test_nothing_changed_means_the_same_identities(old):
    unique = list(dict.fromkeys(old))
    names = [piece.name for piece in unique if piece.name]
    if len(names) == len(set(names)):
        assert match(unique, unique) == list(range(len(unique)))

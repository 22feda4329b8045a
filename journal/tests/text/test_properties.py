"""What holds for any text at all."""

import json

import pytest

pytest.importorskip("hypothesis", reason="property tests need hypothesis: bin/test brings it")

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from journal.text.document import Document
from journal.text.excerpts import excerpt
from journal.text.fences import find_fences, parse_info
from journal.text.highlight import highlight
from journal.text.identity import match
from journal.text.pipeline import TooMuchHtml, render_document
from journal.text.slugs import MAX_LENGTH, slugify

from .test_identity import Piece
from .test_sanitize import inspect

settings.register_profile(
    "journal", max_examples=150, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck)
)
settings.load_profile("journal")

markdown = st.lists(
    st.sampled_from(
        ["\n", "\n\n", " ", "    ", "# ", "- ", "> ", "1. ", "```", "```python\n", "~~~", "[", "]", "(", ")", "[[", "]]", "|",
         "*", "_", "`", "<", ">", "&", "<b>", "</b>", "<script>", "{", "}", "\\(", "\\)", "$", "[^1]", ": ", "word", "é", "你", "\t"]
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


@given(markdown)
def test_no_markdown_runs_or_breaks_out(source):
    try:
        document = render_document(source)
    except (TooMuchHtml, RecursionError):
        return
    found = inspect(document.html)
    assert found.findings == []
    assert document.html.count("<div") == document.html.count("</div>")
    assert Document.from_dict(json.loads(json.dumps(document.as_dict()))) == document


@given(st.text(max_size=300), st.sampled_from(["python", "sql", "html", "text", "bash"]))
def test_highlighting_loses_no_character(code, language):
    import re
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

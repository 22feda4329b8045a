import pytest

from journal.text.highlight import MAX_CODE, MAX_LINE, highlight, language_label
from journal.text.languages import canonical_language


def test_code_is_marked_up_with_classes():
    assert highlight("def f(): pass", "python").startswith('<span class="k">def</span>')


@pytest.mark.parametrize("language", ["", "text", "nosuchlanguage", "<script>", "../../etc/passwd", "💥", "a" * 40])
def test_an_unknown_language_is_plain_escaped_text(language):
    assert highlight("<b>&", language) == "&lt;b&gt;&amp;"


def test_lines_can_be_marked():
    html = highlight("a\nb\nc", "text", hl_lines=(2, 9))
    assert html == 'a\n<mark class="hl">b</mark>\nc'


def test_lines_can_be_numbered():
    assert highlight("a\nb", "text", linenums=True) == '<span class="line">a</span>\n<span class="line">b</span>'


@pytest.mark.parametrize("code", ["", "\n", "\n\nx\n\n", "  indented", "\ttab", "trailing  "])
def test_no_white_space_is_lost(code):
    import re

    for language in ("python", "text", "go"):
        assert re.sub("<[^>]*>", "", highlight(code, language)) == code


@pytest.mark.parametrize("code", ["x" * (MAX_LINE + 1), "x = 1\n" * (MAX_CODE // 6 + 1)])
def test_very_long_code_is_not_highlighted(code):
    assert "<span" not in highlight(code, "python")


@pytest.mark.parametrize(
    ("given", "canonical"), [("py", "python"), ("python3", "python"), ("js", "javascript"), ("rust", "rust"), ("", "")]
)
def test_languages_have_one_name(given, canonical):
    assert canonical_language(given) == canonical


@pytest.mark.parametrize(
    ("language", "label"),
    [("python", "Python"), ("html+django", "HTML+Django/Jinja"), ("klingon", "klingon"), ("", "")],
)
def test_languages_have_a_label(language, label):
    assert language_label(language) == label

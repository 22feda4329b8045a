"""The documents of this project and its demo journal: every word that GitHub shows of them is shown."""

import re
from pathlib import Path

import pytest

from journal.text.pipeline import render_document

from .reference import words

cmarkgfm = pytest.importorskip("cmarkgfm", reason="bin/test brings GitHub's parser")

ROOT = Path(__file__).resolve().parents[3]
DOCUMENTS = [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("journal/demo/**/*.md")]
FRONT_MATTER = re.compile(r"\A---\n.*?\n---\n", re.DOTALL)
OWN_SYNTAX = re.compile(r"(?<=\[\[)[^\]|\n]*\||\\[a-z]{2,}(?=\{)")  # targets of links, commands of TeX


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_word_is_shown(path):
    source = FRONT_MATTER.sub("", path.read_text())
    ours = "".join(words(render_document(source).html)).casefold()
    theirs = " ".join(words(cmarkgfm.github_flavored_markdown_to_html(OWN_SYNTAX.sub("", source)))).casefold()
    assert [word for word in re.findall(r"[^\W_]{2,}", theirs) if word not in ours] == []

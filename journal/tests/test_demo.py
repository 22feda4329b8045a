"""The demo journal is true: it loads, and each Python snippet prints what stands under it."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from journal.models import Entry, Link, Page, Snippet, Topic
from journal.reads.roadmap import Roadmap
from journal.text.fences import OPTIONS, find_fences
from journal.text.frontmatter import split_front_matter
from journal.text.pipeline import render_document
from journal.text.structure import is_why
from journal.transfer.demo import FOLDER, is_empty, load_demo

CELLS = Path(__file__).with_name("cells.py")
FILES = sorted((FOLDER / "entries").glob("*.md"))


def document_of(path):
    return render_document(split_front_matter(path.read_text(encoding="utf-8"))[1])


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_python_snippet_prints_its_output(path):
    snippets = [one for one in document_of(path).snippets if one.language == "python" and not one.norun]
    cells = json.dumps([snippet.code for snippet in snippets])
    run = subprocess.run(
        [sys.executable, "-I", CELLS], input=cells, capture_output=True, text=True, timeout=60, check=True
    )
    for snippet, printed in zip(snippets, json.loads(run.stdout), strict=True):
        assert printed == (snippet.output or ""), snippet.title or snippet.code
        if snippet.raises:
            assert f"\n{snippet.raises}: " in printed


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_entry_says_why_and_raises_no_warning(path):
    document = document_of(path)
    assert document.warnings == ()
    titles = [heading.title for heading in document.headings]
    assert any(is_why(title) or title.startswith("Why") for title in titles)
    assert len(document.text.split()) > 120


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_front_matter_is_complete(path):
    values, _ = split_front_matter(path.read_text(encoding="utf-8"))
    assert set(values) == {"title", "topic", "kind", "tags", "date", "summary"}
    assert values["kind"] in Entry.Kind.values
    assert 20 < len(values["summary"]) <= 160


def test_no_snippet_uses_an_option_that_is_not_known():
    for path in FILES:
        for fence in find_fences(path.read_text(encoding="utf-8").split("\n")):
            assert not fence.info.problems, (path.name, OPTIONS)


@pytest.mark.django_db
class TestLoaded:
    @pytest.fixture(autouse=True)
    def _loaded(self):
        assert is_empty()
        load_demo()

    def test_it_is_a_journal_worth_reading(self):
        assert Entry.objects.count() >= 18
        assert set(Entry.objects.values_list("kind", flat=True)) == set(Entry.Kind.values)
        assert Snippet.objects.filter(language="python").count() > 40

    def test_every_entry_is_published_and_dated_in_the_past(self):
        assert Entry.objects.published().public().count() == Entry.objects.count()

    def test_no_link_is_broken(self):
        assert not list(Link.objects.broken().values_list("source__slug", "slug"))

    def test_it_covers_the_roadmap(self):
        planned = set(Topic.objects.filter(parent=None).values_list("slug", flat=True))
        assert planned == {"python-fundamentals", "version-control", "django", "apis-and-access", "in-production"}
        ahead = [step.topic.slug for stage in Roadmap.read().stages for step in stage.steps if not step.total]
        assert ahead == ["deployment"]

    def test_addresses_come_from_the_file_names(self):
        assert set(Entry.objects.values_list("slug", flat=True)) == {path.stem for path in FILES}

    def test_the_about_page_has_a_philosophy(self):
        assert "why code works" in Page.objects.get(slug="about").summary

    def test_a_second_load_would_find_the_journal_taken(self):
        assert not is_empty()


def test_the_folder_holds_nothing_that_is_not_loaded():
    names = {path.name for path in FOLDER.iterdir() if path.name != "__pycache__"}
    assert names == {"about.md", "topics.yaml", "entries"}

"""Two real repositories, where they are at hand: in the folder CORPORA, else beside the project."""

import os
import shutil
from pathlib import Path

import pytest

from journal.models import Entry, Link, Snippet, Source, Topic
from journal.tests.transfer.repositories import attempt, git, run
from journal.tests.transfer.test_export import there_and_back
from journal.transfer.places import open_place

CORPORA = Path(os.environ.get("CORPORA", Path(__file__).resolve().parents[4] / "shared" / "corpora"))
BUNDLES = {"til": (1_872, 1), "learn-python3": (42, 0)}  # entries, texts of topics

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(not CORPORA.is_dir(), reason="the corpora are not at hand: set CORPORA"),
]


@pytest.fixture(params=BUNDLES)
def bundle(request):
    return CORPORA / f"{request.param}.bundle"


def test_it_comes_in_and_goes_out_and_nothing_changes(bundle, tmp_path):
    entries, texts = BUNDLES[bundle.stem]
    said, error = attempt("import_journal", bundle)
    assert error == ""
    assert f"Done: {entries + texts} create, 1 skipped" in said
    assert "skipped               LICENSE: neither Markdown, a notebook nor a program" in said
    assert Entry.objects.published().count() == entries
    with open_place(bundle) as place:
        dates = place.dates()
        assert all(
            source.entry.published_at == dates[source.path].created
            for source in Source.objects.exclude(entry=None).select_related("entry")
        )

    clone = tmp_path / "clone"
    git(tmp_path, "clone", "-q", str(bundle), "clone")
    for path in clone.iterdir():
        if path.name not in (".git", "LICENSE"):
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    said, error = attempt("export_journal", clone, "--to-source")
    assert error == ""
    assert f"{entries + texts} written" in said
    assert git(clone, "status", "--porcelain") == ""

    assert f"{entries + texts} unchanged, 1 skipped" in run("import_journal", bundle)
    assert len(there_and_back(tmp_path)) > 2 * entries


def test_a_repository_of_short_texts(tmp_path):
    run("import_journal", CORPORA / "til.bundle", verbosity=0)
    assert Topic.objects.get(slug="vim").parent.title == "TIL"
    assert Entry.objects.filter(topic__slug="vim").count() == 159
    assert Snippet.objects.filter(language="ruby").count() > 300
    assert Link.objects.exclude(target=None).count() >= 30
    assert {link.slug for link in Link.objects.broken()} <= {"rescue-from", "set-default-team-and-app-for-project"}


def test_a_course_of_notebooks(tmp_path):
    git(tmp_path, "clone", "-q", str(CORPORA / "learn-python3.bundle"), "course")
    run("import_journal", tmp_path / "course", verbosity=0)
    assert {topic.title for topic in Topic.objects.stages()} == {"Beginner", "Intermediate"}
    assert Entry.objects.filter(kind="practice").count() >= 15
    entry = Entry.objects.get(slug="idiomatic-dicts")
    entry.revise(body=entry.body.replace('my_dict = {"a": 1, "b": 2, "c": 3}', 'my_dict = {"a": 1}', 1))
    run("export_journal", tmp_path / "course", "--to-source")
    changed = [line for line in git(tmp_path / "course", "diff", "-U0").splitlines() if line[:2] in ("+ ", "- ")]
    assert changed == ['-    "my_dict = {\\"a\\": 1, \\"b\\": 2, \\"c\\": 3}"', '+    "my_dict = {\\"a\\": 1}"']

"""Folders that are renamed, split and joined at the source: their texts follow, and nothing is written that nobody edited."""

import pytest

from journal.models import Entry, Topic

from .repositories import commit, git, run, write

pytestmark = pytest.mark.django_db


def tree(folder):
    return {
        str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file() and ".git" not in p.parts
    }


def test_a_renamed_folder_keeps_the_text_of_its_topic(tmp_path):
    folder = commit(
        tmp_path / "r", {"README.md": "# R", "tools/README.md": "# Tools\n\nsharp", "tools/a.md": "a", "z/b.md": "b"}
    )
    run("import_journal", folder)
    topic = Topic.objects.get(slug="tools")
    git(folder, "mv", "tools", "instruments")
    commit(folder)
    before = tree(folder)
    said = run("import_journal", folder)
    assert "conflict" not in said
    topic.refresh_from_db()
    assert (topic.title, topic.body) == ("Instruments", "sharp")
    assert Topic.objects.filter(slug="instruments").count() == 1
    assert Entry.objects.get(slug="a").topic == topic
    run("export_journal", folder, "--to-source")
    assert tree(folder) == before


def test_a_readme_that_links_to_its_former_folder(tmp_path):
    folder = commit(
        tmp_path / "r", {"ja/README.md": "# Ja\n\n[a](../ja/a.md) ![x](/ja/x.png)", "ja/a.md": "a", "z/b.md": "b"}
    )
    run("import_journal", folder)
    git(folder, "mv", "ja", "ja-new")
    commit(folder)
    before = tree(folder)
    assert "conflict" not in run("import_journal", folder)
    run("export_journal", folder, "--to-source")
    assert tree(folder) == before


@pytest.mark.parametrize(
    ("change", "text"),
    [
        ({"x": "z", "edit": "z/README.md"}, "other words"),
        ({"x/README.md": "x/index.md", "edit": "x/index.md"}, "other words"),
    ],
)
def test_a_text_that_takes_the_place_of_another_is_the_topic_s(tmp_path, change, text):
    folder = write(tmp_path / "r", {"x/README.md": "# X\n\nwords", "x/a.md": "a", "x/b.md": "b", "y/c.md": "c"})
    run("import_journal", folder)
    topic = Topic.objects.get(slug="x")
    edited = change.pop("edit")
    for old, new in change.items():
        (folder / old).rename(folder / new)
    write(folder, {edited: f"# X\n\n{text}"})
    assert "conflict" not in run("import_journal", folder)
    topic.refresh_from_db()
    assert topic.body == text
    before = tree(folder)
    run("export_journal", folder, "--to-source")
    assert tree(folder) == before


def test_a_readme_beside_the_text_that_was_there_first_is_an_entry(tmp_path):
    folder = write(tmp_path / "r", {"x/index.md": "# X\n\nwords", "x/a.md": "a", "x/b.md": "b"})
    run("import_journal", folder)
    write(folder, {"x/README.md": "# Read me\n\nmore"})
    said = run("import_journal", folder)
    assert "conflict" not in said
    assert "deleted" not in said
    assert Topic.objects.get(slug="x").body == "words"
    assert Entry.objects.get(title="Read me").body == "more"

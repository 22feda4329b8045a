"""What an earlier version of the journal brought in, brought in again by this one."""

import pytest

from journal.models import Entry, Repository, Source, Topic

from .repositories import attempt, notebook, run, write

pytestmark = pytest.mark.django_db

FILES = {
    "orm/day_1.md": "[home](../README.md)\n\n# The ORM\n\nWhy it works.\n",
    "orm/day_2.md": "# Queries\n\nText\n",
    "README.md": "## Notes\n\nAll of them. [One](orm/day_1.md)\n",
}


@pytest.fixture
def folder(tmp_path):
    """A folder as the rules before these brought it in: no title below a row of links, or of the second level."""
    folder = write(tmp_path / "r", FILES)
    run("import_journal", folder)
    Repository.objects.update(paths_digest="by other rules")
    old = Entry.objects.get(slug="day-1")
    old.revise(title="Day 1", body="[home](/topics/notes/)\n\n# The ORM\n\nWhy it works.")
    for source in Source.objects.exclude(format="folder"):
        entry = source.entry
        if entry:
            published = entry.published_at.isoformat()
            facts = {"title": entry.title, "body": entry.body, "slug": entry.slug, "published": published}
            source.brought = facts | {"summary": "", "kind": entry.kind, "tags": [], "folder": "orm"}
        else:
            source.topic.revise(body="## Notes\n\n" + source.topic.body)
            source.brought = {"body": source.topic.body, "folder": ""}
        source.save()
    return folder


def test_what_would_be_named_otherwise_is_offered_and_not_forced(folder):
    said = run("import_journal", folder)
    assert "read by today's rules: title “The ORM”, body (--reread takes that)" in said
    assert "3 unchanged" in said
    assert Entry.objects.get(slug="day-1").title == "Day 1"
    assert "(--reread takes that)" in run("import_journal", folder)  # as long as it is not taken


def test_it_is_taken_when_asked_for(folder):
    said = run("import_journal", folder, "--reread")
    assert "2 update, 1 unchanged" in said
    entry = Entry.objects.get(slug="day-1")
    assert (entry.title, entry.body) == ("The ORM", "[home](/topics/notes/)\n\nWhy it works.")
    assert Topic.objects.get(slug="notes").body == "All of them. [One](day-1.md)"
    assert "3 unchanged" in run("import_journal", folder)
    assert "--reread" not in run("import_journal", folder)


def test_what_was_edited_here_stays(folder):
    Entry.objects.get(slug="day-1").revise(
        title="Mine", body="[home](/topics/notes/)\n\n# The ORM\n\nWhy it works!\n\nMore."
    )
    run("import_journal", folder)
    assert Entry.objects.get(slug="day-1").title == "Mine"
    said = run("import_journal", folder, "--reread")
    assert "conflict" in said
    assert Entry.objects.get(slug="day-1").body.endswith("More.")


def test_a_title_that_a_person_changed_is_no_conflict_when_only_the_text_changed_at_the_source(folder):
    Entry.objects.get(slug="day-1").revise(title="Mine")
    write(folder, {"orm/day_1.md": FILES["orm/day_1.md"] + "\nAnd more.\n"})
    assert "conflict" not in run("import_journal", folder)
    entry = Entry.objects.get(slug="day-1")
    assert entry.title == "Mine"
    assert entry.body.endswith("Why it works.\n\nAnd more.")


def test_an_edit_is_written_back_only_after_the_file_was_read_anew(folder):
    Entry.objects.get(slug="day-1").revise(title="Mine")
    said, _ = attempt("export_journal", folder, "--to-source")
    assert "import it with --reread first" in said
    assert (folder / "orm/day_1.md").read_text() == FILES["orm/day_1.md"]
    run("import_journal", folder, "--reread")
    run("export_journal", folder, "--to-source")
    assert (folder / "orm/day_1.md").read_text() == FILES["orm/day_1.md"].replace("# The ORM", "# Mine")


def test_links_follow_a_file_that_moved_all_the_same(folder):
    (folder / "orm/day_2.md").unlink()
    write(folder, {"orm/q.md": FILES["orm/day_2.md"], "orm/day_3.ipynb": notebook("# X\n\n[q](q.md)")})
    run("import_journal", folder)
    assert Entry.objects.get(slug="day-3").body == "[q](day-2.md)"

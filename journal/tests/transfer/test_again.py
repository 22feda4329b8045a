"""Import, edit, write back, import again: what once went wrong on the way."""

import base64

import pytest
from django.core.management.base import CommandError
from django.utils import timezone

from journal.models import Entry, Repository, Source, Tag, Topic
from journal.tests.pictures import GIF, PNG, kept
from journal.text.pictures import attachment_name
from journal.transfer.places import Refused, open_place
from journal.transfer.repository import apply
from journal.transfer.repository.planner import make_plan

from .repositories import attempt, code, commit, git, notebook, run, write

pytestmark = pytest.mark.django_db


def entry(slug):
    return Entry.objects.get(slug=slug)


def bring_in(path, *arguments):
    return run("import_journal", path, *arguments)


def test_edits_go_back_one_after_the_other(tmp_path):
    folder = write(
        tmp_path / "r", {"a.md": "---\ntags: [x]\n---\n# A\n\none\n", "b.ipynb": notebook("# B", code("one"))}
    )
    bring_in(folder)
    for number, word in enumerate(("first", "second", "third")):
        entry("a").revise(body=word, title=f"Title {word}", tags=Tag.objects.named(["x", word]))
        entry("b").revise(body=f"```python\n{word}\n```\n\nText {word}")
        said, error = attempt("export_journal", folder, "--to-source")
        assert (error, "2 written" in said) == ("", True), number
        assert f"# Title {word}\n\n{word}\n" in (folder / "a.md").read_text()
        assert "2 unchanged" in bring_in(folder)
    write(folder, {"a.md": (folder / "a.md").read_text().replace("third", "theirs")})
    assert "1 update" in bring_in(folder)
    assert entry("a").title == "Title theirs"


def test_two_files_that_ask_for_one_slug(tmp_path):
    folder = write(tmp_path / "r", {"en/a.md": "---\nslug: hello\n---\none", "fr/a.md": "---\nslug: hello\n---\ndeux"})
    bring_in(folder)
    write(folder, {"new.md": "x"})
    assert "2 unchanged" in bring_in(folder)
    assert set(Entry.objects.values_list("slug", flat=True)) == {"hello", "hello-2", "new"}
    write(folder, {"fr/a.md": "---\nslug: bonjour\n---\ndeux"})
    assert "1 update" in bring_in(folder)
    assert entry("bonjour").body == "deux"


def test_below_a_second_level_topic_one_text_is_the_topic_s(topic, tmp_path):
    files = {"README.md": "# R\n\nroot", "a/README.md": "# A\n\nof a", "b/README.md": "# B\n\nof b", "a/x.md": "x"}
    folder = write(tmp_path / "r", files)
    bring_in(folder, "--topic", topic.slug)
    assert Topic.objects.get(pk=topic.pk).body == "root"
    assert {row.slug for row in Entry.objects.all()} == {"a", "b", "x"}
    run("export_journal", folder, "--to-source")
    assert {name: (folder / name).read_text() for name in files} == files


@pytest.mark.parametrize("arguments", [[], ["--draft"]])
def test_a_draft_is_never_a_topic_s_text(tmp_path, client, arguments):
    front = "---\ntitle: T\ndraft: true\n---\n" if not arguments else ""
    folder = write(tmp_path / "r", {"secret/README.md": front + "SECRET TEXT", "secret/x.md": "x"})
    bring_in(folder, *arguments)
    assert b"SECRET" not in client.get("/topics/secret/").content
    assert entry("secret").published_at is None
    assert "2 unchanged" in bring_in(folder)
    run("export_journal", folder, "--to-source")
    assert (folder / "secret/README.md").read_text() == front + "SECRET TEXT"


def test_importing_drafts_changes_nothing_at_the_source(tmp_path):
    files = {"a.md": "---\ndate: 2024-01-01\n---\nx", "b.md": "---\ntitle: B\n---\nx"}
    folder = write(tmp_path / "r", files)
    bring_in(folder, "--draft")
    assert "2 the same" in run("export_journal", folder, "--to-source")
    assert {name: (folder / name).read_text() for name in files} == files


def test_a_page_bundle_stays_an_entry_when_it_gets_company(tmp_path):
    folder = write(tmp_path / "r", {"posts/one/index.md": "---\ntitle: One\n---\ntext", "posts/two.md": "x"})
    bring_in(folder)
    write(folder, {"posts/one/script.py": "x = 1"})
    bring_in(folder)
    write(folder, {"posts/one/index.md": "---\ntitle: One\n---\nnew"})
    assert "conflict" not in bring_in(folder)
    assert entry("one").body == "new"


def test_a_note_that_becomes_a_readme_stays_an_entry(tmp_path):
    folder = commit(tmp_path / "r", {"a/note.md": "# Note\n\ntext\nof it"})
    bring_in(folder)
    git(folder, "mv", "a/note.md", "a/README.md")
    commit(folder)
    bring_in(folder)
    assert entry("note").source.path == "a/README.md"


def test_another_time_zone_is_no_edit(tmp_path, settings):
    folder = write(tmp_path / "r", {"a.md": "---\ndate: 2020-01-01\n---\nx"})
    bring_in(folder)
    settings.TIME_ZONE = "Europe/Berlin"
    timezone.get_default_timezone.cache_clear()
    try:
        assert "1 the same" in run("export_journal", folder, "--to-source")
    finally:
        settings.TIME_ZONE = "UTC"
        timezone.get_default_timezone.cache_clear()


def test_an_entry_that_was_moved_here_stays_there(tmp_path, topic):
    folder = write(tmp_path / "r", {"a/x.md": "one"})
    bring_in(folder)
    entry("x").revise(topic=topic)
    (folder / "b").mkdir()
    (folder / "a/x.md").rename(folder / "b/x.md")
    bring_in(folder)
    assert entry("x").topic == topic
    write(folder, {"b/x.md": "two"})
    bring_in(folder)
    assert (entry("x").topic, entry("x").body) == (topic, "two")


def test_a_chain_of_renames_keeps_every_address(tmp_path):
    folder = write(tmp_path / "r", {f"chapter{n}.md": f"# {n}\n\ntext of {n}" for n in (1, 2)})
    bring_in(folder)
    (folder / "chapter2.md").rename(folder / "chapter3.md")
    (folder / "chapter1.md").rename(folder / "chapter2.md")
    write(folder, {"chapter1.md": "# 0\n\na new beginning"})
    bring_in(folder)
    assert (entry("chapter1").title, entry("chapter1").source.path) == ("1", "chapter2.md")
    assert (entry("chapter2").title, entry("chapter2").source.path) == ("2", "chapter3.md")
    assert entry("chapter1-2").title == "0"
    assert "3 unchanged" in bring_in(folder)


def test_two_files_that_change_names(tmp_path):
    folder = write(tmp_path / "r", {"a.md": "# A\n\nof a", "b.md": "# B\n\nof b"})
    bring_in(folder)
    write(folder, {"a.md": "# B\n\nof b", "b.md": "# A\n\nof a"})
    bring_in(folder)
    assert (entry("a").title, entry("a").source.path) == ("A", "b.md")


def test_a_changed_image_is_brought_in(tmp_path):
    folder = write(tmp_path / "r", {"a.md": "![x](x.png)", "x.png": PNG})
    bring_in(folder)
    write(folder, {"x.png": GIF})
    assert "2 update" in bring_in(folder)
    assert entry("a").body == f"![x](/attachments/{attachment_name(GIF)})"
    assert "2 the same" in run("export_journal", folder, "--to-source")


def test_what_is_gone_at_the_source_is_not_written_again(tmp_path):
    folder = commit(tmp_path / "r", {"a.md": "# A\n\none\ntwo", "b.md": "![x](x.png)", "x.png": PNG})
    bring_in(folder)
    (folder / "a.md").unlink()
    (folder / "x.png").unlink()
    write(folder, {"b.md": "no image"})
    said = bring_in(folder)
    assert "gone       entry      a.md" in said
    assert "gone       image      x.png" in said
    run("export_journal", folder, "--to-source")
    assert not (folder / "a.md").exists()
    assert not (folder / "x.png").exists()
    write(folder, {"a.md": "# A\n\nback"})
    bring_in(folder)
    assert entry("a").body == "back"
    assert Source.objects.get(path="a.md").gone_at is None


class TestWhichRepository:
    def test_two_folders_of_one_name(self, tmp_path):
        for place in ("p1", "p2"):
            bring_in(write(tmp_path / place / "notes", {"todo.md": f"# {place}"}))
        assert set(Entry.objects.values_list("title", flat=True)) == {"p1", "p2"}
        assert set(Repository.objects.values_list("name", flat=True)) == {"notes", "notes-2"}

    def test_a_folder_that_was_moved(self, tmp_path):
        bring_in(write(tmp_path / "p1" / "notes", {"todo.md": "# one"}))
        (tmp_path / "p1" / "notes").rename(tmp_path / "notes")
        assert "1 unchanged" in bring_in(tmp_path / "notes")

    def test_a_folder_that_becomes_a_git_repository(self, tmp_path):
        bring_in(write(tmp_path / "notes", {"todo.md": "# one"}))
        assert "1 unchanged" in bring_in(commit(tmp_path / "notes"))
        assert Repository.objects.get().root

    def test_a_stranger_of_the_same_name(self, tmp_path):
        bring_in(commit(tmp_path / "p1" / "notes", {"a.md": "# mine"}))
        bring_in(write(tmp_path / "p2" / "notes", {"a.md": "# another"}))
        assert set(Entry.objects.values_list("title", flat=True)) == {"mine", "another"}

    def test_shallow_clones_are_one_repository(self, tmp_path):
        origin = commit(tmp_path / "origin", {"a.md": "# one"})
        for number in (1, 2):
            git(tmp_path, "clone", "-q", "--depth=1", f"file://{origin}", f"{number}/notes")
            bring_in(tmp_path / str(number) / "notes")
            commit(origin, {"b.md": "# two"}, date="2024-06-06T00:00:00+00:00")
            (tmp_path / str(number)).rename(tmp_path / f"was{number}")
        assert Repository.objects.count() == 1


class TestWhatHasNoPlace:
    @pytest.mark.parametrize(
        ("name", "content", "changes", "lost"),
        [
            ("a.md", "# A\n\nx", {"kind": "bug"}, "kind"),
            ("a.md", "# A\n\nx", {"summary": "s", "published_at": None}, "summary, published"),
            ("a.py", "x = 1", {"title": "New"}, "title"),
            ("a.ipynb", notebook("# A"), {"kind": "project"}, "kind"),
        ],
    )
    def test_it_is_said(self, tmp_path, name, content, changes, lost):
        folder = write(tmp_path / "r", {name: content})
        bring_in(folder)
        entry("a").revise(**changes)
        said = run("export_journal", folder, "--to-source")
        assert f"{name}: {lost} changed here, for which the file has no place" in said
        assert (folder / name).read_text() == content
        assert "1 unchanged" in bring_in(folder)

    def test_a_category_that_was_taken_away(self, tmp_path):
        folder = write(tmp_path / "r", {"a.md": "---\ntags: [a]\ncategories: [b, c]\n---\nx"})
        bring_in(folder)
        entry("a").revise(tags=Tag.objects.named(["a", "c", "new"]))
        run("export_journal", folder, "--to-source")
        assert (folder / "a.md").read_text() == "---\ntags: [a, new]\ncategories: [c]\n---\nx"
        assert "1 unchanged" in bring_in(folder)


class TestInterrupted:
    def test_a_file_that_changes_between_plan_and_import(self, tmp_path):
        folder = write(tmp_path / "r", {"a.md": "![x](x.png)", "x.png": PNG})
        for path, data in (("a.md", b"other"), ("x.png", b"<script>")):
            with open_place(folder) as place:
                plan = make_plan(place)
                kept = (folder / path).read_bytes()
                (folder / path).write_bytes(data)
                with pytest.raises(Refused, match="has changed while"):
                    apply.apply_plan(plan, place)
                (folder / path).write_bytes(kept)
        assert not Entry.objects.exists()

    def test_an_image_that_someone_else_came_to_show_is_not_taken_away(self, tmp_path, monkeypatch):
        inside = f"![x](data:image/png;base64,{base64.b64encode(PNG).decode()})"
        folder = write(tmp_path / "r", {"a.md": inside})
        attachment_path = apply.path_of(attachment_name(PNG))
        attachment_path.unlink(missing_ok=True)

        def meanwhile(*arguments):
            kept(PNG)
            raise OSError("no space")

        monkeypatch.setattr(apply, "_render", meanwhile)
        with pytest.raises(CommandError):
            bring_in(folder)
        assert attachment_path.exists()

    def test_updates_are_rendered_before_the_transaction(self, tmp_path, monkeypatch):
        from journal.models.entries import entry as module

        folder = write(tmp_path / "r", {"a.md": "one"})
        bring_in(folder)
        write(folder, {"a.md": "two"})
        monkeypatch.setattr(module, "render", None)
        bring_in(folder)
        assert "two" in entry("a").html


def test_many_files_of_one_name_are_no_square(tmp_path):
    write(tmp_path / "r", {f"{number}/two_sum.py": f"x = {number}" for number in range(600)})
    bring_in(tmp_path / "r")
    assert Entry.objects.filter(slug="two-sum-600").exists()


def test_terminal_escapes_stay_in_the_text(tmp_path):
    write(tmp_path / "r", {"a.md": '---\ntitle: "\\e]0;x\\a\\e[2J"\n---\nx', "b.ipynb": notebook("# T\x1b[31m", "x")})
    said = bring_in(tmp_path / "r")
    assert "\x1b" not in said
    assert "\x07" not in said
    assert not [row.title for row in Entry.objects.all() if "\x1b" in row.title]

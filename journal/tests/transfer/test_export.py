"""Taking everything out: the whole journal, and a repository's own files."""

import json
import zipfile
from datetime import UTC, datetime

import pytest
import yaml
from django.contrib.auth.models import User
from django.core.management.base import CommandError

from journal.models import Attachment, Entry, Link, Page, Repository, Source, Tag, Topic
from journal.tests.pictures import GIF, PNG, kept
from journal.text.pictures import attachment_name
from journal.transfer.demo import load_demo
from journal.transfer.places import Refused
from journal.transfer.targets import write_file

from .repositories import attempt, code, commit, git, notebook, run, write

pytestmark = pytest.mark.django_db
ADDRESS = f"/attachments/{attachment_name(PNG)}"


def tree(folder):
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def empty():
    """As if the journal had never been written in."""
    Source.objects.all().delete()
    for model in (Entry, Tag, Repository, Attachment, Page):
        model.objects.all().delete()
    Topic.objects.exclude(parent=None).delete()
    Topic.objects.all().delete()
    from journal.models import Address

    Address.objects.all().delete()


def there_and_back(tmp_path):
    run("export_journal", tmp_path / "one")
    empty()
    run("import_journal", tmp_path / "one")
    run("export_journal", tmp_path / "two")
    assert tree(tmp_path / "one") == tree(tmp_path / "two")
    return tree(tmp_path / "one")


class TestWholeJournal:
    @pytest.fixture
    def journal(self, topic, stage, author):
        """Something of everything that a journal can hold."""
        picture = kept(PNG, "cat.png")
        stage.revise(why="It *matters*.", body="Text\n\n- a\n", target_on="2027-01-02", summary="All: about it")
        topic.revise(slug="orm")
        moment = datetime(2025, 1, 2, 3, 4, 5, 678, tzinfo=UTC)
        first = Entry(topic=topic, author=author, created_at=moment).revise(
            title="First: a “title” #1",
            body=f"\n  indented\n\n![a]({picture.get_absolute_url()})\r\n---\ntext: x\n---\n[[second]]\n\n",
            kind="bug",
            summary="- not a list",
            published_at=moment,
            tags=Tag.objects.named(["two words", "ünï"]),
        )
        first.revise(slug="renamed")
        Entry(topic=stage).revise(title="Second", body="", visibility="unlisted", published_at=moment)
        Entry(topic=stage).revise(title="Draft", body="no", tags=Tag.objects.named(["hidden"]))
        Entry(topic=stage).revise(title="Later", body="no", published_at=datetime(2099, 1, 1, tzinfo=UTC))
        Tag.objects.named(["two words"])[0].revise(slug="another-slug")
        Tag(name="unused").revise()
        Page(slug="about").revise(title="About", summary="S", body="# Words")

    def test_it_comes_back_as_it_was(self, journal, tmp_path):
        def state():
            names = (
                "slug",
                "title",
                "body",
                "kind",
                "summary",
                "visibility",
                "published_at",
                "created_at",
                "updated_at",
            )
            rows = Entry.objects.order_by("slug")
            return (
                list(rows.values_list(*names, "topic__slug", "author__username")),
                [sorted(tag.slug for tag in row.tags.all()) for row in rows],
                list(Topic.objects.order_by("slug").values_list("slug", "title", "why", "body", "summary", "target_on", "parent__slug", "position")),
                list(Tag.objects.order_by("slug").values_list("slug", "name")),
                list(Page.objects.values_list("title", "summary", "body")),
                list(Attachment.objects.values_list("name", "label", "size")),
                sorted(Link.objects.values_list("source__slug", "slug", "target__slug")),
                list(Entry.formerly("first-a-title-sharp-1").values_list("slug", flat=True)),
                list(Topic.formerly("the-orm").values_list("slug", flat=True)),
                list(Tag.formerly("two-words").values_list("slug", flat=True)),
            )  # fmt: skip

        before = state()
        there_and_back(tmp_path)
        assert state() == before

    def test_the_files_are_plain(self, journal, tmp_path):
        run("export_journal", tmp_path / "out")
        files = tree(tmp_path / "out")
        assert {name.split("/")[0] for name in files} == {
            "entries", "attachments", "topics.yaml", "tags.yaml", "about.md", "attachments.yaml", "files.txt",
        }  # fmt: skip
        front, _, body = files["entries/renamed.md"].decode().partition("---\n\n")
        values = yaml.safe_load(front.replace("---", ""))
        assert values["topic"] == "orm"
        assert values["formerly"] == ["first-a-title-sharp-1"]
        assert body == Entry.objects.get(slug="renamed").body + "\n"
        assert yaml.safe_load(files["topics.yaml"])[0]["topics"][0]["slug"] == "orm"

    def test_only_published(self, journal, tmp_path):
        kept(GIF, "unused")
        run("export_journal", tmp_path / "out", "--only-published")
        files = tree(tmp_path / "out")
        assert [name for name in files if name.startswith("entries/")] == ["entries/renamed.md"]
        assert [name for name in files if name.startswith("attachments/")] == [ADDRESS[1:]]
        assert b"hidden" not in b"".join(files.values())

    def test_a_zip_is_the_same_each_time(self, journal, tmp_path):
        run("export_journal", tmp_path / "a.zip", "--zip")
        run("export_journal", tmp_path / "b.zip", "--zip")
        assert (tmp_path / "a.zip").read_bytes() == (tmp_path / "b.zip").read_bytes()
        run("export_journal", tmp_path / "folder")
        with zipfile.ZipFile(tmp_path / "a.zip") as archive:
            assert {name: archive.read(name) for name in archive.namelist()} == tree(tmp_path / "folder")
        empty()
        assert "create" in run("import_journal", tmp_path / "a.zip")
        assert Entry.objects.count() == 4

    def test_the_demo_journal(self, db, tmp_path):
        load_demo()
        files = there_and_back(tmp_path)
        assert len(files) == Entry.objects.count() + 4

    def test_an_export_is_brought_up_to_date(self, journal, tmp_path):
        out = tmp_path / "out"
        run("export_journal", out)
        write(out, {"notes.txt": "mine", "entries/README": "mine"})
        (out / ".git").mkdir()
        Entry.objects.get(slug="draft").delete()
        Entry.objects.get(slug="second").revise(body="new")
        (tmp_path / "elsewhere").mkdir()
        write(tmp_path / "elsewhere", {"draft.md": "mine"})
        write(out, {"entries/handwritten.md": "mine"})
        with (out / "files.txt").open("a") as manifest:
            manifest.write("../elsewhere/draft.md\n")
        Page.objects.all().delete()
        run("export_journal", out)
        files = tree(out)
        assert "about.md" not in files
        assert files["entries/handwritten.md"] == b"mine"
        assert (tmp_path / "elsewhere" / "draft.md").exists()
        assert "entries/draft.md" not in files
        assert files["entries/second.md"].endswith(b"\nnew\n")
        assert files["notes.txt"] == files["entries/README"] == b"mine"

    def test_nothing_is_written_over(self, journal, tmp_path):
        write(tmp_path / "full", {"x": "mine"})
        (tmp_path / "file").write_text("mine")
        for target, options in (("full", []), ("file", []), ("file", ["--zip"]), ("none/out", [])):
            with pytest.raises(CommandError):
                run("export_journal", tmp_path / target, *options)
        assert tree(tmp_path) == {"full/x": b"mine", "file": b"mine"}

    def test_a_dry_run_writes_nothing(self, journal, tmp_path):
        assert "entries/renamed.md" in run("export_journal", tmp_path / "out", "--dry-run")
        assert not (tmp_path / "out").exists()

    def test_a_disk_that_fills_up_leaves_nothing(self, journal, tmp_path, monkeypatch):
        from journal.transfer import targets

        def full(*arguments):
            raise OSError(28, "No space left on device")

        monkeypatch.setattr(targets, "write_file", full)
        with pytest.raises(CommandError, match="No space left"):
            run("export_journal", tmp_path / "out")
        assert not list(tmp_path.iterdir())

    def test_into_a_journal_that_is_not_empty(self, journal, tmp_path):
        run("export_journal", tmp_path / "out")
        assert "5 unchanged" in run("import_journal", tmp_path / "out")
        Entry.objects.get(slug="second").revise(body="changed here")
        Entry.objects.get(slug="draft").delete()
        said = run("import_journal", tmp_path / "out")
        assert "entries/second.md: Second; another entry has this address here; that one is kept" in said
        assert "create     note       entries/draft.md: Draft" in said
        assert Entry.objects.get(slug="second").body == "changed here"

    @pytest.mark.parametrize(
        ("path", "content", "message"),
        [
            ("topics.yaml", "{", "topics.yaml"),
            ("topics.yaml", "a: 1", "not a list"),
            ("topics.yaml", "- title: a\n  target_on: soon\n", "is no date"),
            ("topics.yaml", f"- title: {'x' * 201}\n", "at most 200 fit"),
            ("topics.yaml", "- slug: x", "needs a title"),
            ("topics.yaml", "- title: a\n  topics:\n  - title: b\n    topics:\n    - title: c\n", "two levels"),
            ("topics.yaml", "- &a\n  title: x\n- *a\n", "aliases"),
            ("sources/x-12345678/index.json", "{}", "not an imported repository"),
        ],
    )
    def test_a_broken_journal_is_refused(self, journal, tmp_path, path, content, message):
        run("export_journal", tmp_path / "out")
        empty()
        write(tmp_path / "out", {path: content})
        with pytest.raises(CommandError, match=message):
            run("import_journal", tmp_path / "out")
        assert not Entry.objects.exists()

    @pytest.mark.parametrize(
        ("front", "message"),
        [
            ("topic: none\ntitle: x", "there is no topic “none”"),
            ("title: x", "there is no topic “None”"),
            ("topic: orm", "it has no title"),
            ("topic: orm\ntitle: x\nkind: poem", "“poem” is no kind"),
            ("topic: orm\ntitle: x\nvisibility: secret", "“secret” is no visibility"),
            ("topic: orm\ntitle: x\ndate: soon", "is no date"),
            ("topic: [", "The front matter"),
            ("topic: orm\ntitle: x\ntags: 5", "its tags are not a list"),
            (f"topic: orm\ntitle: {'x' * 201}", "at most 200 fit"),
            ('topic: orm\ntitle: "a\\ud800"', "half a character"),
        ],
    )
    def test_a_broken_entry_is_named(self, journal, tmp_path, front, message):
        out = tmp_path / "out"
        run("export_journal", out)
        write(out, {"entries/broken.md": f"---\n{front}\n---\n\nText\n"})
        said, error = attempt("import_journal", out)
        assert "1 file could not be read" in error
        assert "failed" in said
        assert message in said

    def test_two_entries_of_one_address(self, db, tmp_path):
        entry = "---\ntopic: t\ntitle: x\nslug: same\n---\n\nText\n"
        files = {"topics.yaml": "- title: T\n", "entries/a.md": entry, "entries/b.md": entry}
        said, error = attempt("import_journal", write(tmp_path / "out", files))
        assert "entries/b.md: x; another file has the address “same” too" in said
        assert Entry.objects.count() == 1

    def test_an_image_that_is_lost_is_named_and_the_rest_is_there(self, journal, tmp_path):
        Attachment.objects.get().path.unlink()
        said, error = attempt("export_journal", tmp_path / "out")
        assert "could not be written" in error
        assert "is left out" in said
        assert "entries/second.md" in tree(tmp_path / "out")

    def test_a_repository_with_a_file_of_that_name_is_no_journal(self, db, tmp_path):
        write(tmp_path / "r", {"topics.yaml": "- just\n- words", "a.md": "# A"})
        assert "1 create" in run("import_journal", tmp_path / "r")

    def test_authors_who_are_not_here_are_named(self, journal, tmp_path):
        run("export_journal", tmp_path / "out")
        empty()
        User.objects.all().delete()
        said = run("import_journal", tmp_path / "out")
        assert "remarks" in said

    def test_odd_ends_of_lines_are_kept(self, journal, tmp_path):
        Entry.objects.get(slug="second").revise(summary="a\x85b\u2028c")
        there_and_back(tmp_path)
        assert Entry.objects.get(slug="second").summary == "a\x85b\u2028c"

    def test_a_picture_under_a_false_name_is_refused(self, journal, tmp_path):
        write(tmp_path / "out", {"topics.yaml": "[]", "files.txt": "", f"attachments/{'0' * 32}.png": PNG})
        with pytest.raises(CommandError, match="1 file could not be read"):
            run("import_journal", tmp_path / "out")


class TestToSource:
    @pytest.fixture
    def notes(self, tmp_path):
        folder = commit(
            tmp_path / "notes",
            {
                "README.md": "# Notes\r\n\r\nSee [sets](a/sets.md).\r\n",
                "a/sets.md": "---\ntitle: Sets   # a comment\ntags: [x]\n---\n\nOne\n\nSee [loops](loops.ipynb#top) ![c](../img/c.png)\n\nThree",
                "a/loops.ipynb": notebook("# Loops", code("a = 1"), "Text é", code("b = 2", {"output_type": "stream", "name": "stdout", "text": "2\n"})),
                "a/two sum.py": '"""Prose."""\n\nprint(1)\n',
                "img/c.png": PNG,
            },
        )  # fmt: skip
        run("import_journal", folder)
        return folder

    def status(self, folder):
        return git(folder, "status", "--porcelain").split("\n")[:-1]

    def diff(self, folder):
        lines = git(folder, "diff", "-U0").split("\n")
        return [line for line in lines if line[:1] in "+-" and line[:3] not in ("+++", "---") and line]

    def test_nothing_edited_nothing_changed(self, notes):
        for path in ("README.md", "a/sets.md", "img/c.png"):
            (notes / path).unlink()
        said = run("export_journal", notes, "--to-source")
        assert said.endswith("notes: 3 written, 2 the same, 0 left alone.\n")
        assert self.status(notes) == []

    def test_an_edit_changes_its_line(self, notes):
        entry = Entry.objects.get(slug="sets")
        entry.revise(body=entry.body.replace("One", "1"), tags=Tag.objects.named(["x", "new"]))
        run("export_journal", notes, "--to-source")
        assert self.diff(notes) == ["-tags: [x]", "+tags: [x, new]", "-One", "+1"]

    def test_a_changed_line_gets_its_targets_back(self, notes):
        entry = Entry.objects.get(slug="sets")
        entry.revise(
            body=entry.body.replace("See", "Look at") + f"\n\n[new](loops.md) [up](/topics/a/) ![d]({ADDRESS})"
        )
        run("export_journal", notes, "--to-source")
        text = (notes / "a" / "sets.md").read_text()
        assert "Look at [loops](loops.ipynb#top) ![c](../img/c.png)" in text
        assert "[new](loops.ipynb) [up](.) ![d](../img/c.png)" in text

    def test_a_new_picture_comes_along(self, notes):
        picture = kept(GIF)
        entry = Entry.objects.get(slug="sets")
        entry.revise(body=entry.body + f"\n\n![new]({picture.get_absolute_url()})")
        run("export_journal", notes, "--to-source")
        assert f"![new](../attachments/{picture.name})" in (notes / "a" / "sets.md").read_text()
        assert (notes / "attachments" / picture.name).read_bytes() == GIF

    def test_one_cell_of_a_notebook(self, notes):
        entry = Entry.objects.get(slug="loops")
        entry.revise(body=entry.body.replace("a = 1", "a = 10"))
        run("export_journal", notes, "--to-source")
        assert self.diff(notes) == ['-    "a = 1"', '+    "a = 10"']

    def test_a_topic_text_and_a_program(self, notes):
        topic = Topic.objects.get(slug="notes")
        topic.revise(body=topic.body + "\n\nMore")
        entry = Entry.objects.get(slug="two-sum")
        entry.revise(body=entry.body.replace("Prose", "Words"))
        run("export_journal", notes, "--to-source")
        assert (notes / "README.md").read_bytes() == b"# Notes\r\n\r\nSee [sets](a/sets.md).\r\n\r\nMore\r\n"
        assert (notes / "a" / "two sum.py").read_text() == '"""Words."""\n\nprint(1)\n'

    def test_a_dry_run_shows_the_diff(self, notes):
        entry = Entry.objects.get(slug="sets")
        entry.revise(body=entry.body.replace("One", "1"))
        said = run("export_journal", notes, "--to-source", "--dry-run")
        assert "--- a/a/sets.md\n+++ b/a/sets.md" in said
        assert "\n-One\n+1\n" in said
        assert self.status(notes) == []

    def test_what_has_changed_there_is_left_alone(self, notes):
        Entry.objects.get(slug="sets").revise(title="Mine")
        write(notes, {"a/sets.md": "theirs", "README.md": "theirs"})
        with pytest.raises(CommandError, match="2 left alone"):
            run("export_journal", notes, "--to-source")
        assert (notes / "a" / "sets.md").read_text() == (notes / "README.md").read_text() == "theirs"

    def test_what_a_file_cannot_say_is_left_alone(self, notes):
        entry = Entry.objects.get(slug="two-sum")
        entry.revise(body=entry.body + "\n\nBelow")
        with pytest.raises(CommandError, match="1 left alone"):
            run("export_journal", notes, "--to-source")
        assert self.status(notes) == []

    def test_a_deleted_entry_leaves_its_file(self, notes):
        Entry.objects.get(slug="sets").delete()
        with pytest.raises(CommandError, match="1 left alone"):
            run("export_journal", notes, "--to-source")
        assert (notes / "a" / "sets.md").exists()

    def test_then_it_comes_in_again_unchanged(self, notes):
        entry = Entry.objects.get(slug="loops")
        entry.revise(body=entry.body.replace("Text", "Words") + "\n\n```python\nnew()\n```")
        run("export_journal", notes, "--to-source")
        assert len(json.loads((notes / "a" / "loops.ipynb").read_text())["cells"]) == 5
        said = run("import_journal", notes)
        assert "conflict" not in said
        assert "failed" not in said
        assert Entry.objects.get(slug="loops").body == entry.body
        run("export_journal", notes, "--to-source")

    def test_after_a_restored_export_it_still_works(self, notes, tmp_path):
        run("export_journal", tmp_path / "out")
        empty()
        run("import_journal", tmp_path / "out")
        (notes / "a" / "sets.md").unlink()
        run("export_journal", notes, "--to-source")
        assert self.status(notes) == []
        assert "5 unchanged" in run("import_journal", notes)

    def test_which_repository(self, notes, tmp_path):
        write(tmp_path / "other", {"x.md": "x"})
        run("import_journal", tmp_path / "other")
        with pytest.raises(CommandError, match=r"Name it with --repository\. There are: notes, other"):
            run("export_journal", tmp_path / "other", "--to-source")
        assert "1 the same" in run("export_journal", tmp_path / "other", "--to-source", "--repository", "other")
        assert "notes: 0 written" in run("export_journal", notes, "--to-source")

    def test_nothing_is_written_through_links(self, notes, tmp_path):
        (tmp_path / "elsewhere").mkdir()
        (notes / "a").rename(notes / "b")
        (notes / "a").symlink_to(tmp_path / "elsewhere")
        with pytest.raises(CommandError, match="symbolic link"):
            run("export_journal", notes, "--to-source")
        assert not list((tmp_path / "elsewhere").iterdir())

    @pytest.mark.parametrize("path", ["../x", "/tmp/x", "a/../../x", ".git/config", "a/.GIT/hooks/x", ""])
    def test_no_path_leads_out(self, tmp_path, path):
        with pytest.raises(Refused, match="below the folder"):
            write_file(tmp_path, path, b"x")

    def test_the_mode_of_a_file_stays(self, notes):
        (notes / "a" / "two sum.py").chmod(0o755)
        entry = Entry.objects.get(slug="two-sum")
        entry.revise(body=entry.body.replace("Prose", "Words"))
        run("export_journal", notes, "--to-source")
        assert (notes / "a" / "two sum.py").stat().st_mode & 0o777 == 0o755

    def test_options_that_do_not_go_together(self, notes):
        with pytest.raises(CommandError, match="goes with neither"):
            run("export_journal", notes, "--to-source", "--zip")

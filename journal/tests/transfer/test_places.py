"""Where repositories can be, and what they try."""

import os
import stat
import subprocess
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest

from journal.transfer.places import Refused, open_place
from journal.transfer.places import place as limits
from journal.transfer.places import zip as zips

from .repositories import commit, git, write, zip_of


def listed(path):
    with open_place(path) as place:
        return {name: place.read(name) for name in place.listing.sizes}


def skipped(path):
    with open_place(path) as place:
        return dict(place.listing.skipped)


def day(number):
    return datetime(2024, 1, number, tzinfo=UTC)


class TestFolder:
    def test_files_are_listed_and_read(self, tmp_path):
        write(tmp_path, {"a.md": "a", "b/c d/é.py": "x"})
        assert listed(tmp_path) == {"a.md": b"a", "b/c d/é.py": b"x"}

    def test_what_programs_made_is_left_out(self, tmp_path):
        write(
            tmp_path,
            {
                "a.md": "a",
                "env/pyvenv.cfg": "",
                "env/lib/x.py": "x",
                "node_modules/x.js": "x",
                ".git_old/y": "",
                ".hidden/z.md": "z",
                ".env": "S=1",
            },
        )
        assert listed(tmp_path) == {"a.md": b"a"}
        assert skipped(tmp_path) == {
            "env/": "installed packages",
            "node_modules/": "a folder that is left out",
            ".git_old/": "a folder that is left out",
            ".hidden/": "a folder that is left out",
            ".env": "hidden",
        }

    def test_links_are_never_followed(self, tmp_path):
        (tmp_path / "secret").write_text("secret")
        folder = write(tmp_path / "in", {"a.md": "a"})
        (folder / "file.md").symlink_to(tmp_path / "secret")
        (folder / "folder").symlink_to(tmp_path)
        (folder / "self").symlink_to(folder)
        assert listed(folder) == {"a.md": b"a"}
        assert skipped(folder) == dict.fromkeys(("file.md", "folder", "self"), "a symbolic link")

    def test_a_link_that_appears_after_listing_is_not_followed(self, tmp_path):
        (tmp_path / "secret").write_text("secret")
        folder = write(tmp_path / "in", {"a/b.md": "b"})
        with open_place(folder) as place:
            (folder / "a" / "b.md").unlink()
            (folder / "a" / "b.md").symlink_to(tmp_path / "secret")
            with pytest.raises(OSError, match="symbolic"):
                place.read("a/b.md")

    def test_pipes_and_sockets_are_not_opened(self, tmp_path):
        os.mkfifo(tmp_path / "pipe.md")
        assert skipped(tmp_path) == {"pipe.md": "not a regular file"}

    def test_names_that_are_not_utf_8_or_hold_control_characters(self, tmp_path):
        write(tmp_path, {"a.md": "a"})
        (Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff.md"))).write_text("x")
        (tmp_path / "new\nline.md").write_text("x")
        reasons = set(skipped(tmp_path).values())
        assert reasons == {"its name is not UTF-8", "a control character in its name"}

    def test_there_are_limits(self, tmp_path, monkeypatch):
        write(tmp_path, {"a.md": "aaaa", "b.md": "b", "c.md": "c"})
        monkeypatch.setattr(limits, "MAX_FILE", 3)
        assert skipped(tmp_path) == {"a.md": "larger than 0 MB"}
        monkeypatch.setattr(limits, "MAX_FILES", 1)
        with pytest.raises(Refused, match="more than 1 files"):
            listed(tmp_path)

    def test_nothing_there(self, tmp_path):
        with pytest.raises(Refused, match="There is nothing at"):
            listed(tmp_path / "no")
        (tmp_path / "text").write_text("words")
        with pytest.raises(Refused, match="neither a folder"):
            listed(tmp_path / "text")


class TestGit:
    @pytest.fixture
    def repository(self, tmp_path):
        folder = tmp_path / "notes"
        commit(folder, {"a.md": "first\nlines\nof it\n", "b.md": "b"}, date="2024-01-01T00:00:00+00:00")
        commit(folder, {"b.md": "b2"}, date="2024-01-02T00:00:00+00:00")
        git(folder, "mv", "a.md", "c.md")
        commit(folder, {"d/e.md": "e"}, date="2024-01-03T00:00:00+00:00")
        return folder

    @pytest.fixture(params=["work tree", "bare", "bundle"])
    def anywhere(self, request, repository, tmp_path):
        if request.param == "bare":
            git(tmp_path, "clone", "-q", "--bare", str(repository), "bare.git")
            return tmp_path / "bare.git"
        if request.param == "bundle":
            git(repository, "bundle", "create", "-q", str(tmp_path / "notes.bundle"), "HEAD", "main")
            return tmp_path / "notes.bundle"
        return repository

    def test_everywhere_the_same(self, anywhere, repository):
        root = git(repository, "rev-list", "--max-parents=0", "HEAD").strip()
        with open_place(anywhere) as place:
            assert {name: place.read(name) for name in place.listing.sizes} == {
                "b.md": b"b2",
                "c.md": b"first\nlines\nof it\n",
                "d/e.md": b"e",
            }
            dates = place.dates()
            assert (dates["b.md"].created, dates["b.md"].updated) == (day(1), day(2))
            assert (dates["c.md"].created, dates["c.md"].updated) == (day(1), day(3))
            assert (dates["d/e.md"].created, dates["d/e.md"].updated) == (day(3), day(3))
            assert place.former_names() == {"c.md": ["a.md"]}
            assert place.root == root

    def test_a_name_used_twice_is_two_files(self, tmp_path):
        folder = tmp_path / "r"
        commit(folder, {"a.md": "one\ntwo\nthree\n"}, date="2024-01-01T00:00:00+00:00")
        git(folder, "mv", "a.md", "b.md")
        commit(folder, date="2024-01-02T00:00:00+00:00")
        commit(folder, {"a.md": "something else entirely"}, date="2024-01-03T00:00:00+00:00")
        git(folder, "mv", "b.md", "c.md")
        commit(folder, date="2024-01-04T00:00:00+00:00")
        with open_place(folder) as place:
            dates = place.dates()
            assert dates["a.md"].created == day(3) or dates["a.md"].created == day(1)
            assert dates["c.md"].created == day(1)
            assert place.former_names()["c.md"] == ["b.md", "a.md"]

    def test_the_work_tree_counts_not_the_last_commit(self, repository):
        write(repository, {"b.md": "not committed", "new.md": "new", "ignored.md": "x", ".gitignore": "ignored.md\n"})
        files = listed(repository)
        assert files["b.md"] == b"not committed"
        assert files["new.md"] == b"new"
        assert "ignored.md" not in files
        assert skipped(repository)["ignored.md"] == "ignored by git"

    def test_a_folder_within_a_work_tree(self, repository):
        with open_place(repository / "d") as place:
            assert list(place.listing.sizes) == ["e.md"]
            assert place.dates()["e.md"].created == day(3)
            assert ":" in place.root

    def test_packed_references_and_detached_heads(self, repository):
        git(repository, "pack-refs", "--all")
        git(repository, "gc", "-q")
        assert len(listed(repository)) == 3
        git(repository, "checkout", "-q", "--detach")
        with open_place(repository) as place:
            assert place.root

    def test_a_linked_work_tree(self, repository, tmp_path):
        git(repository, "worktree", "add", "-q", str(tmp_path / "linked"))
        with open_place(tmp_path / "linked") as place:
            assert place.dates()["b.md"].updated == day(2)

    def test_a_shallow_clone(self, repository, tmp_path):
        git(tmp_path, "clone", "-q", "--depth=1", f"file://{repository}", "shallow")
        assert len(listed(tmp_path / "shallow")) == 3

    def test_before_the_first_commit(self, tmp_path):
        git(tmp_path, "init", "-q")
        write(tmp_path, {"a.md": "a"})
        with open_place(tmp_path) as place:
            assert (list(place.listing.sizes), place.root) == (["a.md"], "")
        git(tmp_path, "init", "-q", "--bare", "bare.git")
        with pytest.raises(Refused, match="no commits"):
            listed(tmp_path / "bare.git")

    def test_links_and_submodules_are_named(self, repository):
        (repository / "link.md").symlink_to("/etc/passwd")
        commit(repository)
        git(repository, "update-index", "--add", "--cacheinfo", f"160000,{'1' * 40},module")
        git(repository, "commit", "-q", "-m", "module")
        bare = repository / ".git"
        with open_place(bare) as place:
            assert place.listing.skipped["link.md"] == "a symbolic link"
            assert "submodule" in place.listing.skipped["module"]
            assert place.name == "notes"

    def test_nothing_of_its_configuration_takes_effect(self, repository, tmp_path):
        """Hooks, filters, monitors, external programs, replacements: each would leave a mark."""
        mark = tmp_path / "mark"
        script = tmp_path / "script"
        script.write_text(f"#!/bin/sh\necho run >> {mark}\ncat\n")
        script.chmod(0o755)
        for key in ("core.fsmonitor", "diff.external", "core.pager", "filter.x.clean", "filter.x.smudge",
                    "filter.x.process", "diff.x.textconv", "core.sshCommand", "gpg.program", "core.editor"):  # fmt: skip
            git(repository, "config", key, str(script))
        git(repository, "config", "log.showSignature", "true")
        git(repository, "config", "core.worktree", "/etc")
        hooks = repository / ".git" / "hooks"
        hooks.mkdir(exist_ok=True)
        for name in ("post-checkout", "pre-commit", "post-index-change", "reference-transaction"):
            (hooks / name).write_bytes(script.read_bytes())
            (hooks / name).chmod(0o755)
        write(repository, {".gitattributes": "*.md filter=x diff=x\n"})
        assert listed(repository)["b.md"] == b"b2"
        with open_place(repository) as place:
            place.dates()
        assert not mark.exists()

    def test_the_repository_is_not_written_to(self, repository):
        def state():
            files = [path for path in repository.rglob("*") if path.is_file()]
            return {path: (path.stat().st_mtime_ns, path.read_bytes()) for path in files}

        before = state()
        with open_place(repository) as place:
            place.dates()
        assert state() == before

    @pytest.mark.parametrize("data", [b"# v2 git bundle\n", b"# v2 git bundle\n" + b"0" * 40 + b" HEAD\n\nPACKgarbage"])
    def test_a_broken_bundle(self, tmp_path, data):
        (tmp_path / "x.bundle").write_bytes(data)
        with pytest.raises(Refused):
            listed(tmp_path / "x.bundle")

    @pytest.mark.parametrize("head", ["", "ref: ../../etc/passwd", "ref: refs/heads/../../x", "garbage"])
    def test_a_broken_head(self, repository, head):
        (repository / ".git" / "HEAD").write_text(head)
        with pytest.raises(Refused, match="no HEAD"):
            listed(repository)

    def test_missing_objects(self, repository, tmp_path):
        git(tmp_path, "clone", "-q", "--bare", str(repository), "bare.git")
        for path in (tmp_path / "bare.git" / "objects").rglob("*"):
            if path.is_file():
                path.chmod(stat.S_IWUSR | stat.S_IRUSR)
                path.unlink()
        with pytest.raises(Refused, match="git cannot read"):
            listed(tmp_path / "bare.git")

    def test_no_temporary_folder_stays(self, anywhere, monkeypatch, tmp_path):
        scratch = tmp_path / "scratch"
        scratch.mkdir()
        monkeypatch.setattr("tempfile.tempdir", str(scratch))
        listed(anywhere)
        assert not list(scratch.iterdir())

    def test_without_git(self, repository, monkeypatch):
        monkeypatch.setenv("PATH", "/nowhere")
        with pytest.raises(Refused, match="not installed"):
            listed(repository)


class TestZip:
    def test_files_and_times(self, tmp_path):
        path = zip_of(tmp_path / "notes.zip", {"a.md": "a", "b/c.md": "c"})
        with open_place(path) as place:
            assert {name: place.read(name) for name in place.listing.sizes} == {"a.md": b"a", "b/c.md": b"c"}
            assert place.dates()["a.md"].created == datetime(2024, 5, 6, 7, 8, 8, tzinfo=UTC)
            assert place.name == "notes"

    def test_github_packs_everything_in_one_folder(self, tmp_path):
        path = zip_of(tmp_path / "x.zip", {"til-main/a.md": "a", "til-main/b/c.md": "c"})
        with open_place(path) as place:
            assert set(place.listing.sizes) == {"a.md", "b/c.md"}
            assert place.name == "til"

    @pytest.mark.parametrize(("name", "files"), [("vim", ["a.md"]), ("vim (2)", ["a.md"]), ("notes", ["vim/a.md"])])
    def test_a_folder_that_is_called_like_the_zip_is_the_repository(self, tmp_path, name, files):
        assert list(listed(zip_of(tmp_path / f"{name}.zip", {"vim/a.md": "a"}))) == files

    def test_a_git_folder_within_is_no_repository(self, tmp_path):
        path = zip_of(tmp_path / "x.zip", {"a.md": "a", ".git/HEAD": "x", ".git/config": "[core]"})
        assert listed(path) == {"a.md": b"a"}

    @pytest.mark.parametrize(
        "name", ["../x.md", "a/../../x.md", "/etc/x.md", "C:/x.md", "..\\x.md", "\\x.md", "a\\..\\..\\x.md", ".."]
    )
    def test_a_path_that_leads_out_refuses_the_whole(self, tmp_path, name):
        with pytest.raises(Refused, match="leads out"):
            listed(zip_of(tmp_path / "x.zip", {"a.md": "a", name: "x"}))

    def test_links_and_devices_are_skipped(self, tmp_path):
        for mode, reason in ((stat.S_IFLNK, "a symbolic link"), (stat.S_IFIFO, "not a regular file")):
            path = zip_of(tmp_path / "x.zip", {"a.md": "/etc/passwd"}, external_attr=(mode | 0o777) << 16)
            assert skipped(path) == {"a.md": reason}

    def test_a_bomb_is_refused_before_it_is_unpacked(self, tmp_path):
        with pytest.raises(Refused, match="bomb"):
            listed(zip_of(tmp_path / "x.zip", {"a.md": b"\0" * 10_000_000}))

    def test_there_are_limits(self, tmp_path, monkeypatch):
        path = zip_of(tmp_path / "x.zip", {"a.md": "aaaa", "b.md": "b"})
        monkeypatch.setattr(zips, "MAX_TOTAL", 3)
        with pytest.raises(Refused, match="holds more"):
            listed(path)
        monkeypatch.setattr(zips, "MAX_FILES", 1)
        with pytest.raises(Refused, match="more than 1 files"):
            listed(path)

    def test_a_size_that_lies(self, tmp_path):
        path = zip_of(tmp_path / "x.zip", {"a.md": "a" * 100})
        data = bytearray(path.read_bytes())
        place = data.rindex(b"PK\x01\x02")
        data[place + 24 : place + 28] = (50).to_bytes(4, "little")
        path.write_bytes(data)
        with pytest.raises(Refused, match=r"damaged|as long as"):
            listed(path)

    @pytest.mark.filterwarnings("ignore:Duplicate name")
    def test_the_same_name_twice(self, tmp_path):
        path = tmp_path / "x.zip"
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("a.md", "one")
            archive.writestr("a.md", "two")
        with pytest.raises(Refused, match="twice"):
            listed(path)

    def test_encrypted_and_damaged(self, tmp_path):
        path = zip_of(tmp_path / "x.zip", {"a.md": "a" * 1000})
        data = bytearray(path.read_bytes())
        data[data.index(b"PK\x01\x02") + 8] |= 1
        path.write_bytes(data)
        assert skipped(path) == {"a.md": "encrypted"}
        data[60:64] = b"\xff\xff\xff\xff"
        data[data.index(b"PK\x01\x02") + 8] &= ~1
        path.write_bytes(data)
        with pytest.raises(Refused, match="damaged"):
            listed(path)

    def test_cut_short(self, tmp_path):
        path = zip_of(tmp_path / "x.zip", {"a.md": "a" * 1000})
        path.write_bytes(path.read_bytes()[:-30])
        with pytest.raises(Refused):
            listed(path)

    def test_names_without_the_utf_8_mark(self, tmp_path):
        path = zip_of(tmp_path / "x.zip", {"caf\u00e9.md": "x"})
        data = path.read_bytes()
        path.write_bytes(data.replace(b"\x00\x08\x08\x00", b"\x00\x00\x08\x00"))
        assert list(listed(path)) == ["café.md"]


def test_git_is_never_asked_within_a_folder_that_is_none(tmp_path, monkeypatch):
    write(tmp_path, {"a.md": "a"})
    monkeypatch.setattr(subprocess, "run", None)
    assert listed(tmp_path) == {"a.md": b"a"}

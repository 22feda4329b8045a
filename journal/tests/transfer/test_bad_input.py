"""What people, and others, will try: each one a clear line, and the journal as it was before."""

import os
import signal
import subprocess
import sys
import time

import pytest
from django.core.management.base import CommandError
from django.db import OperationalError

from journal.models import Attachment, Entry, Repository, Source, Tag, Topic
from journal.tests.pictures import PNG
from journal.tests.processes import ROOT, environment_for, manage, migrated
from journal.transfer.places import place as limits

from .repositories import attempt, code, notebook, run, write, zip_of

pytestmark = pytest.mark.django_db


def nothing():
    return not any(model.objects.exists() for model in (Entry, Topic, Tag, Source, Repository, Attachment))


def refused(path, *arguments):
    """The one line that says why, with nothing brought in."""
    with pytest.raises(CommandError) as refusal:
        run("import_journal", path, *arguments)
    line = str(refusal.value)
    assert "\n" not in line
    return line


BAD_FILES = {
    "nul.md": (b"# Title\nText \x00", "line 2: a NUL byte at byte 6"),
    "latin.md": ("# Größe".encode("latin-1"), "line 1: byte 5 of the line is 0xF6, which is not UTF-8"),
    "utf16.md": ("# Title".encode("utf-16"), "line 1: byte 1 of the line is 0xFF"),
    "facts.md": (b"---\ntitle: " + b"x" * 20_001 + b"\n---\n", "The front matter has more than 20,000 characters"),
    "long.md": (b"x" * 400_000, "at most 300,000 fit"),
    "json.ipynb": (b"{\n broken", "line 2: this is not valid JSON"),
    "types.ipynb": (b'{"cells": [{"cell_type": "code", "source": 5}]}', "the source of cell 1 is neither"),
    "array.ipynb": (b"[1]", "not a notebook"),
    "deep.ipynb": (b"[" * 200_000, "nested too deeply"),
    "surrogate.ipynb": (notebook(code("x = '\\ud800'")).replace("\\\\ud800", "\\ud800").encode(), "half a character"),
    "nul.py": (b"x = 1\n\x00", "line 2: a NUL byte"),
}


@pytest.mark.parametrize("name", BAD_FILES)
def test_a_bad_file_is_named_and_the_good_ones_come_in(tmp_path, name):
    data, message = BAD_FILES[name]
    write(tmp_path / "r", {name: data, "good.md": "# Good"})
    said, error = attempt("import_journal", tmp_path / "r", "--strict")
    assert error.startswith("1 file could not be read")
    line = next(line for line in said.splitlines() if line.startswith("failed"))
    assert name in line
    assert message in line
    assert [entry.title for entry in Entry.objects.all()] == ["Good"]


def test_a_partial_import_has_a_status_of_its_own_where_that_is_asked_for(tmp_path):
    write(tmp_path / "r", {"bad.ipynb": "{", "good.md": "# Good"})
    assert "1 create, 1 failed" in run("import_journal", tmp_path / "r")
    with pytest.raises(CommandError) as partial:
        run("import_journal", tmp_path / "r", "--strict")
    assert partial.value.returncode == 3


@pytest.mark.parametrize("name", ["a.md", "a.ipynb", "a.py"])
def test_nothing_in_a_file_is_ever_run(tmp_path, name):
    mark = tmp_path / "mark"
    attack = f"__import__('pathlib').Path({str(mark)!r}).touch()"
    files = {
        "a.md": f"---\na: 1\n---\n```python\n{attack}\n```\n{{{{ {attack} }}}} {{% {attack} %}}",
        "a.ipynb": notebook(code(attack), code(f"!touch {mark}")),
        "a.py": f'"""Text"""\n{attack}\n',
    }
    write(tmp_path / "r", {name: files[name]})
    run("import_journal", tmp_path / "r")
    assert Entry.objects.count() == 1
    assert not mark.exists()


def test_a_path_that_does_not_exist(tmp_path):
    assert "There is nothing at" in refused(tmp_path / "none")
    assert nothing()


def test_a_zip_that_leads_out(tmp_path):
    assert "leads out" in refused(zip_of(tmp_path / "x.zip", {"good.md": "x", "../../evil.md": "x"}))
    assert nothing()
    assert not list(tmp_path.parent.glob("evil.md"))


def test_a_zip_bomb(tmp_path):
    assert "bomb" in refused(zip_of(tmp_path / "x.zip", {"good.md": "x", "bomb.md": b"0" * 60_000_000}))
    assert nothing()


def test_a_link_to_a_secret(tmp_path):
    write(tmp_path / "r", {"good.md": "![x](secret.png)"})
    (tmp_path / "r" / "evil.md").symlink_to("/etc/passwd")
    (tmp_path / "r" / "secret.png").symlink_to("/etc/passwd")
    said = run("import_journal", tmp_path / "r")
    assert "evil.md: a symbolic link" in said
    assert "root:" not in "".join(Entry.objects.values_list("body", flat=True))
    assert Entry.objects.count() == 1


def test_a_picture_that_is_none(tmp_path):
    write(tmp_path / "r", {"a.md": "![x](x.png) ![y](y.gif)", "x.png": "<svg onload=alert(1)>", "y.gif": "%PDF-1.4"})
    said = run("import_journal", tmp_path / "r")
    assert said.count("not an image that browsers show safely") == 2
    assert not Attachment.objects.exists()


def test_an_empty_folder(tmp_path):
    (tmp_path / "r").mkdir()
    assert "nothing to bring in" in run("import_journal", tmp_path / "r")
    assert not Entry.objects.exists()


def test_a_huge_file_is_skipped_unread(tmp_path):
    (tmp_path / "r").mkdir()
    with (tmp_path / "r" / "huge.md").open("wb") as file:
        file.truncate(50_000_000)
    with (tmp_path / "r" / "huge.ipynb").open("wb") as file:
        file.truncate(50_000_000)
    said = run("import_journal", tmp_path / "r")
    assert "huge.md: larger than 30 MB" in said
    assert "huge.ipynb: larger than 30 MB" in said


def test_a_long_title_and_description_are_cut_and_say_so(tmp_path):
    write(tmp_path / "r", {"a.md": f"---\ndescription: {'d' * 400}\ntitle: {'t' * 300}\n---\nText"})
    said = run("import_journal", tmp_path / "r")
    assert "the description is cut here: it has 400 characters, and 300 fit" in said
    assert len(Entry.objects.get().title) == 200


def test_names_that_differ_only_in_case(tmp_path):
    write(tmp_path / "r", {"a.md": "one", "A.md": "two", "A.MD": "three"})
    run("import_journal", tmp_path / "r")
    assert sorted(Entry.objects.values_list("slug", flat=True)) == ["a", "a-2", "a-3"]
    assert "3 unchanged" in run("import_journal", tmp_path / "r")


def test_too_many_files(tmp_path, monkeypatch):
    write(tmp_path / "r", {f"{number}.md": "x" for number in range(5)})
    monkeypatch.setattr(limits, "MAX_FILES", 4)
    assert "more than 4 files" in refused(tmp_path / "r")
    assert nothing()


def test_a_path_too_long(tmp_path, monkeypatch):
    monkeypatch.setattr(limits, "MAX_PATH", 10)
    write(tmp_path / "r", {"a-long-name.md": "x"})
    assert "its path has more than 10 bytes" in run("import_journal", tmp_path / "r")


@pytest.mark.parametrize(
    "error", [OperationalError("database or disk is full"), OSError(28, "No space left on device")]
)
def test_a_disk_that_fills_up(tmp_path, monkeypatch, error):
    write(tmp_path / "r", {"a.md": "![x](x.png)", "x.png": PNG})

    def full(*arguments, **options):
        raise error

    monkeypatch.setattr(Source.objects, "bulk_create", full)
    assert "as it was" in refused(tmp_path / "r")
    assert nothing()
    assert not list((ROOT / "media").rglob("*.png"))


def test_a_slug_that_is_taken_meanwhile(tmp_path, monkeypatch, make_entry):
    from journal.transfer.repository import apply

    write(tmp_path / "r", {"x.md": "x"})
    rendered = apply._render

    def meanwhile(*arguments):
        rendered(*arguments)
        make_entry(title="X", slug="x")

    monkeypatch.setattr(apply, "_render", meanwhile)
    assert "Nothing was brought in" in refused(tmp_path / "r")
    assert Entry.objects.count() == 1
    assert not Source.objects.exists()


@pytest.mark.parametrize("has_planned", [False, True])
@pytest.mark.slow
def test_ctrl_c_half_way(tmp_path, has_planned):
    """In a process of its own, with a database of its own."""
    write(tmp_path / "r", {f"{number}.md": f"# N\n\n{'*text* ' * 500}" for number in range(1500)})
    data = tmp_path / "data"
    migrated(data)
    process = subprocess.Popen(
        [sys.executable, "manage.py", "import_journal", str(tmp_path / "r")],
        cwd=ROOT,
        env=environment_for(data) | {"PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),  # a shell may have it ignored
    )
    if has_planned:
        process.stdout.readline()
    else:
        time.sleep(0.6)
    os.kill(process.pid, signal.SIGINT)
    _, said = process.communicate(timeout=60)
    assert process.returncode != 0
    assert "Traceback" not in said or not has_planned  # before Django has started, Python itself answers
    shown = manage("import_journal", str(tmp_path / "r"), "--dry-run", "-v1", data=data).stdout
    assert "1500 create" in shown


def test_many_files_are_brought_in(tmp_path):
    """The statements and the memory grow with the batch; this only shows that nothing else breaks."""
    write(tmp_path / "r", {f"{number % 7}/{number}.md": f"# Note {number}\n\nText" for number in range(700)})
    assert "700 create" in run("import_journal", tmp_path / "r")
    assert Entry.objects.count() == 700

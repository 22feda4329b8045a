"""bin/chronicles: writing from anywhere, with a live server behind it."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from journal.tests.api.live import tokens
from journal.tests.processes import serving

ROOT = Path(__file__).resolve().parents[3]

pytestmark = pytest.mark.xdist_group("conformance")


@pytest.fixture(scope="module")
def live(tmp_path_factory):
    data = tmp_path_factory.mktemp("data")
    with serving(data) as (address, _):
        yield address, tokens(data)["author"]


@pytest.fixture
def run(live, tmp_path):
    """Run it in one of two folders, as one person on two machines."""
    address, token = live

    def act(*arguments, machine="one", says="", status=0):
        folder = tmp_path / machine
        folder.mkdir(exist_ok=True)
        environment = os.environ | {"XDG_CONFIG_HOME": str(tmp_path / "config")}
        command = [sys.executable, str(ROOT / "bin" / "chronicles"), *arguments]
        ran = subprocess.run(command, cwd=folder, env=environment, input=says, capture_output=True, text=True)
        assert ran.returncode == status, ran.stdout + ran.stderr
        return ran.stdout + ran.stderr

    assert "You are author" in act("login", address, says=token)
    return act


def text_of(path):
    return path.read_text().split("---\n\n", 1)[1]


def test_an_author_writes_and_pushes_and_another_machine_pulls(run, tmp_path):
    name = run("new", "Generators: lazy ones", "--topic", "decorators").strip()
    path = tmp_path / "one" / name
    path.write_text(path.read_text() + "They wait.\n\n---\n\nA rule: above.\n")
    assert "version 1, draft" in run("push", name)
    assert "unchanged" in run("push", name)
    assert f"{name}: the same" in run("status")
    assert f"{name}: version 1" in run("pull", machine="two")
    assert text_of(tmp_path / "two" / name) == text_of(path) == "They wait.\n\n---\n\nA rule: above.\n"
    path.write_text(path.read_text().replace("wait", "yield"))
    assert "changed here" in run("status")
    assert "version 2" in run("push", name)
    assert "changed there" in run("status", machine="two")
    run("pull", machine="two")
    assert "They yield." in (tmp_path / "two" / name).read_text()


def test_what_was_changed_here_and_there_comes_back_as_one_text(run, tmp_path):
    name = run("new", "Two machines", "--topic", "decorators").strip()
    one, two = tmp_path / "one" / name, tmp_path / "two" / name
    one.write_text(one.read_text() + "first\n\nsecond\n\nthird\n")
    run("push", name)
    run("pull", machine="two")
    one.write_text(one.read_text().replace("first", "FIRST"))
    run("push", name)
    two.write_text(two.read_text().replace("first", "prime").replace("third", "THIRD"))
    before = two.read_text()
    assert "changed here and there" in run("pull", machine="two")
    assert two.read_text() == before, "nothing is overwritten"
    assert "1 to decide" in run("push", name, machine="two", status=1)
    merged = two.read_text()
    for words in ("FIRST", "prime", "THIRD", "<<<<<<< ", ">>>>>>> "):
        assert words in merged
    assert "decide what is between" in run("push", name, machine="two", status=1)
    two.write_text(re.sub(r"<<<<<<< .*?>>>>>>> [^\n]*", "both", merged, flags=re.DOTALL))
    assert "version 3" in run("push", name, machine="two")
    assert "version 3" in run("pull")
    assert text_of(one) == text_of(two)


def test_facts_are_merged_too(run, live, tmp_path):
    """What was changed there only is kept; what both changed is for the author to decide."""
    name = run("new", "Facts", "--topic", "decorators").strip()
    one, two = tmp_path / "one" / name, tmp_path / "two" / name
    one.write_text(one.read_text().replace("kind: note", "kind: note\ntags: Big Data") + "text\n")
    run("push", name)
    run("pull", machine="two")
    assert "tags: Big Data" in two.read_text()
    private = one.read_text().replace("kind: note", "kind: note\nvisibility: private")
    one.write_text(private.replace("title: Facts", "title: Facts of one"))
    run("push", name)
    two.write_text(two.read_text().replace("title: Facts", "title: Facts of two") + "more\n")
    assert "1 to decide" in run("push", name, machine="two", status=1)
    merged = two.read_text()
    assert "visibility: private" in merged
    assert "title: Facts of one" in merged
    assert "title: Facts of two" in merged
    two.write_text(re.sub(r"<<<<<<< .*?>>>>>>> [^\n]*\n", "", merged, flags=re.DOTALL))
    assert "version 3" in run("push", name, machine="two")
    run("pull")
    assert "visibility: private" in one.read_text()
    assert "tags: Big Data" in one.read_text()
    assert "more" in one.read_text()


def test_the_notes_of_a_folder_can_be_lost(run, tmp_path):
    name = run("new", "Lost notes", "--topic", "decorators").strip()
    path = tmp_path / "one" / name
    path.write_text(path.read_text() + "first\n")
    run("push", name)
    path.write_text(path.read_text().replace("first", "second"))
    run("push", name)
    (tmp_path / "one" / ".chronicles.json").unlink()
    path.write_text(path.read_text().replace("title: Lost notes", "title: Found"))
    assert "Then push again" in run("push", name, status=1)
    assert "title: Found" in path.read_text()
    assert "version 3" in run("push", name)


def test_a_push_that_was_cut_off_makes_no_second_entry(run, tmp_path):
    name = run("new", "Cut off", "--topic", "decorators").strip()
    run("push", name)
    (tmp_path / "one" / ".chronicles.json").unlink()
    assert "version 1" in run("push", name)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["push", "nothing.md"], "cannot be read"),
        (["push", "../elsewhere.md"], "not in this folder"),
        (["login", "http://journal.example.org"], "https:// only"),
        (["login", "http://127.0.0.1:1"], "does not answer"),
        (["new", "X"], "--topic"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_line(run, arguments, words):
    said = run(*arguments, status=2 if "--topic" in words else 1)
    assert words in said
    assert "Traceback" not in said


def test_what_the_site_refuses_is_said_with_its_place(run, tmp_path):
    name = run("new", "Nowhere", "--topic", "no-such-topic").strip()
    assert "/topic" in run("push", name, status=1)


def test_the_token_is_for_its_owner_only(run, tmp_path):
    assert (tmp_path / "config" / "chronicles.json").stat().st_mode & 0o077 == 0


def test_the_site_offers_it(live):
    import urllib.request

    with urllib.request.urlopen(f"{live[0]}/cli") as answer:
        assert answer.read() == (ROOT / "bin" / "chronicles").read_bytes()

"""bin/chronicles: writing from anywhere, with a live server behind it."""

import json
import os
import re
import runpy
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

from journal.tests.api.live import tokens
from journal.tests.processes import begun, manage, serving

ROOT = Path(__file__).resolve().parents[3]

pytestmark = pytest.mark.xdist_group("conformance")


@pytest.fixture(scope="module")
def live(tmp_path_factory):
    data = tmp_path_factory.mktemp("data")
    begun(data)
    # So many changes in a minute are no person's: on a quick machine the limit would be met.
    with serving(data, API_READS="1000000", API_WRITES="1000000") as (address, _):
        yield address, tokens(data)["author"], data


@pytest.fixture
def run(live, tmp_path):
    """Run it in one of two folders, as one person on two machines."""
    address, token, _ = live

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


def decide(path):
    path.write_text(re.sub(r"<<<<<<< .*?>>>>>>> [^\n]*\n", "", path.read_text(), flags=re.DOTALL))


@pytest.fixture
def there(live):
    """Asks the API as the author: `there("PATCH", "entries/x/", {…})`."""
    address, token, _ = live

    def act(method, path, sent=None):
        headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
        body = None if sent is None else json.dumps(sent).encode()
        asked = urllib.request.Request(f"{address}/api/v1/{path}", body, headers, method=method)
        with urllib.request.urlopen(asked, timeout=60) as answer:
            return json.loads(answer.read() or b"{}")

    return act


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
    assert "1 to decide. Then push again" in run("push", name, status=1)
    assert "title: Found" in path.read_text()
    decide(path)
    assert "version 3" in run("push", name)


def test_a_push_that_was_cut_off_makes_no_second_entry(run, tmp_path):
    name = run("new", "Cut off", "--topic", "decorators").strip()
    run("push", name)
    (tmp_path / "one" / ".chronicles.json").unlink()
    assert "version 1" in run("push", name)


@pytest.mark.parametrize("title", ["Größe & Maß", "हिन्दी में", "漢" * 90, "a: b", "「引用」", "50% café?"])
def test_titles_of_every_script(run, there, tmp_path, title):
    there("POST", "entries/", {"title": title, "topic": "decorators", "body": "one"})
    run("pull")
    [path] = [path for path in (tmp_path / "one").glob("*.md") if f"title: {title}\n" in path.read_text()]
    path.write_text(path.read_text() + "two\n")
    assert "version 2" in run("push", path.name)
    assert f"{path.name}: the same" in run("status")


def test_another_entry_at_the_same_address_is_left_alone(run, there, live, tmp_path):
    name = run("new", "Short lived", "--topic", "decorators").strip()
    path = tmp_path / "one" / name
    run("push", name)
    there("DELETE", "entries/short-lived/")
    manage(
        "shell",
        "-c",
        "from journal.models import TrashedEntry as T\nfor t in T.objects.all(): t.delete()",
        data=live[2],
    )
    there("POST", "entries/", {"title": "Another", "slug": "short-lived", "topic": "decorators", "body": "Precious."})
    path.write_text(path.read_text() + "first, improved\n")
    assert "is gone" in run("push", name, status=1)
    assert there("GET", "entries/short-lived/")["body"] == "Precious."


def test_two_texts_with_one_key_come_back_as_one(run, there, tmp_path):
    name = run("new", "Once", "--topic", "decorators").strip()
    path = tmp_path / "one" / name
    path.write_text(path.read_text() + "same\n\nTEXT B\n")
    key = re.search(r"key: (\S+)", path.read_text())[1]
    made = there("POST", "entries/", {"title": "Once", "topic": "decorators", "key": key, "body": "same\n\nTEXT A"})
    assert "1 to decide" in run("push", name, status=1)
    assert there("GET", f"entries/{made['slug']}/")["body"] == "same\n\nTEXT A"
    assert text_of(path) == "same\n\n<<<<<<< here\nTEXT B\n=======\nTEXT A\n>>>>>>> there\n"
    assert "decide what is between" in run("push", name, status=1)


def test_what_it_only_carries_is_not_changed(run, there, tmp_path):
    facts = {"title": "A\u00a0B  C\u3000D", "summary": '"said" he', "tags": ["[br]", "a b", "été"]}
    made = there("POST", "entries/", {**facts, "topic": "decorators", "body": "one\rtwo\n\n\n"})
    run("pull")
    [path] = [
        path
        for path in (tmp_path / "one").glob("*.md")
        if f"key: {made['key']}" in path.read_text() or made["slug"] == path.stem
    ]
    assert f"{path.name}: the same" in run("status")
    path.write_bytes(path.read_bytes() + b"three\n")
    assert "version 2" in run("push", path.name)
    now = there("GET", f"entries/{made['slug']}/")
    assert {name: now[name] for name in facts} == {**facts, "tags": sorted(facts["tags"])}
    assert now["body"] == "one\rtwo\n\n\n\nthree"


def test_lines_that_it_does_not_know_stay(run, there, tmp_path):
    name = run("new", "Weather", "--topic", "decorators").strip()
    path = tmp_path / "one" / name
    mine = "kind: note\nweather: sunny\n# a remark\nplaces:\n  - here\n"
    path.write_text(path.read_text().replace("kind: note\n", mine) + "one\n")
    assert "weather, places stay in the file" in run("push", name)
    there("PATCH", "entries/weather/", {"body": "two", "summary": "Rain.", "version": 1})
    run("pull")
    assert mine in path.read_text()
    assert "summary: Rain." in path.read_text()
    path.write_text(path.read_text().replace("tags", "x").replace("kind: note", "kind: note\ntags:\n  - a"))
    assert "write tags on one line" in run("push", name, status=1)


def test_a_file_without_a_key_gets_one(run, tmp_path):
    path = tmp_path / "one" / "by-hand.md"
    path.write_text("---\ntitle: By hand\ntopic: decorators\n---\n\nHello.\n")
    assert "version 1" in run("push", path.name)
    assert re.search(r"^key: [0-9a-f-]{36}$", path.read_text(), re.MULTILINE)
    assert f"{path.name}: the same" in run("status")


def test_an_entry_of_another_address_keeps_its_file(run, there, live, tmp_path):
    entry = there("POST", "entries/", {"title": "Named so", "topic": "orm", "body": "x"})
    run("pull")
    there("PATCH", f"entries/{entry['slug']}/", {"slug": "named-otherwise", "version": 1})
    assert "named-so.md: changed there" in run("status")
    run("pull")
    assert (tmp_path / "one" / "named-so.md").exists()
    assert not (tmp_path / "one" / "named-otherwise.md").exists()


def test_notes_that_cannot_be_read_are_named(run, tmp_path):
    run("status")
    (tmp_path / "one" / ".chronicles.json").write_text("[]")
    assert ".chronicles.json cannot be read" in run("status", status=1)


def test_one_that_is_gone_stops_no_other(run, there, tmp_path):
    names = [run("new", title, "--topic", "decorators").strip() for title in ("Aa", "Bb")]
    run("push", *names)
    there("DELETE", "entries/aa/")
    for name in names:
        (tmp_path / "one" / name).write_text((tmp_path / "one" / name).read_text() + "more\n")
    said = run("push", *names, status=1)
    assert "aa.md: Not found. Its entry is gone" in said
    assert "bb.md: version 2" in said
    assert "aa.md: changed here, in the trash there" in run("status")


def test_a_folder_that_is_new_is_told_what_is_there(run, there):
    there("POST", "entries/", {"title": "Elsewhere", "topic": "decorators"})
    assert "elsewhere: new there" in run("status", machine="two")


def test_text_about_conflicts_can_be_sent(run, tmp_path):
    name = run("new", "Conflicts", "--topic", "decorators").strip()
    path = tmp_path / "one" / name
    path.write_text(path.read_text() + "```\n<<<<<<< HEAD\na\n=======\nb\n>>>>>>> main\n```\n")
    assert "version 1" in run("push", name)


def test_notes_of_others_write_nowhere_else(run, tmp_path):
    notes = {"since": "", "files": {"../escaped.txt": {"slug": "two-sum", "text": "", "version": 1}}}
    (tmp_path / "one" / ".chronicles.json").write_text(json.dumps(notes))
    assert "not in this folder" in run("pull", status=1)
    assert not (tmp_path / "escaped.txt").exists()


def test_what_was_saved_while_it_was_sent_is_not_written_over(tmp_path):
    program = runpy.run_path(str(ROOT / "bin" / "chronicles"), run_name="chronicles")
    path = tmp_path / "x.md"
    path.write_text("saved meanwhile")
    with pytest.raises(program["Unfit"], match="saved again meanwhile"):
        program["_replace"](path, "as it was read", "merged")
    assert path.read_text() == "saved meanwhile"


def test_what_a_site_says_moves_no_cursor(capsys):
    program = runpy.run_path(str(ROOT / "bin" / "chronicles"), run_name="chronicles")
    program["say"]("\x1b[2Jgone\r\nnext")
    assert capsys.readouterr().out == "\N{REPLACEMENT CHARACTER}[2Jgone\N{REPLACEMENT CHARACTER}\nnext\n"


@pytest.mark.parametrize("shown", ["a", " a", "a ", '"a"', "a\nb", "a\rb", "[a]", "#a", "x: y", "\u2028a", ""])
def test_facts_are_read_as_they_were_written(shown):
    program = runpy.run_path(str(ROOT / "bin" / "chronicles"), run_name="chronicles")
    facts = {"title": shown, "tags": [tag for tag in (shown, "b") if tag]}
    read = program["changes_in"](program["join"](facts, "text"))
    assert (read.get("title", ""), read["tags"]) == (shown, facts["tags"])


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["push", "nothing.md"], "cannot be read"),
        (["push", "../elsewhere.md"], "not in this folder"),
        (["login", "http://journal.example.org"], "https:// only"),
        (["login", "http://127.0.0.1:1"], "does not answer"),
        (["login", "http://localhost:x@elsewhere.example"], "https:// only"),
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
    with urllib.request.urlopen(f"{live[0]}/cli") as answer:
        assert answer.read() == (ROOT / "bin" / "chronicles").read_bytes()

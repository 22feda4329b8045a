"""Several processes at once, and processes that end badly: on the real database, through the real verbs."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time

import pytest

from journal.tests.processes import ROOT, environment_for, manage, migrated

# What each process runs: it waits for the starting signal, then does its part and says what came of it.
SAVE = """
import json, sys, time
from pathlib import Path
from journal.models import Entry
from journal.models.errors import StaleVersion
me, gate = sys.argv[1], Path(sys.argv[2])
entry = Entry.objects.get()
print("ready", flush=True)
while not gate.exists():
    time.sleep(0.001)
try:
    entry.revise(version=1, body=f"by {me}")
    print(json.dumps({"won": True}))
except StaleVersion as error:
    print(json.dumps({"won": False, "current": error.current_version}))
"""

WRITE = """
import json, sys, time
from pathlib import Path
from journal.models import Entry, Tag, Topic
me, gate = sys.argv[1], Path(sys.argv[2])
topic = Topic.objects.exclude(parent=None).first()
print("ready", flush=True)
while not gate.exists():
    time.sleep(0.001)
for n in range(5):
    entry = Entry(topic=topic).revise(
        title=f"By {me} {n}", body="```python\\nx\\n```", tags=Tag.objects.named(["shared"]), published_at="2026-01-01T00:00:00Z"
    )
print(json.dumps({"done": True}))
"""

# Saves for ever, and says so after each save: what was said must be there afterwards.
WRITE_ON = """
import sys
from journal.models import Entry, Topic
topic = Topic.objects.first()
n = 0
while True:
    n += 1
    Entry(topic=topic).revise(title=f"Entry {n}", body=f"Text {n}.\\n\\n```\\ncode {n}\\n```")
    print(n, flush=True)
"""

PREAMBLE = "import django; django.setup()\n"


def start(code, data, *arguments):
    return subprocess.Popen(
        [sys.executable, "-c", PREAMBLE + code, *map(str, arguments)],
        cwd=ROOT,
        env=environment_for(data, DJANGO_SETTINGS_MODULE="chronicles.settings"),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def at_once(code, data, count):
    """Start `count` processes, let them go at the same moment, and return what each said."""
    gate = data / "gate"
    processes = [start(code, data, number, gate) for number in range(count)]
    for process in processes:
        line = process.stdout.readline()
        assert line == "ready\n", process.communicate()
    gate.touch()
    answers = []
    for process in processes:
        out, error = process.communicate(timeout=120)
        assert process.returncode == 0, error
        answers.append(json.loads(out))
    gate.unlink()
    return answers


def ask(data, sql):
    database = sqlite3.connect(data / "journal.sqlite3")
    try:
        return database.execute(sql).fetchall()
    finally:
        database.close()


@pytest.fixture
def data(tmp_path):
    migrated(tmp_path)
    seed = (
        "from journal.models import Topic, Entry;"
        "stage = Topic(title='Stage').revise(); topic = Topic(title='Topic', parent=stage).revise();"
        "Entry(topic=topic).revise(title='Contested', body='base')"
    )
    run = manage("shell", "-v", "0", "-c", seed, data=tmp_path)
    assert run.returncode == 0, run.stderr
    return tmp_path


def test_of_two_saves_on_one_version_exactly_one_wins(data):
    answers = at_once(SAVE, data, 4)
    assert [answer["won"] for answer in answers].count(True) == 1
    assert {answer.get("current") for answer in answers} == {None, 2}
    [(body, version)] = ask(data, "SELECT body, version FROM journal_entry")
    winner = next(number for number, answer in enumerate(answers) if answer["won"])
    assert (body, version) == (f"by {winner}", 2)


def test_many_writers_wait_for_each_other_and_lose_nothing(data):
    at_once(WRITE, data, 6)
    [(entries,)] = ask(data, "SELECT count(*) FROM journal_entry WHERE title LIKE 'By %'")
    assert entries == 30
    [(tags,)] = ask(data, "SELECT count(*) FROM journal_tag")
    assert tags == 1
    tallies = dict(ask(data, 'SELECT "group", sum(count) FROM journal_tally GROUP BY "group"'))
    assert tallies == {"day": 30, "language": 30, "tag": 30, "topic": 30, "year": 30}
    assert ask(data, "PRAGMA integrity_check") == [("ok",)]


@pytest.mark.parametrize("after", [0.3, 0.7, 1.1])
def test_what_was_acknowledged_survives_a_kill(data, after):
    process = start(WRITE_ON, data)
    first = process.stdout.readline()
    time.sleep(after)
    os.kill(process.pid, signal.SIGKILL)
    said = [int(line) for line in [first, *process.stdout.read().split()]]
    process.communicate()
    kept = {title for (title,) in ask(data, "SELECT title FROM journal_entry")}
    assert {f"Entry {n}" for n in said} <= kept
    assert ask(data, "PRAGMA integrity_check") == [("ok",)]
    assert ask(data, "PRAGMA foreign_key_check") == []


def test_nothing_is_half_written_after_a_kill(data):
    process = start(WRITE_ON, data)
    process.stdout.readline()
    time.sleep(0.5)
    os.kill(process.pid, signal.SIGKILL)
    process.communicate()
    without_html = ask(data, "SELECT title FROM journal_entry WHERE html = '' OR card_html = '' OR head_html = ''")
    assert without_html == []
    without_code = ask(
        data,
        "SELECT title FROM journal_entry WHERE title LIKE 'Entry %' "
        "AND id NOT IN (SELECT entry_id FROM journal_snippet)",
    )
    assert without_code == []


def test_a_change_waits_while_another_process_holds_the_database(data):
    """As a backup or a long import does; the author's save is patient, not refused."""
    holder = sqlite3.connect(data / "journal.sqlite3", isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    gate = data / "gate"
    process = start(SAVE, data, 1, gate)
    assert process.stdout.readline() == "ready\n"
    gate.touch()
    time.sleep(1)
    assert process.poll() is None
    holder.execute("COMMIT")
    holder.close()
    out, error = process.communicate(timeout=30)
    assert json.loads(out) == {"won": True}, error


def test_readers_do_not_wait_for_a_writer(data):
    holder = sqlite3.connect(data / "journal.sqlite3", isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    holder.execute("UPDATE journal_entry SET title = 'not yet'")
    read = "from journal.models import Entry; print(Entry.objects.get().title)"
    run = manage("shell", "-v", "0", "-c", read, data=data)
    holder.execute("ROLLBACK")
    holder.close()
    assert run.stdout.strip() == "Contested"

"""From one database to another and back, with nothing lost."""

import sqlite3
import subprocess
import sys
import time
from contextlib import contextmanager

import pytest

from journal.tests.processes import ROOT, begun, environment_for, manage
from journal.tests.servers import Postgres

SUMS = """
from django.apps import apps
from journal.models import SearchDocument
from journal.search import index
from journal.transfer.moving import checksum
for model in apps.get_models(include_auto_created=True):
    if model is not SearchDocument:
        print(model._meta.label, model._base_manager.count(), checksum(model, "default"))
print("index", SearchDocument.objects.count(), index.problems())
"""
WRITE = """
from django.contrib.auth.models import User
from journal.models import Entry, Topic, TrashedEntry
author = User.objects.create_superuser("ada", password="pw")
entry = Entry.objects.get(slug="forty-one-queries")
entry.revise(body=entry.body + "\\n\\nMore: é 数据 🎉", by=author, note="more")
TrashedEntry.put(Entry.objects.get(slug="a-shelf-of-books"), by=author)
"""
NEW = """
from journal.models import Entry, Topic
print(Entry(topic=Topic.objects.first()).revise(title="After the move", body="x").pk)
"""


WRITE_ON = """
import sys
from django.db import OperationalError
from journal.models import Entry
entry = Entry.objects.get(slug="forty-one-queries")
for number in range(100_000):
    try:
        entry.revise(body=f"Number {number}.")
        print(number, flush=True)
    except OperationalError:
        entry.refresh_from_db()
"""


@pytest.fixture
def journal(tmp_path):
    data = tmp_path / "one"
    begun(data)
    done = manage("shell", "-v0", "-c", WRITE, data=data)
    assert done.returncode == 0, done.stderr
    return data


def sums(data, **environment):
    return manage("shell", "-v0", "-c", SUMS, data=data, **environment).stdout


def moved(data, url, **environment):
    done = manage("move_database", url, data=data, **environment)
    assert done.returncode == 0, done.stderr
    assert "each compared with its original" in done.stdout


def test_from_sqlite_to_postgresql_and_back(journal, tmp_path):
    postgres = Postgres()
    try:
        before = sums(journal)
        assert "index 24 []" in before
        moved(journal, postgres.url)
        assert sums(journal, DATABASE_URL=postgres.url) == before
        moved(journal, f"sqlite:///{tmp_path / 'back.sqlite3'}", DATABASE_URL=postgres.url)
        assert sums(journal, DATABASE_URL=f"sqlite:///{tmp_path / 'back.sqlite3'}") == before
        new = manage("shell", "-v0", "-c", NEW, data=journal, DATABASE_URL=postgres.url)
        assert new.returncode == 0, new.stderr  # its key comes after those that were moved
    finally:
        postgres.stop()


def test_whoever_writes_meanwhile_waits(journal, tmp_path):
    """On PostgreSQL others are not kept out by a transaction alone."""
    postgres = Postgres()
    try:
        moved(journal, postgres.url)
        with writing(journal, postgres.url, tmp_path / "said") as said:
            before = last_of(said)
            moved(journal, f"sqlite:///{tmp_path / 'back.sqlite3'}", DATABASE_URL=postgres.url)
            while last_of(said) <= before + 1:
                time.sleep(0.05)  # and goes on afterwards
        with sqlite3.connect(tmp_path / "back.sqlite3") as connection:
            query = "SELECT body FROM journal_entry WHERE slug = 'forty-one-queries'"
            [(body,)] = connection.execute(query).fetchall()
        connection.close()
        assert int(body.removeprefix("Number ").removesuffix(".")) >= before
    finally:
        postgres.stop()


@contextmanager
def writing(data, url, said):
    """Somebody who saves one text after the other, and notes the number of each that was acknowledged."""
    with said.open("w") as file:
        command = [sys.executable, "manage.py", "shell", "-v0", "-c", WRITE_ON]
        writer = subprocess.Popen(command, cwd=ROOT, env=environment_for(data, DATABASE_URL=url), stdout=file)
        try:
            while not said.read_text().strip():
                assert writer.poll() is None
                time.sleep(0.05)
            yield said
            assert writer.poll() is None
        finally:
            writer.kill()
            writer.wait()


def last_of(said):
    return int(said.read_text().rpartition("\n")[0].rpartition("\n")[2])


def test_a_database_that_has_entries_is_left_alone(journal, tmp_path):
    url = f"sqlite:///{tmp_path / 'other.sqlite3'}"
    moved(journal, url)
    before = sums(journal, DATABASE_URL=url)
    again = manage("move_database", url, data=journal)
    assert again.returncode == 1
    assert "There are entries in the other database already. Nothing was moved." in again.stderr
    assert sums(journal, DATABASE_URL=url) == before


@pytest.mark.parametrize("url", ["nonsense", "mysql://x/y", ""])
def test_what_is_no_database_is_refused(journal, url):
    done = manage("move_database", url, data=journal)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr

"""From one database to another and back, with nothing lost."""

import pytest

from journal.tests.processes import begun, manage
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

"""Visitors read a copy, whoever is signed in the database itself."""

import shutil
import urllib.request

import pytest

from journal.tests.processes import begun, manage, serving

CHANGE = """
from django.contrib.auth.models import User
from django.test import Client
from journal.models import Entry
Entry.objects.get(slug="forty-one-queries").revise(title="Changed since")
client = Client()
client.force_login(User.objects.create_superuser("ada"))
print(client.cookies["sessionid"].value)
"""


@pytest.fixture
def copy(tmp_path):
    """A journal, and a copy of its database that has not seen the last change; the author's session."""
    data = tmp_path / "data"
    begun(data)
    replica = tmp_path / "replica.sqlite3"
    shutil.copy(data / "journal.sqlite3", replica)
    session = manage("shell", "-v0", "-c", CHANGE, data=data).stdout.split()[-1]
    return data, replica, session


def read(address, path, session=""):
    request = urllib.request.Request(address + path, headers={"Cookie": f"sessionid={session}"} if session else {})
    with urllib.request.urlopen(request, timeout=20) as response:
        return response.read().decode()


def test_visitors_read_the_copy_and_authors_what_they_saved(copy):
    data, replica, session = copy
    with serving(data, DATABASE_REPLICA_URL=f"sqlite:///{replica}") as (address, _):
        for path in ("/entries/", "/entries/forty-one-queries/", "/search/?q=queries"):
            assert "Changed since" not in read(address, path)
            assert "Changed since" not in read(address, path)  # from the page cache, under the copy's edition
            assert "Changed since" in read(address, path, session)
        assert "ok" in read(address, "/health/")


def test_without_the_copy_visitors_read_the_database(copy, tmp_path):
    data, _, _ = copy
    missing = tmp_path / "missing" / "replica.sqlite3"
    with serving(data, DATABASE_REPLICA_URL=f"sqlite:///{missing}") as (address, _):
        for _ in range(3):
            assert "Changed since" in read(address, "/entries/forty-one-queries/")

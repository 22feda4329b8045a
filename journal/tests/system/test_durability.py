"""The power goes in the middle of a save: whatever was acknowledged is there afterwards, and nothing is half there."""

import http.client
import os
import random
import signal
import sqlite3
import subprocess
import sys
import threading
import time
import urllib.parse
from concurrent.futures import ThreadPoolExecutor
from itertools import count

import pytest

from journal.tests.processes import ROOT, environment_for, free_port, manage, migrated

KILLS = 50
SEED = 20261122
TOKEN = "a" * 32
SETUP = """
from django.conf import settings
from django.contrib.auth.models import User
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from journal.models import Entry, Topic
user = User.objects.create_superuser("author", password="x")
session = SessionStore()
session[SESSION_KEY] = str(user.pk)
session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
session[HASH_SESSION_KEY] = user.get_session_auth_hash()
session.save()
entry = Entry(author=user, topic=Topic(title="A").revise()).revise(title="Kept", body="0")
print(session.session_key, entry.pk, entry.topic_id)
"""


class Author:
    """Writes as fast as the server answers, and notes what the server acknowledged."""

    def __init__(self, data, port, session, entry, topic):
        self.data, self.port, self.entry, self.topic = data, port, entry, topic
        self.cookies = f"sessionid={session}; csrftoken={TOKEN}"
        self.saved, self.drafted, self.refused = [], [], []
        self.numbers = count(1)

    def rows(self, query, *arguments):
        with sqlite3.connect(self.data / "journal.sqlite3", timeout=10) as connection:
            found = connection.execute(query, arguments).fetchall()
        connection.close()
        return found

    def post(self, path, fields):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        body = urllib.parse.urlencode({"csrfmiddlewaretoken": TOKEN, **fields})
        headers = {"Cookie": self.cookies, "Content-Type": "application/x-www-form-urlencoded"}
        try:
            connection.request("POST", path, body, headers)
            return connection.getresponse().status
        except (OSError, http.client.HTTPException):
            return None
        finally:
            connection.close()

    def send(self, body, version):
        fields = {"title": "Kept", "body": body, "topic": self.topic, "kind": "note", "visibility": "public"}
        sent = fields | {"slug": "kept", "opened_version": version, "_continue": "1"}
        return self.post(f"/admin/journal/entry/{self.entry}/change/", sent)

    def save(self):
        version = self.rows("select version from journal_entry")[0][0]
        while True:
            body = f"save {next(self.numbers)}"
            status = self.send(body, version)
            if status != 302:
                return self.refused.append(status)
            self.saved.append(body)
            version += 1

    def draft(self):
        while True:
            number = next(self.numbers)
            status = self.post("/admin/journal/entry/draft/", {"body": f"draft {number}", "title": "New"})
            if status != 200:
                return self.refused.append(status)
            self.drafted.append(number)


def prepared(data):
    pytest.importorskip("gunicorn")
    migrated(data)
    made = manage("shell", "-c", SETUP, data=data)
    return Author(data, free_port(), *made.stdout.split()[-3:])


def start(data, port, workers=2):
    command = [sys.executable, "-m", "gunicorn", f"--bind=127.0.0.1:{port}", f"--workers={workers}", "--threads=2"]
    process = subprocess.Popen(
        [*command, "--preload", "--no-control-socket", "--log-level=critical", "chronicles.wsgi:application"],
        cwd=ROOT,
        env=environment_for(data),
        stdin=subprocess.DEVNULL,
        start_new_session=True,
    )
    for _ in range(400):
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
            connection.request("GET", "/health/")
            if connection.getresponse().status == 200:
                return process
        except OSError:
            time.sleep(0.05)
        finally:
            connection.close()
    raise AssertionError("the server did not come up")


def written_until_killed(author, data, moment):
    process = start(data, author.port)
    writers = [threading.Thread(target=act) for act in (author.save, author.draft)]
    for writer in writers:
        writer.start()
    time.sleep(moment)
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    for writer in writers:
        writer.join()


def test_what_was_acknowledged_survives_fifty_kills(tmp_path):
    author = prepared(tmp_path)
    moments = random.Random(SEED)
    for _ in range(KILLS):
        written_until_killed(author, tmp_path, moments.uniform(0.05, 0.7))
        [(body, version)] = author.rows("select body, version from journal_entry")
        kept = {text for (text,) in author.rows("select body from journal_revision")}
        assert set(author.saved) <= kept
        assert body in kept or version == 1
        html = author.rows("select html from journal_entry")[0][0]
        assert body in html, "the text and its rendering are of one save"
        if author.drafted:
            [(draft,)] = author.rows("select body from journal_draft where entry_id is null")
            assert int(draft.split()[1]) >= author.drafted[-1]
    assert set(author.refused) == {None}, "the only answer that is no success is none"
    assert author.rows("pragma integrity_check") == [("ok",)]
    assert min(len(author.saved), len(author.drafted)) > 5  # a busy machine saves less between two kills


def test_of_saves_at_the_same_moment_one_wins_and_the_others_are_merged(tmp_path):
    """From eight people to four processes."""
    author = prepared(tmp_path)
    process = start(tmp_path, author.port, workers=4)
    try:
        for version in range(1, 6):
            with ThreadPoolExecutor(8) as people:
                bodies = [f"version {version} of person {number}" for number in range(8)]
                statuses = list(people.map(lambda body, version=version: author.send(body, version), bodies))
            assert sorted(statuses) == [302] + [409] * 7
            winner = bodies[statuses.index(302)]
            assert author.rows("select body, version from journal_entry") == [(winner, version + 1)]
        assert author.rows("select count(*) from journal_revision") == [(6,)]
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait()

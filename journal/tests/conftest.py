"""The cast: people by role, and entries with fixed defaults."""

import json
import shutil
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.models import AnonymousUser, User
from django.core.cache import caches
from django.test import Client
from django.utils import timezone

from journal.database import kept
from journal.models import ApiToken, Entry, Page, Tag, Topic
from journal.models.accounts.roles import Role, give

A_DAY = datetime(2026, 3, 14, 9, 26, tzinfo=UTC)


_DATABASE = {"db", "transactional_db", "live_server"}
SYSTEM = Path(__file__).parent / "system"


def pytest_collection_modifyitems(items):
    """What is in `system/` is slow; what works on the database of these tests is told from what has one of its own."""
    for item in items:
        if item.path.is_relative_to(SYSTEM):
            item.add_marker("slow")
        if item.get_closest_marker("django_db") or _DATABASE & set(item.fixturenames):
            item.add_marker("database")


def pytest_unconfigure():
    shutil.rmtree(settings.DATA_DIR, ignore_errors=True)


@pytest.fixture(autouse=True)
def _empty_caches():
    """Each test begins without the pages and counters of the one before.

    Their databases begin with the same edition, and number their tokens alike.
    """
    caches["pages"].clear()
    caches["searches"].clear()
    caches["validators"].clear()
    caches["throttles"].clear()
    kept.forget()


@pytest.fixture
def visitor():
    """Nobody in particular, without an account."""
    return AnonymousUser()


@pytest.fixture
def reader(db):
    """Signed in, and allowed nothing that a visitor is not."""
    return person_with(Role.READER)


@pytest.fixture
def mentor(db):
    """Reads what was shared for review."""
    return person_with(Role.MENTOR)


@pytest.fixture
def author(db):
    """May write, and change what is theirs."""
    return person_with(Role.AUTHOR)


@pytest.fixture
def editor(db):
    """May change everything in the journal."""
    return person_with(Role.EDITOR)


@pytest.fixture
def operator(db):
    """Whose site it is."""
    return User.objects.create(username="operator", is_staff=True, is_superuser=True)


@pytest.fixture
def cast(visitor, reader, mentor, author, editor):
    return {"visitor": visitor, "reader": reader, "mentor": mentor, "author": author, "editor": editor}


def person_with(role, name=""):
    user = User.objects.create(username=name or role.value)
    give(user, role)
    return user


@pytest.fixture
def signed_in():
    """A client for a person: `signed_in(author).get(…)`."""

    def client_of(user):
        client = Client()
        if user.is_authenticated:
            client.force_login(user)
        return client

    return client_of


class Program(Client):
    """Sends and expects JSON."""

    def __init__(self, secret=""):
        super().__init__(headers={"authorization": f"Bearer {secret}"} if secret else {})

    def send(self, method, path, data=None, **headers):
        body = "" if data is None else json.dumps(data)
        return self.generic(method.upper(), f"/api/v1/{path}", body, "application/json", headers=headers)


@pytest.fixture
def program():
    """A program of a person's, with a token: `program(author).get(…)`."""

    def of(person, scope="write"):
        if not person.is_authenticated:
            return Program()
        return Program(ApiToken.make(person, name="test", scope=scope, days=30)[1])

    return of


@pytest.fixture
def stage(db):
    return Topic(title="Django").revise()


@pytest.fixture
def topic(stage):
    return Topic(title="The ORM", parent=stage).revise()


@pytest.fixture
def make_entry(topic):
    """Make a published, public note; say only what matters. Each is a day older than the one before."""
    numbers = count(1)

    def make(**overrides):
        number = next(numbers)
        tags = overrides.pop("tags", [])
        fields = {
            "topic": topic,
            "title": f"Entry {number}",
            "body": f"Text {number}.",
            "published_at": A_DAY - timedelta(days=number),
        }
        return Entry().revise(tags=Tag.objects.named(tags), **(fields | overrides))

    return make


@pytest.fixture
def hidden_entries(make_entry, author):
    """One of every way to be hidden from strangers; each says "secret" in every field that has words."""
    secret = {"author": author, "tags": ["secret-tag"], "summary": "secret summary"}
    body = 'secret text\n\n```secretlang title="secret title" name=secret-name\nsecret code\n```\n'
    later = timezone.now() + timedelta(days=3)
    return {
        "draft": make_entry(title="secret draft", body=body, published_at=None, **secret),
        "scheduled": make_entry(title="secret scheduled", body=body, published_at=later, **secret),
        "private": make_entry(title="secret private", body=body, visibility="private", **secret),
    }


@pytest.fixture
def about(db):
    return Page(slug="about").revise(title="About", summary="What it is for.", body="Some *words*.")

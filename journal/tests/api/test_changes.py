"""/changes/: what a copy of the journal asks for."""

from datetime import timedelta

import pytest
from django.utils import timezone

from journal.models import Entry, TrashedEntry

pytestmark = pytest.mark.django_db


def settled(entries):
    """As if they had been saved some minutes ago."""
    moments = [timezone.now() - timedelta(minutes=9 - number) for number in range(len(entries))]
    for entry, moment in zip(entries, moments, strict=True):
        Entry.objects.filter(pk=entry.pk).update(touched_at=moment)


def test_a_copy_catches_up(program, author, make_entry):
    client = program(author)
    entries = [make_entry(author=author) for _ in range(5)]
    settled(entries)
    seen, address = [], "/api/v1/changes/?limit=2"
    while address:
        body = client.get(address).json()
        seen += [change["slug"] for change in body["results"]]
        address, until = body["next"], body["until"]
    assert sorted(seen) == sorted(entry.slug for entry in entries)
    entries[2].revise(body="New.")
    TrashedEntry.put(entries[3], by=author)
    [changed, gone] = client.get(f"/api/v1/changes/?since={until}").json()["results"]
    assert (changed["slug"], changed["version"], changed["is_gone"]) == (entries[2].slug, 2, False)
    assert (gone["slug"], gone["version"], gone["is_gone"]) == (entries[3].slug, None, True)


def test_publishing_unpublishing_and_restoring_are_changes(program, author, make_entry):
    client = program(author)
    entry = make_entry(author=author, slug="one", published_at=None)

    def changes(act):
        until = client.get("/api/v1/changes/").json()["until"]
        act()
        return [change["slug"] for change in client.get(f"/api/v1/changes/?since={until}").json()["results"]]

    assert changes(lambda: entry.publish(at=timezone.now().replace(year=2020))) == ["one"]
    assert changes(entry.unpublish) == ["one"]
    TrashedEntry.put(Entry.objects.get(), by=author)
    assert changes(TrashedEntry.objects.get().restore) == ["one"]


def test_a_scheduled_entry_changes_when_its_moment_comes(client, make_entry):
    until = client.get("/api/v1/changes/").json()["until"]
    entry = make_entry(published_at=None)
    Entry.objects.filter(pk=entry.pk).update(touched_at=timezone.now().replace(year=2020))
    entry.publish()
    assert [change["slug"] for change in client.get(f"/api/v1/changes/?since={until}").json()["results"]] == [
        entry.slug
    ]


def test_what_was_committed_late_is_not_missed(client, make_entry):
    """A transaction that stamps a row and commits it after another one has been read."""
    late = make_entry(slug="late", published_at=None)
    make_entry(slug="early")
    body = client.get("/api/v1/changes/").json()
    assert [change["slug"] for change in body["results"]] == ["early"]
    stamped = timezone.now() - timedelta(seconds=30)
    Entry.objects.filter(pk=late.pk).update(touched_at=stamped, published_at=stamped)
    again = client.get(f"/api/v1/changes/?since={body['until']}").json()["results"]
    assert "late" in [change["slug"] for change in again]


def test_an_import_and_a_renamed_tag_are_changes(client, make_entry):
    """Whatever date the source gives."""
    until = client.get("/api/v1/changes/").json()["until"]
    old = make_entry(tags=["sql"])
    Entry.objects.update(updated_at=timezone.now().replace(year=2020))
    [change] = client.get(f"/api/v1/changes/?since={until}").json()["results"]
    assert (change["id"], change["slug"]) == (old.pk, old.slug)
    settled([old])
    until = client.get("/api/v1/changes/").json()["until"]
    assert client.get(f"/api/v1/changes/?since={until}").json()["results"] == []
    old.tags.get().revise(name="Structured")
    [change] = client.get(f"/api/v1/changes/?since={until}").json()["results"]
    assert change["id"] == old.pk


def test_since_a_moment_or_a_day(client, make_entry):
    settled([make_entry()])
    for since, count in (
        ("2020-01-01", 1),
        ("2020-01-01T00:00:00Z", 1),
        ("2020-01-01T00:00:00+02:00", 1),
        ("2999-01-01", 0),
    ):
        assert len(client.get(f"/api/v1/changes/?since={since}").json()["results"]) == count
    for nonsense in ("0001-01-01T00:00:00+14:00", "soon", "2020-13-01"):
        assert client.get(f"/api/v1/changes/?since={nonsense}").status_code == 400


def test_a_rename_is_told_by_the_entry_s_number(program, author, make_entry):
    entry = make_entry(author=author, slug="old").revise(slug="new")
    TrashedEntry.put(entry, by=author)
    [gone] = program(author).get("/api/v1/changes/").json()["results"]
    assert (gone["id"], gone["is_gone"]) == (entry.pk, True)


def test_what_is_settled_is_said_once(client, make_entry):
    settled([make_entry()])
    until = client.get("/api/v1/changes/").json()["until"]
    assert client.get(f"/api/v1/changes/?since={until}").json()["results"] == []

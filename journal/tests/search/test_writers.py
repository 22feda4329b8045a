"""Several people write at once, and the index follows them all."""

import threading

import pytest
from django.db import connection

from journal.models import Entry, Tag, Topic
from journal.models.errors import StaleVersion
from journal.search import index

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _many_writers(db):
    if connection.vendor == "sqlite":
        pytest.skip("SQLite has one writer at a time")


def at_once(*acts):
    errors = []

    def run(act):
        try:
            act()
        except StaleVersion:
            pass
        except Exception as error:
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return errors


def test_saves_and_renames_wait_for_each_other_and_none_fails(make_entry, topic):
    entries = [make_entry(tags=["one", "two"]).pk for _ in range(4)]
    tag = Tag.objects.get(name="one")

    def save(keys):
        for number in range(8):
            for pk in keys:
                Entry.objects.get(pk=pk).revise(
                    title=f"Saved {number}", tags=[*Tag.objects.named([f"tag {number}"]), tag]
                )

    def rename():
        for number in range(8):
            Tag.objects.get(pk=tag.pk).revise(name=f"one {number}")
            Topic.objects.filter(pk=topic.pk).update(title=f"Topic {number}")

    assert at_once(lambda: save(entries), lambda: save(entries[::-1]), rename) == []
    assert index.problems() == []


def test_raw_sql_of_two_connections_is_followed(make_entry):
    entry, tags = make_entry(), Tag.objects.named([f"tag {number}" for number in range(20)])

    def insert(some):
        def act():
            for tag in some:
                with connection.cursor() as cursor:
                    cursor.execute("INSERT INTO journal_tagging (entry_id, tag_id) VALUES (%s, %s)", [entry.pk, tag.pk])

        return act

    assert at_once(insert(tags[:10]), insert(tags[10:])) == []
    assert index.problems() == []

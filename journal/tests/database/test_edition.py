"""Changes, and the editions that they begin."""

import re
from contextlib import suppress
from datetime import timedelta

import pytest
from django.apps import apps
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from journal.database.edition import PublicModel, PublicQuerySet, change
from journal.models import (
    ApiToken,
    Attachment,
    AttachmentUse,
    AuditEvent,
    Draft,
    Edition,
    Entry,
    Invitation,
    Repository,
    SearchDocument,
    Source,
    Tag,
    Tally,
    Topic,
    TrashedEntry,
)

pytestmark = pytest.mark.django_db


def tallied():
    return {(row.group, row.name, row.kind): row.count for row in Tally.objects.all() if row.count}


class TestChange:
    def test_one_change_begins_one_edition_as_its_last_step(self, make_entry):
        entry = make_entry(tags=["sql"], body="[[nowhere]]\n\n```python\nx\n```")
        for act in (
            lambda: entry.revise(title="Other", tags=["orm", "new"], body="```sql\ny\n```"),
            lambda: Entry(topic=entry.topic).revise(title="New", tags=["a", "b", "c"], body="[[other]]"),
            lambda: entry.tags.first().revise(name="renamed"),
            lambda: entry.topic.revise(title="renamed"),
            lambda: entry.publish(at=timezone.now() + timedelta(days=1)),
            lambda: entry.delete(),
        ):
            with CaptureQueriesContext(connection) as captured:
                act()
            writes = [
                query["sql"] for query in captured if re.match(r"(\d+ times: )?(INSERT|UPDATE|DELETE)", query["sql"])
            ]
            raised = [number for number, sql in enumerate(writes) if 'UPDATE "journal_edition"' in sql]
            assert len(raised) == 1, raised
            after = [sql for sql in writes[raised[0] + 1 :] if "journal_tally" not in sql and "journal_link" not in sql]
            assert after == []

    def test_what_fails_within_a_change_leaves_nothing_to_be_done(self, make_entry):
        make_entry()
        before = tallied()
        with change():
            for number in range(2):
                with suppress(ZeroDivisionError), change():
                    Tally.move([], [["tag", f"{number}", "note"]])
                    _ = 1 / number
        assert tallied() == before | {("tag", "1", "note"): 1}

    def test_nothing_public_begins_no_edition(self, make_entry):
        entry = make_entry()
        before = Edition.current()
        entry.publish()
        with change():
            pass
        assert Edition.current() == before

    def test_a_text_that_stays_writes_no_snippet(self, make_entry):
        entry = make_entry(body="```python\nx\n```")
        with CaptureQueriesContext(connection) as captured:
            entry.revise(summary="Changed")
        assert not [query for query in captured if "journal_snippet" in query["sql"] and "SELECT" not in query["sql"]]


class TestEdition:
    def test_reading_begins_none(self, client, make_entry):
        entry = make_entry()
        before = Edition.current()
        for path in ("/", entry.get_absolute_url(), "/search/?q=entry", "/feed.atom"):
            assert client.get(path).status_code == 200
        assert Edition.current() == before

    @pytest.mark.parametrize(
        "change",
        [
            lambda entry: entry.revise(body="x"),
            lambda entry: entry.publish(at=timezone.now()),
            lambda entry: entry.unpublish(),
            lambda entry: Entry.objects.filter(pk=entry.pk).redraw(),
            lambda entry: entry.delete(),
            lambda entry: entry.topic.revise(summary="x"),
            lambda entry: Tag.objects.named(["new"]),
            lambda entry: entry.tags.add(*Tag.objects.all()),
            lambda entry: entry.tags.clear(),
            lambda entry: Entry.objects.update(title="x"),
            lambda entry: Entry.objects.all().delete(),
            lambda entry: Topic.objects.bulk_create([Topic(title="x", slug="x")]),
            lambda entry: Topic.objects.bulk_update([entry.topic], ["title"]),
            lambda entry: entry.snippets.update(title="x"),
        ],
    )
    def test_every_public_change_is_a_new_edition(self, make_entry, change):
        entry = make_entry(tags=["a"], body="```\nx\n```")
        before = Edition.current()
        change(entry)
        assert Edition.current() != before

    def test_a_change_that_is_rolled_back_is_none(self, make_entry):
        entry = make_entry()
        before = Edition.current()
        with pytest.raises(RuntimeError), transaction.atomic():
            entry.revise(body="x")
            raise RuntimeError
        assert Edition.current() == before

    def test_the_moment_of_a_scheduled_entry_is_a_new_edition(self, make_entry, monkeypatch):
        first = timezone.now() + timedelta(hours=1)
        second = first + timedelta(hours=1)
        make_entry(published_at=first)
        make_entry(published_at=second)
        editions = []
        for moment in (timezone.now(), first, first + timedelta(minutes=1), second):
            monkeypatch.setattr(timezone, "now", lambda moment=moment: moment)
            editions.append(Edition.current())
        assert editions[0] != editions[1] == editions[2] != editions[3]

    def test_it_costs_one_query(self, django_assert_num_queries):
        with django_assert_num_queries(1):
            Edition.current()

    @pytest.mark.parametrize(
        "model",
        [model for model in apps.get_models() if issubclass(model, PublicModel)],
        ids=lambda model: model.__name__,
    )
    def test_no_public_model_has_a_manager_that_forgets(self, model):
        assert isinstance(model._default_manager.get_queryset(), PublicQuerySet)

    def test_every_model_that_pages_show_is_public(self):
        """The others: the edition itself, images (which never change) and who uses them, what is not saved yet or deleted, where things were imported from, and what only its people and the operator see."""
        models = set(apps.get_app_config("journal").get_models())
        assert {model for model in models if not issubclass(model, PublicModel)} == {
            ApiToken,
            AuditEvent,
            Edition,
            Attachment,
            AttachmentUse,
            Draft,
            Invitation,
            Repository,
            SearchDocument,
            Source,
            TrashedEntry,
        }

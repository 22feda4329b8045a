"""Tallies and editions: what follows from every public change."""

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
from journal.models.entries.tally import Counts
from journal.reads.counts import public_counts

pytestmark = pytest.mark.django_db


def counted(group):
    return dict(public_counts(group).totals())


def tallied():
    return {(row.group, row.name, row.kind): row.count for row in Tally.objects.all() if row.count}


class TestTally:
    def test_a_public_entry_counts_under_topic_tag_year_and_language(self, make_entry):
        entry = make_entry(tags=["sql"], body="```python\nx\n```\n\n```python\ny\n```\n\n```sql\nz\n```", kind="bug")
        tag = entry.tags.get()
        assert tallied() == {
            ("topic", str(entry.topic_id), "bug"): 1,
            ("year", "2026", "bug"): 1,
            ("day", str(entry.published_at.date()), ""): 1,
            ("tag", str(tag.pk), "bug"): 1,
            ("language", "python", "bug"): 2,
            ("language", "sql", "bug"): 1,
        }

    def test_a_scheduled_entry_of_a_name_that_was_read_before_it_takes_nothing_away(self):
        """It is saved between the two reads of a page."""
        scheduled = [([["topic", "7", "note"], ["topic", "8", "bug"]],)]
        counts = Counts([("topic", "8", "note", 2)], scheduled)
        assert counts.totals() == [("8", 2)]

    @pytest.mark.parametrize("hidden", [{"published_at": None}, {"visibility": "private"}, {"visibility": "unlisted"}])
    def test_what_is_hidden_is_not_counted(self, make_entry, hidden):
        make_entry(tags=["sql"], body="```python\nx\n```", **hidden)
        assert tallied() == {}

    def test_where_nothing_is_counted_a_scheduled_entry_changes_nothing(self, client, make_entry):
        make_entry(published_at=timezone.now() + timedelta(hours=1), body="No code.")
        assert client.get("/snippets/").status_code == 200

    def test_a_scheduled_entry_counts_from_its_moment_on(self, make_entry, monkeypatch):
        moment = timezone.now() + timedelta(hours=1)
        make_entry(published_at=moment, tags=["sql"])
        assert counted("topic") == {}
        assert counted("tag") == {}
        monkeypatch.setattr(timezone, "now", lambda: moment + timedelta(seconds=1))
        assert list(counted("topic").values()) == [1]

    @pytest.mark.parametrize(
        "change",
        [
            lambda entry: entry.revise(body="no code"),
            lambda entry: entry.revise(kind="project"),
            lambda entry: entry.revise(tags=Tag.objects.named(["other"])),
            lambda entry: entry.revise(visibility="private"),
            lambda entry: entry.revise(topic=Topic(title="Else").revise()),
            lambda entry: entry.revise(published_at=entry.published_at.replace(year=2020)),
            lambda entry: entry.unpublish(),
            lambda entry: entry.publish(at=timezone.now() + timedelta(days=1)),
            lambda entry: entry.delete(),
            lambda entry: Entry.objects.filter(pk=entry.pk).delete(),
            lambda entry: entry.tags.get().delete(),
            lambda entry: Tag.objects.all().delete(),
            lambda entry: entry.tags.get().revise(name="renamed"),
            lambda entry: entry.topic.revise(title="renamed"),
            lambda entry: entry.render(),
            lambda entry: (Entry.objects.get(pk=entry.pk).unpublish(), entry.publish()),
            lambda entry: (Entry.objects.get(pk=entry.pk).unpublish(), entry.delete()),
            lambda entry: (Entry.objects.get(pk=entry.pk).revise(kind="bug"), Entry.objects.all().redraw()),
        ],
    )
    def test_the_counts_are_those_of_counting_anew(self, make_entry, change):
        make_entry(tags=["sql"], body="```python\nx\n```")
        change(Entry.objects.get(pk=make_entry(tags=["sql"], body="```python\nx\n```\n\n```go\ny\n```").pk))
        kept = tallied()
        Tally.objects.all().delete()
        Entry.objects.update(tallied=[])
        Entry.objects.all().redraw()
        assert kept == tallied()

    def test_saving_the_same_again_writes_no_count(self, make_entry, django_assert_max_num_queries):
        entry = make_entry(tags=["sql"])
        with django_assert_max_num_queries(60) as queries:
            entry.revise(body="other words")
        assert not [query for query in queries.captured_queries if 'UPDATE "journal_tally"' in query["sql"]]

    def test_counts_of_several_names_together(self):
        counts = Counts([("topic", "1", "note", 2), ("topic", "2", "note", 1), ("topic", "2", "bug", 3)], [])
        assert counts.by_kind(1) == {"note": 2}
        assert counts.by_kind(1, 2) == {"note": 3, "bug": 3}
        assert counts.by_kind(7) == {}
        assert counts.totals() == [("2", 4), ("1", 2)]

    def test_nothing_is_left_out_of_an_empty_journal(self):
        assert Counts([], []).totals() == []


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
    def test_it_begins_somewhere(self):
        assert Edition.current() == Edition.current()

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

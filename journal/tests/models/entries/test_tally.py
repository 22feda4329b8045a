"""Counts that are kept, against counting anew."""

from datetime import timedelta

import pytest
from django.utils import timezone

from journal.models import (
    Entry,
    Tag,
    Tally,
    Topic,
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

"""manage.py render_entries"""

from io import StringIO

import pytest
from django.core.management import call_command

from journal.models import Entry, Page, Topic
from journal.tests.transfer.repositories import run

pytestmark = pytest.mark.django_db


class TestRenderEntries:
    @pytest.fixture
    def stale(self, make_entry):
        entries = [make_entry(body=f"*{number}*") for number in range(3)]
        Entry.objects.filter(pk__in=[entry.pk for entry in entries[:2]]).update(pipeline_version=0, html="old")
        return entries

    def test_it_rebuilds_what_is_stale(self, stale):
        assert run("render_entries").startswith("2 entries, 0 other texts rendered")
        assert not Entry.objects.filter(html="old").exists()

    def test_a_dry_run_only_counts(self, stale):
        assert run("render_entries", dry_run=True).startswith("2 entries, 0 other texts to render")
        assert Entry.objects.filter(html="old").count() == 2

    def test_all_means_all(self, stale):
        Entry.objects.update(html="old")
        assert run("render_entries", all=True).startswith("3 entries, 2 other texts rendered")
        assert not Entry.objects.filter(html="old").exists()

    def test_it_can_be_silent(self, stale):
        assert run("render_entries", verbosity=0) == ""

    def test_a_second_run_has_nothing_to_do(self, stale):
        call_command("render_entries", verbosity=0)
        assert run("render_entries").startswith("0 entries, 0 other texts rendered")

    def test_topics_and_pages_too_and_no_date_changes(self, stale, topic, about):
        Topic.objects.update(body="*a*", body_html="old", pipeline_version=0)
        Page.objects.update(html="old", pipeline_version=0)
        date, version = Page.objects.get().updated_at, Entry.objects.first().version
        assert "3 other texts rendered" in run("render_entries")
        assert "<em>a</em>" in Topic.objects.get(pk=topic.pk).body_html
        assert Page.objects.get().html != "old"
        assert (Page.objects.get().updated_at, Entry.objects.first().version) == (date, version)
        assert run("render_entries").startswith("0 entries, 0 other texts rendered")

    def test_a_terminal_sees_progress(self, stale):
        class Terminal(StringIO):
            def isatty(self):
                return True

        out = Terminal()
        call_command("render_entries", stdout=out)
        assert "[###############...............] 1/2" in out.getvalue()
        assert "2/2" in out.getvalue()

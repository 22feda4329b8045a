"""manage.py load_demo"""

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from journal.models import Entry
from journal.tests.transfer.repositories import run

pytestmark = pytest.mark.django_db


class TestLoadDemo:
    def test_it_fills_an_empty_journal(self, db):
        assert run("load_demo").startswith("Loaded the demo journal: ")

    def test_it_stays_away_from_a_journal_that_is_not(self, make_entry):
        make_entry()
        with pytest.raises(CommandError, match="not empty"):
            call_command("load_demo")
        assert Entry.objects.count() == 1

    def test_all_or_nothing(self, db, monkeypatch):
        from journal.transfer import demo
        from journal.transfer.repository import apply

        def broken(new):
            list(new)
            raise OSError("disk full")

        monkeypatch.setattr(apply, "create_entries", broken)
        monkeypatch.setattr("journal.transfer.archive.apply.create_entries", broken)
        with pytest.raises(OSError, match="disk full"):
            call_command("load_demo")
        assert demo.is_empty()

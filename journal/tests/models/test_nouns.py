"""Topics, tags, links, snippets, pages."""

import pytest

from journal.models import Entry

pytestmark = pytest.mark.django_db


def test_nouns_say_who_they_are(make_entry):
    entry = make_entry(title="Sets", body="```\nx\n```\n[[y]]", tags=["t"])
    assert str(entry) == "Sets"
    assert str(entry.topic) == "The ORM"
    assert str(entry.links.get()) == f"{entry.pk} → y"
    assert str(entry.taggings.get()) == "t on Sets"
    assert entry.get_absolute_url() == "/entries/sets/"
    assert Entry.noun() == "entry"

"""Entries in the trash: out of everything, and back with everything."""

import pytest
from django.contrib.auth.models import User
from django.core import serializers

from journal.models import (
    Address,
    Attachment,
    Draft,
    Edition,
    Entry,
    Link,
    Repository,
    Snippet,
    Source,
    Tag,
    Tally,
    Topic,
    TrashedEntry,
)
from journal.models.errors import SlugTaken
from journal.tests.pictures import PNG

pytestmark = pytest.mark.django_db

TABLES = (Entry, Snippet, Tag, Link, Draft, Address, Tally, Source)


def everything():
    """All rows of the journal as plain values; a tally that counts nothing is as good as none."""
    rows = [row for model in TABLES for row in serializers.serialize("python", model._base_manager.order_by("pk"))]
    rows += serializers.serialize("python", Entry.tags.through.objects.order_by("pk"))
    rows += serializers.serialize("python", Entry.revisions.rel.related_model.objects.order_by("pk"))
    for row in rows:
        if row["model"] == "journal.link":  # rebuilt at each rendering
            del row["pk"]
    return sorted((row for row in rows if row["fields"].get("count") != 0), key=str)


@pytest.fixture
def full_entry(make_entry, author):
    """An entry with one of everything that goes with one."""
    picture = Attachment.keep(PNG, by=author)
    body = f"```python name=first\nx\n```\n\n![A dot]({picture.get_absolute_url()}) [[entry-2]]"
    entry = make_entry(title="Full", tags=["sql"], author=author, body="old")
    make_entry(body="See [[full]].", title="Entry 2")
    entry.revise(body=body, by=author, note="a snippet", is_notable=True, slug="fuller")
    Draft.keep(author, entry, version=1, title="Full", body="unsaved")
    Source.objects.create(repository=Repository.objects.create(name="til"), path="a.md", format="markdown", entry=entry)
    return entry


def test_it_comes_back_as_it_was(full_entry, author):
    before = everything()
    kept = TrashedEntry.put(full_entry, by=author)
    assert (kept.title, kept.slug, kept.author, kept.trashed_by) == ("Full", "fuller", author, author)
    assert not Entry.objects.filter(slug="fuller").exists()
    assert not Snippet.objects.exists()
    assert not Draft.objects.exists()
    kept.refresh_from_db()  # as it lies there, and not as it was put in
    restored = kept.restore()
    assert restored.pk == full_entry.pk
    [changed] = [row for row in before if row["model"] == "journal.entry" and row["pk"] == restored.pk]
    for name in ("updated_at", "touched_at"):
        changed["fields"][name] = getattr(Entry.objects.get(pk=restored.pk), name)  # that it is back is news
    assert everything() == sorted(before, key=str)
    assert not TrashedEntry.objects.exists()


def test_it_counts_nowhere_meanwhile(make_entry):
    kept = TrashedEntry.put(make_entry(tags=["sql"]))
    assert not Tally.objects.exclude(count=0).exists()
    kept.restore()
    counted = Tally.objects.exclude(count=0).values_list("group", "count")
    assert set(counted) == {("topic", 1), ("tag", 1), ("year", 1), ("day", 1)}


def test_readers_see_each_change_at_once(make_entry):
    entry = make_entry()
    first = Edition.current()
    kept = TrashedEntry.put(entry)
    second = Edition.current()
    kept.restore()
    assert len({first, second, Edition.current()}) == 3


def test_its_address_is_nobody_elses_until_the_trash_is_emptied(make_entry):
    kept = TrashedEntry.put(make_entry(title="Sorting"))
    assert make_entry(title="Sorting").slug == "sorting-2"
    kept.delete()
    assert make_entry(title="Sorting").slug == "sorting"


def test_emptying_the_trash_leaves_nothing_of_it(full_entry):
    TrashedEntry.put(full_entry).delete()
    assert not Address.objects.filter(noun="entry").exists()
    assert not TrashedEntry.objects.exists()


def test_what_it_belonged_to_may_be_gone_when_it_comes_back(full_entry, author, topic):
    kept = TrashedEntry.put(full_entry)
    User.objects.get(pk=author.pk).delete()
    Tag.objects.all().delete()
    Source.objects.all().delete()
    Entry.objects.all().delete()
    topic.delete()
    restored = TrashedEntry.objects.get(pk=kept.pk).restore()
    assert restored.topic == Topic.unsorted()
    assert restored.author is None
    assert not restored.tags.exists()
    assert restored.revisions.count() == 2
    assert restored.links.get().target is None


def test_links_to_it_lead_to_it_again(make_entry):
    target = make_entry(title="Target")
    make_entry(body="See [[target]].")
    kept = TrashedEntry.put(target)
    assert Link.objects.get().target is None
    kept.restore()
    assert Link.objects.get().target == target


def test_whose_it_is(make_entry, cast):
    own = TrashedEntry.put(make_entry(author=cast["author"]))
    other = TrashedEntry.put(make_entry())
    may = {name: set(TrashedEntry.objects.restorable_by(person)) for name, person in cast.items()}
    assert may == {"visitor": set(), "reader": set(), "mentor": set(), "author": {own}, "editor": {own, other}}


def test_an_entry_that_links_into_the_trash_is_saved_and_rendered(make_entry, author):
    target = make_entry(title="Alpha")
    source = make_entry(body="See [[alpha]].")
    kept = TrashedEntry.put(target)
    source.revise(body="See [[alpha]] again.")
    source.render()
    assert source.links.get().target is None
    other = make_entry(body="[[alpha]]")
    kept.restore()
    assert other.links.get().target == target


def test_its_topic_may_have_moved(make_entry, topic):
    kept = TrashedEntry.put(make_entry())
    former, stage = topic.parent, Topic(title="Elsewhere").revise()
    topic.revise(parent=stage)
    former.delete()
    assert kept.restore().stage == stage


def test_twice_is_once(make_entry):
    entry = make_entry()
    kept = TrashedEntry.put(entry)
    assert TrashedEntry.put(entry) is None
    again = TrashedEntry.objects.get()
    kept.restore()
    Entry.objects.get().revise(body="later")
    assert again.restore() == Entry.objects.get()
    assert Entry.objects.get().body == "later"
    assert Tally.objects.get(group="topic").count == 1


def test_an_address_that_was_given_away_after_all(make_entry, topic):
    kept = TrashedEntry.put(make_entry(slug="sets"))
    Address.objects.all().delete()
    make_entry(slug="sets")
    with pytest.raises(SlugTaken):
        kept.restore()
    assert TrashedEntry.objects.get() == kept


def test_rows_come_back_in_whatever_order_they_lie(full_entry):
    kept = TrashedEntry.put(full_entry)
    kept.contents["rows"].reverse()
    kept.save()
    assert kept.restore().revisions.count() == 2
    assert full_entry.snippets.count() == 1

"""The index follows every change, however it is made."""

import pytest
from django.core.management import call_command
from django.db import connection

from journal.models import Entry, Tag, Tagging, Topic
from journal.search import index

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _index_is_right():
    yield
    assert index.problems() == []


def test_a_new_entry_is_found_by_title_text_code_tag_and_topic(make_entry, find):
    make_entry(
        title="Owls", body="They hoot.\n\n```python\nswivel_head()\n```", summary="Night birds.", tags=["nocturnal"]
    )
    for word in ("owl", "hoots", "swivel_head", "night", "nocturnal", "orm", "django"):
        assert find(word) == ["Owls"], word


def test_a_change_of_title_text_topic_and_tags_is_found_and_the_old_is_not(make_entry, find, stage):
    entry = make_entry(title="Owls", body="hoot", tags=["nocturnal"])
    other = Topic(title="Zoology", parent=stage).revise()
    entry.revise(title="Crows", body="caw", topic=other, tags=Tag.objects.named(["clever"]))
    for word in ("owls", "hoot", "nocturnal", "orm"):
        assert find(word) == [], word
    for word in ("crows", "caw", "clever", "zoology"):
        assert find(word) == ["Crows"], word


def test_bulk_changes_and_raw_sql_are_followed(make_entry, find):
    first, second = make_entry(title="One"), make_entry(title="Two")
    Entry.objects.filter(pk=first.pk).update(title="Zebra", text="striped")
    assert find("zebra striped") == ["Zebra"]
    with connection.cursor() as cursor:
        cursor.execute("UPDATE journal_entry SET title = 'Quagga' WHERE id = %s", [second.pk])
        cursor.execute("DELETE FROM journal_revision")
    assert find("quagga") == ["Quagga"]
    assert find("two") == []
    copy = Entry.objects.get(pk=first.pk)
    copy.pk, copy.slug, copy.title = None, "okapi", "Okapi"
    Entry.objects.bulk_create([copy])
    assert find("okapi") == ["Okapi"]
    Entry.objects.all().delete()
    assert find("okapi") == []


def test_a_renamed_tag_and_a_renamed_topic_are_followed(make_entry, find, topic):
    entry = make_entry(title="Owls", tags=["nocturnal"])
    Tag.objects.filter(name="nocturnal").update(name="crepuscular")
    topic.revise(title="Ornithology")
    assert find("crepuscular ornithology") == ["Owls"]
    assert find("nocturnal") == []
    Tagging.objects.filter(entry=entry).delete()
    assert find("crepuscular") == []
    Tagging.objects.bulk_create([Tagging(entry=entry, tag=Tag.objects.get())])
    assert find("crepuscular") == ["Owls"]


def test_it_is_rebuilt_and_checked_by_a_command(make_entry, find, capsys):
    make_entry(title="Owls")
    call_command("reindex_search")
    assert "1 entry" in capsys.readouterr().out
    call_command("reindex_search", check=True)
    assert "right" in capsys.readouterr().out
    assert find("owls") == ["Owls"]


def test_what_is_wrong_with_it_is_seen(make_entry):
    make_entry(title="Owls")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE journal_searchdocument SET marks = 'kindwrong'")
    assert index.problems()
    index.rebuild()


def test_migrations_put_it_away_and_back(make_entry, find):
    make_entry(title="Owls")
    index.put_away("default", plan=["something"])
    assert not index.exists()
    make_entry(title="Crows")  # as a migration would
    index.put_back("default")
    assert find("crows") == ["Crows"]
    index.put_away("default", plan=[])
    assert index.exists()


def test_a_text_of_the_greatest_length_is_kept_and_found(make_entry, find):
    words = " ".join(f"word{number:x}" for number in range(20_000))
    make_entry(title="Long", body=words[:200_000])
    make_entry(title="Han", body="".join(chr(0x4E00 + n % 20_000) for n in range(60_000)))
    assert find("word1f") == ["Long"]
    assert find("一丁") == ["Han"]


def test_a_tag_that_is_given_to_many_at_once_is_found_on_the_longest_too(make_entry, find):
    words = " ".join(f"word{number:x}" for number in range(20_000))
    entries = [make_entry(title="Long", body=words[:200_000]), make_entry(title="Short", body=words[:400])]
    [tag] = Tag.objects.named(["numbered"])
    Tagging.objects.bulk_create([Tagging(entry=entry, tag=tag) for entry in entries])
    assert sorted(find("tag:numbered word1f")) == ["Long", "Short"]
    Tagging.objects.all().delete()
    assert find("tag:numbered") == []

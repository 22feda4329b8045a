"""Who may see an image: whoever may read a page that shows it."""

import pytest

from journal.models import Attachment, Entry, Page, Topic, TrashedEntry
from journal.tests.pictures import PNG

pytestmark = pytest.mark.django_db


@pytest.fixture
def shown(author):
    """An image of the author's, and the Markdown that shows it."""
    kept = Attachment.keep(PNG, by=author)
    kept.markdown_shown = f"![A dot]({kept.get_absolute_url()})"
    return kept


def seen_by(cast, signed_in, attachment):
    statuses = {name: signed_in(person).get(attachment.get_absolute_url()).status_code for name, person in cast.items()}
    return {name for name, status in statuses.items() if status == 200}


EVERYONE = {"visitor", "reader", "mentor", "author", "editor"}


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, EVERYONE),
        ({"visibility": "unlisted"}, EVERYONE),
        ({"visibility": "private"}, {"author", "editor"}),
        ({"published_at": None}, {"author", "editor"}),
    ],
)
def test_it_is_as_open_as_the_entry_that_shows_it(cast, signed_in, make_entry, author, shown, fields, expected):
    make_entry(author=author, body=shown.markdown_shown, **fields)
    assert seen_by(cast, signed_in, shown) == expected


def test_one_open_entry_is_enough(cast, signed_in, make_entry, author, shown):
    make_entry(author=author, body=shown.markdown_shown, visibility="private")
    make_entry(body=shown.markdown_shown)
    assert seen_by(cast, signed_in, shown) == EVERYONE


def test_before_any_text_shows_it_only_who_uploaded_it_sees_it(cast, signed_in, shown):
    assert seen_by(cast, signed_in, shown) == {"author"}


def test_topics_and_pages_are_for_everyone(cast, signed_in, shown):
    topic = Topic(title="A", why=shown.markdown_shown).revise()
    assert seen_by(cast, signed_in, shown) == EVERYONE
    topic.revise(why="", body=shown.markdown_shown)
    assert seen_by(cast, signed_in, shown) == EVERYONE
    topic.revise(body="")
    Page(slug="about").revise(title="About", body=shown.markdown_shown)
    assert seen_by(cast, signed_in, shown) == EVERYONE


def test_it_is_hidden_when_its_entry_is(cast, signed_in, make_entry, shown):
    entry = make_entry(body=shown.markdown_shown)
    for hide in (entry.unpublish, lambda: TrashedEntry.put(entry)):
        hide()
        assert "visitor" not in seen_by(cast, signed_in, shown)
        Entry.objects.filter(pk=entry.pk).first()
        if TrashedEntry.objects.exists():
            TrashedEntry.objects.get().restore()
        Entry.objects.get(pk=entry.pk).publish()
        assert seen_by(cast, signed_in, shown) == EVERYONE


def test_a_text_that_no_longer_shows_it(cast, signed_in, make_entry, shown):
    entry = make_entry(body=shown.markdown_shown)
    entry.revise(body="nothing")
    assert seen_by(cast, signed_in, shown) == {"author"}


def test_only_what_everyone_sees_is_kept_by_caches(signed_in, author, make_entry, shown):
    entry = make_entry(author=author, body=shown.markdown_shown, visibility="private")
    address = shown.get_absolute_url()
    assert signed_in(author).get(address).headers["Cache-Control"] == "private, no-store"
    entry.revise(visibility="public")
    assert signed_in(author).get(address).headers["Cache-Control"] == "public, max-age=86400, s-maxage=60"


def test_a_missing_file_is_nothing(signed_in, author, shown):
    shown.path.unlink()
    assert signed_in(author).get(shown.get_absolute_url()).status_code == 404

"""Links that survive a rename."""

import pytest

from journal.models import Link
from journal.text.references import renamed

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("See [[old]].", "See [[new]]."),
        ("See [[Old]].", "See [[new|Old]]."),
        ("See [[old|that one]] and [[old#part]].", "See [[new|that one]] and [[new#part|old]]."),
        (
            "[a](/entries/old/) [b](../x/old.md#part) [c](entry:old)",
            "[a](/entries/new/) [b](../x/new.md#part) [c](entry:new)",
        ),
        ("[[older]] [x](/entries/older/) [y](/topics/old/)", "[[older]] [x](/entries/older/) [y](/topics/old/)"),
        ("`[[old]]`\n\n```\n[[old]]\n```", "`[[old]]`\n\n```\n[[old]]\n```"),
    ],
)
def test_what_is_rewritten(text, expected):
    assert renamed(text, "old", "new") == expected


def test_links_to_files_can_be_left():
    assert renamed("[b](old.md) [[old]]", "old", "new", with_files=False) == "[b](old.md) [[new]]"


def test_a_rename_is_written_into_the_texts_that_link_there(make_entry, client):
    target = make_entry(title="Old", slug="old", body="I am [[old]].")
    source = make_entry(body="See [[old]].")
    untouched = make_entry(body="Nothing of it.")
    target.revise(slug="new")
    source.refresh_from_db()
    assert source.body == "See [[new]]."
    assert 'href="/entries/new/"' in source.html
    [latest, first] = source.revisions.all()
    assert (latest.note, latest.saved_by, latest.is_notable) == ("“old” is now called “new”", None, False)
    assert first.body == "See [[old]]."
    assert Link.objects.get(source=source).slug == "new"
    untouched.refresh_from_db()
    assert untouched.version == 1
    assert client.get("/entries/old/").headers["Location"] == "/entries/new/"


def test_a_rename_back_is_written_back(make_entry):
    target = make_entry(title="Old", slug="old")
    source = make_entry(body="See [[old]].")
    target.revise(slug="new")
    target.revise(slug="old")
    source.refresh_from_db()
    assert source.body == "See [[old]]."

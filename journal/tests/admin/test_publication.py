"""Publishing from the editor: at once what nobody would stumble over, after a look what someone would."""

from datetime import UTC, datetime

import pytest

from journal.models import Entry
from journal.tests.admin.test_admin import ADD, change, entry_form

pytestmark = pytest.mark.django_db
NOW = {"visibility": "public", "published_at": "", "opened_version": 1}


@pytest.fixture
def client(signed_in, editor):
    return signed_in(editor)


@pytest.fixture
def draft(make_entry):
    return make_entry(title="Sets", body="Some words.", published_at=None)


def publication(entry):
    return f"/admin/journal/entry/{entry.pk}/publication/"


def test_a_new_entry_is_saved_and_published_in_one_step(client, topic):
    page = client.post(ADD, entry_form(topic, _publish="1"), follow=True)
    assert Entry.objects.get().is_published
    assert b"everyone can read it at" in page.content
    assert b"/entries/sets/" in page.content


def test_what_readers_would_stumble_over_is_shown_first(client, draft):
    form = entry_form(draft.topic, opened_version=1, body="See [[settt]].\n\n![](/attachments/x.png)", _publish="1")
    page = client.post(change(draft), form, follow=True)
    assert page.redirect_chain == [(publication(draft), 302)]
    assert "There is no entry “settt”." in page.content.decode()
    assert "no alternative text" in page.content.decode()
    entry = Entry.objects.get()
    assert entry.body.startswith("See")
    assert not entry.is_published
    client.post(publication(draft), NOW | {"opened_version": 2})
    assert Entry.objects.get().is_published


def test_a_published_entry_is_a_draft_again(client, make_entry):
    entry = make_entry()
    client.post(change(entry), entry_form(entry.topic, opened_version=1, body="New.", _unpublish="1"))
    entry.refresh_from_db()
    assert (entry.body, entry.published_at) == ("New.", None)


@pytest.mark.parametrize(
    ("sent", "state"),
    [
        ({"visibility": "public", "published_at": "2998-01-01T10:00"}, "scheduled"),
        ({"visibility": "unlisted", "published_at": ""}, "unlisted"),
        ({"visibility": "mentors", "published_at": ""}, "mentors"),
        ({"visibility": "private", "published_at": ""}, "private"),
        ({"visibility": "public", "published_at": "2020-01-01T10:00"}, ""),
    ],
)
def test_when_and_for_whom(client, draft, sent, state):
    page = client.post(publication(draft), sent | {"opened_version": 1}, follow=True)
    assert Entry.objects.get().state == state
    assert b"/entries/sets/" in page.content


def test_a_date_is_kept_to_the_microsecond_by_a_save_that_does_not_touch_it(client, make_entry):
    moment = datetime(2026, 3, 1, 8, 0, 0, 123456, tzinfo=UTC)
    entry = make_entry(published_at=moment)
    client.post(change(entry), entry_form(entry.topic, opened_version=1, published_at="2026-03-01T08:00:00"))
    assert Entry.objects.get().published_at == moment


@pytest.mark.parametrize("moment", ["0001-01-01T00:00", "9999-12-31T23:59:59", "soon"])
def test_a_date_that_no_entry_can_have(client, draft, moment):
    page = client.post(publication(draft), NOW | {"published_at": moment})
    assert page.context["form"].errors["published_at"]
    assert not Entry.objects.get().published_at


@pytest.mark.parametrize(("who", "status"), [("visitor", 302), ("reader", 302), ("author", 404), ("editor", 200)])
def test_who_may_publish(signed_in, cast, draft, who, status):
    assert signed_in(cast[who]).get(publication(draft)).status_code == status
    signed_in(cast[who]).post(publication(draft), NOW)
    assert Entry.objects.get().is_published == (who == "editor")


def test_nothing_is_published_by_a_look(client, draft):
    client.get(publication(draft))
    assert not Entry.objects.get().is_published


def test_a_template_begins_an_entry_of_its_kind(client, topic):
    page = client.get(f"{ADD}?kind=bug")
    form = page.context["adminform"].form
    assert form["body"].value().startswith("## Symptom")
    assert form["kind"].value() == "bug"


def test_a_new_entry_begins_in_the_topic_that_was_written_in_last(client, editor, make_entry, stage):
    make_entry(author=editor, topic=stage)
    assert client.get(ADD).context["adminform"].form["topic"].value() == stage.pk


def test_a_date_in_the_form_is_not_replaced_by_now(client, topic):
    client.post(ADD, entry_form(topic, published_at="2998-01-01T10:00", _publish="1"))
    assert Entry.objects.get().is_scheduled


def test_a_page_that_is_older_than_the_entry_publishes_nothing(client, draft):
    Entry.objects.get().revise(visibility="private")
    page = client.post(publication(draft), NOW)
    assert "has been changed since" in page.content.decode()
    assert Entry.objects.get().state == "draft"
    assert Entry.objects.get().visibility == "private"


def test_what_changes_nothing_is_no_new_version(client, make_entry):
    entry = make_entry(published_at=datetime(2026, 3, 1, 8, 0, 0, 123456, tzinfo=UTC))
    client.post(publication(entry), NOW | {"published_at": "2026-03-01T08:00:00"})
    assert (Entry.objects.get().version, Entry.objects.get().published_at) == (1, entry.published_at)

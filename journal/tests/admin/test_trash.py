"""Deleting entries, restoring them, emptying the trash."""

import pytest

from journal.models import Draft, Entry, TrashedEntry
from journal.tests.admin.test_admin import change, entry_form

pytestmark = pytest.mark.django_db
TRASH = "/admin/journal/trashedentry/"


@pytest.fixture
def client(signed_in, editor):
    return signed_in(editor)


def act(client, action, *rows):
    return client.post(TRASH, {"action": action, "_selected_action": [row.pk for row in rows], "post": "yes"})


def test_a_deleted_entry_is_in_the_trash(client, editor, make_entry):
    entry = make_entry(title="Sets", slug="sets")
    assert b"goes to the trash" in client.get(f"/admin/journal/entry/{entry.pk}/delete/").content
    page = client.post(f"/admin/journal/entry/{entry.pk}/delete/", {"post": "yes"}, follow=True)
    assert b"is in the" in page.content
    assert client.get("/entries/sets/").status_code == 404
    assert TrashedEntry.objects.get().trashed_by == editor


def test_many_are_deleted_at_once(client, make_entry):
    rows = [make_entry(), make_entry()]
    data = {"action": "delete_selected", "_selected_action": [row.pk for row in rows], "post": "yes"}
    client.post("/admin/journal/entry/", data)
    assert not Entry.objects.exists()
    assert TrashedEntry.objects.count() == 2


def test_it_is_restored(client, make_entry):
    entry = make_entry(slug="sets")
    act(client, "restore", TrashedEntry.put(entry))
    assert client.get("/entries/sets/").status_code == 200
    assert not TrashedEntry.objects.exists()


def test_the_trash_is_emptied(client, make_entry):
    act(client, "delete_selected", TrashedEntry.put(make_entry()))
    assert not TrashedEntry.objects.exists()


def test_authors_find_there_what_was_theirs(signed_in, author, make_entry):
    TrashedEntry.put(make_entry(title="Theirs"))
    own = TrashedEntry.put(make_entry(title="Own", author=author))
    page = signed_in(author).get(TRASH).content.decode()
    assert "Own" in page
    assert "Theirs" not in page
    assert signed_in(author).get(f"{TRASH}{own.pk}/change/").status_code == 200
    act(signed_in(author), "restore", own)
    assert Entry.objects.get().title == "Own"


@pytest.mark.parametrize(("who", "status"), [("visitor", 302), ("reader", 302), ("author", 200), ("editor", 200)])
def test_who_may_look_into_it(signed_in, cast, who, status):
    assert signed_in(cast[who]).get(TRASH).status_code == status


def test_the_address_of_an_entry_in_the_trash_is_refused_at_its_field(client, topic, make_entry):
    TrashedEntry.put(make_entry(title="Sets", slug="sets"))
    page = client.post("/admin/journal/entry/add/", entry_form(topic, slug="sets", body="Typed."))
    assert "or to the trash" in page.context["adminform"].form.errors["slug"][0]
    assert b"Typed." in page.content


def test_a_text_sent_to_a_deleted_entry_is_not_lost(client, make_entry):
    entry = make_entry()
    TrashedEntry.put(entry)
    page = client.post(change(entry), entry_form(entry.topic, title="Mine", body="<Typed>."))
    assert page.status_code == 409
    assert b"&lt;Typed&gt;." in page.content
    assert dict(page.context["others"])["title"] == "Mine"
    sent = dict(page.context["others"]) | {"body": page.context["text"], "_continue": "1"}
    client.post("/admin/journal/entry/add/", sent)
    assert Entry.objects.get().body == "<Typed>."


def test_an_unsaved_text_goes_to_the_trash_with_its_entry(client, editor, make_entry):
    entry = make_entry()
    Draft.keep(editor, entry, version=1, title="x", body="Unsaved.")
    act(client, "restore", TrashedEntry.put(entry))
    assert b"Unsaved." in client.get(change(entry)).content


def test_the_trash_of_others_is_emptied_only_by_who_may_delete_entries(signed_in, editor, author, make_entry):
    group = editor.groups.get()
    group.permissions.remove(*group.permissions.filter(codename="delete_entry"))
    theirs = TrashedEntry.put(make_entry())
    assert act(signed_in(editor), "delete_selected", theirs).status_code == 403
    own = TrashedEntry.put(make_entry(author=author))
    act(signed_in(author), "delete_selected", own)
    assert TrashedEntry.objects.get() == theirs


def test_entries_of_others_are_deleted_only_by_who_may(signed_in, editor, make_entry):
    group = editor.groups.get()
    group.permissions.remove(*group.permissions.filter(codename="delete_entry"))
    data = {"action": "delete_selected", "_selected_action": [make_entry().pk], "post": "yes"}
    assert signed_in(editor).post("/admin/journal/entry/", data).status_code == 403
    assert Entry.objects.exists()


def test_a_restoration_that_is_not_possible_says_why(client, make_entry):
    kept = TrashedEntry.put(make_entry(slug="sets"))
    make_entry(slug="other")
    Entry.objects.filter(slug="other").update(slug="sets")
    page = client.post(TRASH, {"action": "restore", "_selected_action": [kept.pk]}, follow=True)
    assert "another entry has its address" in page.content.decode()
    assert TrashedEntry.objects.exists()


def test_many_are_deleted_with_words_about_the_trash(client, make_entry):
    data = {"action": "delete_selected", "_selected_action": [make_entry().pk]}
    assert b"These go to the trash" in client.post("/admin/journal/entry/", data).content

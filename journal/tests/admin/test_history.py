"""Saves on a stale copy, and what was saved before."""

import re
from html import unescape

import pytest

from journal.models import Entry, Revision, Tag, Topic
from journal.tests.admin.test_admin import entry_form

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(signed_in, editor):
    return signed_in(editor)


@pytest.fixture
def entry(make_entry):
    return make_entry(title="Sets", body="one\n\ntwo\n\nthree", tags=["sql"])


def change(entry):
    return f"/admin/journal/entry/{entry.pk}/change/"


def history(entry):
    return f"/admin/journal/entry/{entry.pk}/history/"


def opened(client, entry):
    """The form as a browser holds it after opening the page."""
    page = client.get(change(entry)).content.decode()
    form = entry_form(entry.topic)
    for name, value in re.findall(r'<input type="(?:text|hidden)" name="([\w]+)" value="([^"]*)"', page):
        if name != "csrfmiddlewaretoken":
            form[name] = value.replace("&quot;", '"').replace("&#x27;", "'").replace("&amp;", "&")
    return form | {"body": entry.body, "kind": entry.kind, "tag_names": "sql"}


def merged(page):
    """What a browser would send from the merge page, unchanged."""
    form = {}
    for tag in re.findall(r"<input [^>]*>", page):
        facts = dict(re.findall(r'(\w+)="([^"]*)"', tag))
        is_sent = facts.get("type") != "radio" or "checked" in tag
        if is_sent and facts.get("name", "csrfmiddlewaretoken") != "csrfmiddlewaretoken":
            form[facts["name"]] = unescape(facts.get("value", "on"))
    for name, text in re.findall(r'<textarea [^>]*?name="([\w-]+)"[^>]*>\n(.*?)</textarea>', page, re.DOTALL):
        form[name] = unescape(text).replace("\n", "\r\n")
    return form


class TestMerge:
    def test_changes_that_do_not_overlap_are_both_saved(self, client, entry):
        form = opened(client, entry)
        Entry.objects.get(pk=entry.pk).revise(body="ONE\n\ntwo\n\nthree", kind="bug")
        response = client.post(change(entry), form | {"body": "one\r\n\r\ntwo\r\n\r\nTHREE", "title": "Mine"})
        assert response.status_code == 409
        assert Entry.objects.get().title == "Sets"
        page = response.content.decode()
        assert "Changed in both" not in page
        assert client.post(change(entry), merged(page)).status_code == 302
        now = Entry.objects.get()
        assert (now.title, now.body, now.kind) == ("Mine", "ONE\n\ntwo\n\nTHREE", "bug")
        assert now.revisions.first().saved_by.username == "editor"

    @pytest.mark.parametrize(
        ("choice", "body"),
        [("mine", "MINE"), ("theirs", "THEIRS"), ("edited", "MINE\nTHEIRS"), ("other", "written anew")],
    )
    def test_where_they_overlap_a_person_chooses(self, client, entry, choice, body):
        form = opened(client, entry)
        Entry.objects.get(pk=entry.pk).revise(body="one\n\nTHEIRS\n\nthree")
        page = client.post(change(entry), form | {"body": "one\n\nMINE\n\nthree"}).content.decode()
        sent = merged(page)
        number = next(name for name in sent if name.startswith("mine-")).partition("-")[2]
        assert f"choice-{number}" not in sent  # nothing is chosen for anybody
        if choice == "other":
            sent[f"piece-{number}"] = "written anew"
        sent[f"choice-{number}"] = "edited" if choice == "other" else choice
        client.post(change(entry), sent)
        assert Entry.objects.get().body == f"one\n\n{body}\n\nthree"

    def test_where_nothing_is_chosen_nothing_is_saved_and_all_comes_back(self, client, entry):
        form = opened(client, entry)
        Entry.objects.get(pk=entry.pk).revise(title="Theirs", body="one\n\nof THEIRS\n\nthree\n\nfour\n\nFIVE")
        page = client.post(
            change(entry), form | {"title": "Mine", "body": "one\n\nof MINE\n\nthree\n\nSIX"}
        ).content.decode()
        sent = merged(page)
        sent["title"] = "Mine"
        response = client.post(change(entry), sent)
        again = response.content.decode()
        assert response.status_code == 409
        assert "Nothing is saved yet" in again
        assert "choose one" in again
        assert "<mark>MINE</mark>" in again
        assert Entry.objects.get().title == "Theirs"
        sent = merged(again)
        assert sent["title"] == "Mine"  # what was chosen stays chosen
        for name in [name for name in sent if name.startswith("mine-") and name[5:].isdigit()]:
            sent[f"choice-{name[5:]}"] = "mine"
        assert client.post(change(entry), sent).status_code == 302
        now = Entry.objects.get()
        assert now.title == "Mine"
        assert "of MINE" in now.body
        assert "THEIRS" not in now.body

    def test_fields_that_both_changed_are_shown(self, client, entry):
        form = opened(client, entry)
        Entry.objects.get(pk=entry.pk).revise(title="Theirs <b>", summary="only theirs")
        page = client.post(change(entry), form | {"title": "Mine"}).content.decode()
        assert "Theirs &lt;b&gt;" in page
        sent = merged(page)
        client.post(change(entry), sent | {"title": "Mine"})
        now = Entry.objects.get()
        assert (now.title, now.summary) == ("Mine", "only theirs")

    def test_a_publication_meanwhile_is_not_undone(self, client, make_entry):
        entry = make_entry(published_at=None, body="one")
        form = opened(client, entry) | {"tag_names": ""}
        Entry.objects.get(pk=entry.pk).publish()
        page = client.post(change(entry), form | {"body": "two"}).content.decode()
        client.post(change(entry), merged(page))
        assert Entry.objects.get().is_published
        assert Entry.objects.get().body == "two"

    def test_a_merge_that_is_stale_again_is_merged_again(self, client, entry):
        form = opened(client, entry)
        Entry.objects.get(pk=entry.pk).revise(body="ONE\n\ntwo\n\nthree")
        page = client.post(change(entry), form | {"body": "one\n\ntwo\n\nTHREE"}).content.decode()
        Entry.objects.get(pk=entry.pk).revise(body="ONE\n\nTWO\n\nthree")
        again = client.post(change(entry), merged(page))
        assert again.status_code == 409
        client.post(change(entry), merged(again.content.decode()))
        assert Entry.objects.get().body == "ONE\n\nTWO\n\nTHREE"

    def test_what_is_saved_while_the_merge_is_looked_at_is_not_taken_back(self, client, entry, topic):
        form = opened(client, entry)
        Entry.objects.get().revise(body=f"{entry.body}\n\nTheirs.")
        page = client.post(change(entry), form | {"body": f"Mine.\n\n{entry.body}"}).content.decode()
        Entry.objects.get().revise(visibility="private", title="Renamed", summary="New", tags=Tag.objects.named(["a"]))
        again = client.post(change(entry), merged(page))
        assert again.status_code == 409
        assert "Private" in again.content.decode()
        client.post(change(entry), merged(again.content.decode()))
        now = Entry.objects.get()
        assert (now.visibility, now.title, now.summary) == ("private", "Renamed", "New")
        assert [tag.name for tag in now.tags.all()] == ["a"]
        assert now.body.startswith("Mine.")
        assert now.body.endswith("Theirs.")

    def test_a_publication_meanwhile_stays(self, client, make_entry):
        draft = make_entry(published_at=None, body="one\n\ntwo")
        form = opened(client, draft)
        Entry.objects.get(pk=draft.pk).revise(body="ONE\n\ntwo")
        page = client.post(change(draft), form | {"body": "one\n\nTWO"}).content.decode()
        Entry.objects.get(pk=draft.pk).publish()
        again = client.post(change(draft), merged(page)).content.decode()
        client.post(change(draft), merged(again))
        now = Entry.objects.get(pk=draft.pk)
        assert (now.body, now.is_published) == ("ONE\n\nTWO", True)

    def test_topics_are_called_by_their_names(self, client, entry, stage):
        form = opened(client, entry)
        other = Topic(title="Another one").revise()
        Entry.objects.get().revise(topic=other)
        page = client.post(change(entry), form | {"topic": stage.pk}).content.decode()
        assert "Another one" in page
        assert f"<strong>{stage.title}</strong>" in page

    def test_what_was_asked_for_beside_saving_is_done_after_the_merge(self, client, make_entry):
        draft = make_entry(published_at=None, body="one\n\ntwo")
        form = opened(client, draft)
        Entry.objects.get(pk=draft.pk).revise(body="ONE\n\ntwo")
        page = client.post(change(draft), form | {"body": "one\n\nTWO", "_publish": "1"}).content.decode()
        client.post(change(draft), merged(page))
        assert Entry.objects.get(pk=draft.pk).is_published

    def test_a_save_that_is_sent_twice_is_one(self, client, entry):
        form = opened(client, entry) | {"body": "new"}
        first, second = (client.post(change(entry), form | {"_continue": "1"}) for _ in range(2))
        assert (first.status_code, second.status_code) == (302, 302)
        assert Entry.objects.get().version == 2

    def test_nobody_merges_what_they_may_not_change(self, signed_in, author, entry):
        Entry.objects.get(pk=entry.pk).revise(body="secret")
        response = signed_in(author).post(change(entry), entry_form(entry.topic, opened_version=1))
        assert response.status_code == 409
        assert b"secret" not in response.content

    @pytest.mark.parametrize("number", ["9" * 5_000, "-1", "x", "٣"])
    def test_numbers_that_no_form_sends(self, client, entry, number):
        for fields in ({"opened_version": number}, {"merged": "1", f"piece-{number}": "x", "opened_version": "1"}):
            assert client.post(change(entry), entry_form(entry.topic, **fields)).status_code < 500

    @pytest.mark.parametrize("field", ["opened_version", "opened_values"])
    @pytest.mark.parametrize("value", ["-1", "x", "[]", "{", "9" * 400, "null"])
    def test_hidden_fields_that_were_tampered_with(self, client, entry, field, value):
        Entry.objects.get(pk=entry.pk).revise(body="theirs")
        response = client.post(change(entry), entry_form(entry.topic, **{"opened_version": "1", field: value}))
        assert response.status_code in (200, 409)
        assert Entry.objects.get().body == "theirs"


class TestHistory:
    @pytest.fixture
    def changed(self, entry, editor):
        entry.revise(body="one\n\n2\n\nthree", by=editor, note="A number")
        return entry.revise(title="Set theory", by=editor)

    def test_every_saved_text_is_kept(self, changed):
        rows = changed.revisions.values_list("version", "title", "body", "saved_by__username", "note")
        assert list(rows) == [
            (3, "Set theory", "one\n\n2\n\nthree", "editor", ""),
            (2, "Sets", "one\n\n2\n\nthree", "editor", "A number"),
            (1, "Sets", "one\n\ntwo\n\nthree", None, ""),
        ]

    def test_what_changes_no_text_is_no_revision(self, changed, topic):
        changed.revise(kind="bug")
        changed.publish()
        assert changed.revisions.count() == 3
        assert Revision.at(changed, changed.version).version == 3

    def test_it_lists_and_compares(self, client, changed):
        page = client.get(history(changed) + "?from=1&to=3").content.decode()
        assert "A number" in page
        assert "<del>two</del>" in page
        assert "<ins>2</ins>" in page
        assert "<del>Sets</del> <ins>Set theory</ins>" in page

    def test_it_restores_as_a_new_revision(self, client, changed):
        client.post(history(changed), {"version": "1"})
        now = Entry.objects.get()
        assert (now.title, now.body, now.version) == ("Sets", "one\n\ntwo\n\nthree", 4)
        assert now.revisions.first().note == "Restored version 1"

    @pytest.mark.parametrize("query", ["?from=99&to=1", "?from=x&to=", "?from=-1", "?to=" + "9" * 50, ""])
    def test_odd_questions(self, client, changed, query):
        assert client.get(history(changed) + query).status_code == 200

    @pytest.mark.parametrize("version", ["99", "x", "", "9" * 50])
    def test_what_never_was_cannot_be_restored(self, client, changed, version):
        assert client.post(history(changed), {"version": version}).status_code == 404
        assert Entry.objects.get().version == 3

    def test_an_entry_that_was_saved_once(self, client, entry):
        assert b"nothing to compare yet" in client.get(history(entry)).content

    @pytest.mark.parametrize(("who", "status"), [("visitor", 302), ("reader", 302), ("author", 404), ("editor", 200)])
    def test_who_sees_it(self, signed_in, cast, changed, who, status):
        assert signed_in(cast[who]).get(history(changed)).status_code == status
        assert signed_in(cast[who]).post(history(changed), {"version": "1"}).status_code in (status, 302)
        assert (Entry.objects.get().version == 4) == (who == "editor")

    def test_markup_in_a_text_is_only_text(self, client, entry):
        entry.revise(body="<script>alert(1)</script>", note="<img src=x>")
        page = client.get(history(entry)).content.decode()
        assert "<script>alert" not in page
        assert "<img src=x>" not in page


class TestCorrections:
    def test_readers_are_told(self, client, entry, django_assert_num_queries):
        form = opened(client, entry) | {
            "body": "three\n\ntwo",
            "note": "It was the wrong way round",
            "is_notable": "on",
        }
        client.post(change(entry), form | {"published_at": "2026-03-13T09:26:00"})
        page = client.get(f"/entries/{entry.slug}/").content.decode()
        assert "Corrected on" in page
        assert "It was the wrong way round" in page

    def test_a_correction_says_what(self, client, entry):
        page = client.post(change(entry), opened(client, entry) | {"is_notable": "on"}).content.decode()
        assert "Say what was corrected" in page

    def test_other_notes_are_the_author_s(self, client, entry, editor):
        entry.revise(body="new", by=editor, note="a private remark")
        assert b"a private remark" not in client.get(f"/entries/{entry.slug}/").content


def test_the_first_line_may_be_indented(client, topic):
    client.post("/admin/journal/entry/add/", entry_form(topic, body="    code\n\ntext\n"))
    assert Entry.objects.get().body == "    code\n\ntext\n"

"""Unsaved text: kept for its author, shown to nobody else."""

import pytest

from journal.models import Draft, Entry, Revision
from journal.tests.admin.test_admin import entry_form

pytestmark = pytest.mark.django_db
ADDRESS = "/admin/journal/entry/draft/"


@pytest.fixture
def client(signed_in, editor):
    return signed_in(editor)


@pytest.fixture
def entry(make_entry):
    return make_entry(title="Sets", body="one\n\ntwo")


def change(entry):
    return f"/admin/journal/entry/{entry.pk}/change/"


@pytest.mark.parametrize(("who", "status"), [("visitor", 302), ("reader", 302), ("author", 410), ("editor", 200)])
def test_who_may_keep_a_text_for_an_entry(signed_in, cast, entry, who, status):
    assert signed_in(cast[who]).post(ADDRESS, {"entry": entry.pk, "body": "x"}).status_code == status
    assert Draft.objects.exists() == (who == "editor")


def test_nothing_else_changes(client, entry):
    client.post(ADDRESS, {"entry": entry.pk, "version": "1", "title": "Mine", "body": "one\r\n\r\nMINE"})
    now = Entry.objects.get()
    assert (now.title, now.body, now.version) == ("Sets", "one\n\ntwo", 1)
    assert not Revision.objects.exists()
    assert b"MINE" not in client.get(f"/entries/{entry.slug}/").content


def test_it_is_offered_with_what_it_would_change(client, signed_in, entry, django_user_model):
    client.post(ADDRESS, {"entry": entry.pk, "version": "1", "title": "Sets", "body": "one\n\nMINE"})
    page = client.get(change(entry)).content.decode()
    assert "You have unsaved text" in page
    assert "<del>two</del>" in page
    assert "<ins>MINE</ins>" in page
    other = django_user_model.objects.create_superuser("other")
    assert "MINE" not in signed_in(other).get(change(entry)).content.decode()


def test_there_is_one_a_person_and_entry(client, entry):
    for body in ("a", "b", "c"):
        client.post(ADDRESS, {"entry": entry.pk, "body": body})
        client.post(ADDRESS, {"entry": "", "body": f"new {body}"})
    assert sorted(Draft.objects.values_list("body", flat=True)) == ["c", "new c"]


def test_saving_the_entry_ends_it(client, entry):
    client.post(ADDRESS, {"entry": entry.pk, "body": "x"})
    client.post(change(entry), entry_form(entry.topic, body="saved", opened_version="1"))
    assert "unsaved text" not in client.get(change(entry)).content.decode()


def test_saving_a_new_entry_ends_the_draft_of_one(client, topic):
    client.post(ADDRESS, {"body": "new"})
    assert "You have unsaved text" in client.get("/admin/journal/entry/add/").content.decode()
    client.post("/admin/journal/entry/add/", entry_form(topic))
    assert "You have unsaved text" not in client.get("/admin/journal/entry/add/").content.decode()


def test_it_can_be_discarded(client, entry):
    client.post(ADDRESS, {"entry": entry.pk, "body": "x"})
    client.post(ADDRESS, {"entry": entry.pk, "discard": "1"})
    assert "unsaved text" not in client.get(change(entry)).content.decode()


def test_what_says_the_same_is_not_offered(client, entry):
    client.post(ADDRESS, {"entry": entry.pk, "title": "Sets", "body": "one\r\n\r\ntwo"})
    assert "unsaved text" not in client.get(change(entry)).content.decode()


@pytest.mark.parametrize("fields", [{"body": "x" * 300_001}, {"body": "\x00"}, {"title": "\x00"}])
def test_what_no_entry_could_hold_is_refused(client, entry, fields):
    assert client.post(ADDRESS, {"entry": entry.pk, **fields}).status_code == 400


@pytest.mark.parametrize("key", ["999", "x", "9" * 40, "-1"])
def test_a_draft_of_nothing(client, key):
    answer = client.post(ADDRESS, {"entry": key, "body": "x"})
    assert answer.status_code == 410
    assert "kept in this browser" in answer.json()["error"]


def test_a_fresh_token_is_given(client):
    assert len(client.get(ADDRESS).json()["token"]) >= 32


def test_markup_in_a_draft_is_only_text(client, entry):
    client.post(ADDRESS, {"entry": entry.pk, "title": "<b>", "body": "</textarea><script>alert(1)</script>"})
    assert "<script>alert" not in client.get(change(entry)).content.decode()


def test_it_goes_with_its_entry(client, entry):
    client.post(ADDRESS, {"entry": entry.pk, "body": "x"})
    entry.delete()
    assert not Draft.objects.exists()


class TestSittings:
    """A sitting is one opening of the form: it ends with its save."""

    def test_what_arrives_late_does_not_come_back(self, client, entry):
        late = {"entry": entry.pk, "body": "half a text", "sitting": "s1"}
        assert client.post(ADDRESS, late).json() == {"kept": True}
        client.post(change(entry), entry_form(entry.topic, body="saved", opened_version="1", sitting="s1"))
        assert client.post(ADDRESS, late).json() == {"kept": False}
        assert "unsaved text" not in client.get(change(entry)).content.decode()

    def test_another_sitting_goes_on(self, client, entry):
        client.post(change(entry), entry_form(entry.topic, body="saved", opened_version="1", sitting="s1"))
        assert client.post(ADDRESS, {"entry": entry.pk, "body": "more", "sitting": "s2"}).json() == {"kept": True}
        assert "more" in client.get(change(entry)).content.decode()

    def test_a_save_leaves_what_another_sitting_typed(self, client, topic):
        client.post(ADDRESS, {"body": "An essay.", "sitting": "s1"})
        client.post("/write/", {"body": "A quick thought.", "sitting": "s2"})
        assert "An essay." in client.get("/admin/journal/entry/add/").content.decode()

    def test_each_opening_has_its_own(self, client):
        first, second = (
            client.get("/admin/journal/entry/add/").context["adminform"].form["sitting"].value() for _ in range(2)
        )
        assert first != second

    def test_a_form_that_is_sent_twice_makes_one_entry(self, client, topic):
        form = entry_form(topic, sitting="s1", _continue="1")
        first, second = (client.post("/admin/journal/entry/add/", form) for _ in range(2))
        assert Entry.objects.count() == 1
        assert first.url == second.url

    def test_a_form_that_comes_back_with_another_text_makes_another(self, client, topic):
        for body in ("one", "two"):
            client.post("/admin/journal/entry/add/", entry_form(topic, sitting="s1", body=body))
        assert sorted(Entry.objects.values_list("body", flat=True)) == ["one", "two"]

    def test_a_thought_that_is_sent_twice_is_one(self, client):
        for _ in range(2):
            client.post("/write/", {"body": "x", "sitting": "s1"})
        assert Entry.objects.count() == 1


def test_a_text_is_known_when_it_is_saved_somewhere(client, editor, entry):
    def is_known(**fields):
        return client.post(ADDRESS, {"known": "1", "title": "Sets", **fields}).json()["known"]

    assert is_known(entry=entry.pk, body="one\r\n\r\ntwo")
    assert not is_known(entry=entry.pk, body="one")
    entry.revise(body="three", by=editor)
    assert is_known(entry=entry.pk, body="one\n\ntwo")
    assert not is_known(body="three"), "of the person's own entries only"
    entry.revise(author=editor)
    assert is_known(body="three")
    assert is_known(body="one\n\ntwo")


@pytest.mark.parametrize("field", ["title", "body", "sitting"])
def test_a_nul_is_refused(client, field):
    for more in ({}, {"known": "1"}):
        assert client.post(ADDRESS, {"title": "x", "body": "y", field: "a\x00b"} | more).status_code == 400
    assert not Draft.objects.exists()


class TestNeverAgain:
    """A text that was saved, merged or discarded is not offered again, whichever way it went."""

    def known(self, client, title, body, **more):
        return client.post(ADDRESS, {"known": "1", "title": title, "body": body, **more}).json()["known"]

    def typed(self, client, title, body, **more):
        assert client.post(ADDRESS, {"title": title, "body": body, **more}).json()["kept"]

    def test_a_thought_without_a_title(self, client, topic):
        self.typed(client, "", "# First\n\nAnd more.", sitting="a")
        client.post("/write/", {"title": "", "body": "# First\n\nAnd more.", "sitting": "a"})
        assert self.known(client, "", "# First\n\nAnd more.")
        assert "And more.</textarea>" not in client.get("/write/").content.decode()

    def test_what_was_merged(self, client, entry):
        self.typed(client, "Sets", "one, mine\n\ntwo", entry=entry.pk, version="1", sitting="a")
        entry.revise(body="one\n\ntwo, theirs")
        form = entry_form(entry.topic) | {"title": "Sets", "opened_version": "1", "sitting": "a"}
        page = client.post(change(entry), form | {"body": "one, mine\n\ntwo"})
        assert page.status_code == 409
        merged = form | {"merged": "1", "opened_version": "2", "piece-0": "one, mine\n\ntwo, theirs", "keeps-0": "1"}
        assert client.post(change(entry), merged).status_code == 302
        assert Entry.objects.get().body == "one, mine\n\ntwo, theirs"
        assert self.known(client, "Sets", "one, mine\n\ntwo", entry=entry.pk)

    def test_what_was_discarded(self, client, entry):
        self.typed(client, "Sets", "a thought", entry=entry.pk, version="1", sitting="a")
        client.post(ADDRESS, {"discard": "1", "entry": entry.pk})
        assert self.known(client, "Sets", "a thought", entry=entry.pk)

    def test_what_is_typed_after_it_is_another_text(self, client, entry):
        self.typed(client, "Sets", "a thought", entry=entry.pk, version="1", sitting="a")
        client.post(ADDRESS, {"discard": "1", "entry": entry.pk})
        assert not self.known(client, "Sets", "a thought, and more", entry=entry.pk)

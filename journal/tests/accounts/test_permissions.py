"""The table of permissions, held against every face."""

from pathlib import Path

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.management import call_command

from journal.models import Entry, TrashedEntry
from journal.models.accounts import policy
from journal.models.accounts.roles import PERMISSIONS, Role, give, put_right, role_of
from journal.search.finding import completions, search
from journal.search.language import parse
from journal.tests.states import STATES

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).resolve().parents[3]
EVERY = pytest.mark.parametrize("state", policy.STATES)


@pytest.fixture
def people(cast, author):
    from journal.tests.conftest import person_with

    somebody = person_with(Role.AUTHOR, "somebody")
    return {**cast, "author": somebody, "its author": author}


@pytest.fixture
def entry_of(make_entry, author):
    def make(state):
        entry = make_entry(title="Quokka", author=author, body="A quokka sat there.", tags=["rare"], **STATES[state])
        if state == "trashed":
            TrashedEntry.put(entry, by=author)
        return entry

    return make


def allowed(people, act, state):
    return {who for who in people if policy.may(who, act, state)}


@EVERY
def test_querysets(people, entry_of, state):
    entry = entry_of(state)
    rules = {"find it": "visible_to", "open it": "reachable_by", "change it": "editable_by"}
    for act, rule in rules.items():
        may = {who for who, person in people.items() if entry in getattr(Entry.objects, rule)(person)}
        assert may == allowed(people, act, state), act
    may = {who for who, person in people.items() if TrashedEntry.objects.restorable_by(person).exists()}
    assert may == allowed(people, "restore it", state)


@EVERY
def test_search_and_completions(people, entry_of, state):
    entry_of(state)
    for who, person in people.items():
        found = policy.may(who, "find it", state)
        assert bool(search(parse("quokka"), person).results) == found, who
        assert bool(search(parse("tag:rare"), person).results) == found, who
        assert bool(completions(parse("quok"), person)) == found, who


@EVERY
def test_pages(people, entry_of, signed_in, state):
    entry = entry_of(state)
    for who, person in people.items():
        client = signed_in(person)
        status = 200 if policy.may(who, "open it", state) else 404
        for path in (f"/entries/{entry.slug}/", f"/entries/{entry.slug}.md"):
            assert client.get(path).status_code == status, (who, path)
        listed = who in policy.WITH_ENTRY["find it"].get("published", ()) and state == "published"
        for path in ("/", "/entries/", "/feed.atom", "/feed.json", "/sitemap-0.xml", "/topics/the-orm/", "/snippets/"):
            assert ("Quokka" in client.get(path).text or "quokka" in client.get(path).text) <= policy.may(
                who, "find it", state
            ), (who, path)
        assert ("Quokka" in client.get("/feed.atom").text) == listed, who


@EVERY
def test_the_editor(people, entry_of, signed_in, state):
    entry = entry_of(state)
    for who, person in people.items():
        answer = signed_in(person).get(f"/admin/journal/entry/{entry.pk}/change/", follow=True)
        opened = answer.status_code == 200 and 'name="body"' in answer.text
        assert opened == policy.may(who, "change it", state), who


PAGES = {
    "write entries, tag them, upload for them": [
        "/write/",
        "/admin/journal/entry/add/",
        "/admin/journal/attachment/add/",
    ],
    "change topics, tags and pages": ["/admin/journal/topic/add/", "/admin/journal/page/add/"],
    "bring in a repository, take out the journal": [
        "/admin/journal/repository/add/",
        "/admin/journal/repository/journal.zip",
    ],
    "make tokens that do what one may oneself": ["/account/"],
    "invite, give roles, read the log": [
        "/admin/journal/invitation/add/",
        "/admin/auth/user/",
        "/admin/journal/auditevent/",
    ],
}


def opens(client, path):
    answer = client.get(path)
    for close in answer._resource_closers:  # a download is a file; `answer.close()` would close the database too
        close()
    return answer.status_code == 200


@pytest.mark.parametrize("act", policy.IN_JOURNAL)
def test_what_is_not_about_one_entry(people, operator, signed_in, act):
    for path in PAGES[act]:
        for who, person in people.items():
            assert opens(signed_in(person), path) == (who in policy.IN_JOURNAL[act]), (who, path)
        assert opens(signed_in(operator), path), path


def test_a_signed_in_page_is_never_for_others(people, entry_of, signed_in, client):
    entry = entry_of("shared")
    assert signed_in(people["mentor"]).get(f"/entries/{entry.slug}/").headers["Cache-Control"] == "private, no-store"
    assert client.get(f"/entries/{entry.slug}/").status_code == 404


class TestRoles:
    def test_each_group_holds_what_the_table_says(self):
        for role, codenames in PERMISSIONS.items():
            held = Group.objects.get(name=role.value).permissions.values_list("codename", flat=True)
            assert set(held) == codenames

    def test_migrations_put_them_right(self):
        group = Group.objects.get(name="reader")
        group.permissions.set(Permission.objects.all())
        Group.objects.filter(name="editor").delete()
        put_right()
        assert not group.permissions.exists()
        assert Group.objects.get(name="editor").permissions.count() == len(PERMISSIONS[Role.EDITOR])

    def test_a_role_takes_the_place_of_the_one_before(self, editor):
        give(editor, Role.READER)
        assert role_of(editor) == Role.READER
        assert not editor.is_staff

    def test_it_takes_the_place_of_several(self, editor):
        editor.groups.add(Group.objects.get(name="mentor"))
        give(editor, Role.EDITOR)
        assert [group.name for group in editor.groups.all()] == ["editor"]


def test_the_document_is_current(capsys):
    call_command("permissions")
    assert (ROOT / "docs" / "permissions.md").read_text() == capsys.readouterr().out


def test_a_tag_that_only_hidden_entries_have_looks_like_none(client, hidden_entries, make_entry):
    make_entry(tags=["open"])
    for path in ("/entries/?tag={}", "/feed.atom?tag={}", "/api/v1/entries/?tag={}", "/tags/{}/"):
        assert client.get(path.format("open")).status_code == 200, path
        assert (
            client.get(path.format("secret-tag")).status_code == client.get(path.format("nothing")).status_code == 404
        )

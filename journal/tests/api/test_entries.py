"""Entries through the API."""

import json
import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from rest_framework.renderers import JSONRenderer

from journal.api.serializers import EntrySerializer
from journal.models import AuditEvent, Entry, Tag, TrashedEntry
from journal.models.accounts import policy
from journal.reads import records
from journal.tests.api.answers import problem
from journal.tests.states import STATES

pytestmark = pytest.mark.django_db
ENTRIES = "/api/v1/entries/"


class TestReading:
    def test_a_list_without_a_token(self, client, make_entry, hidden_entries):
        make_entry(title="One", tags=["sql"])
        make_entry(title="Two")
        body = client.get(ENTRIES).json()
        assert [entry["title"] for entry in body["results"]] == ["One", "Two"]
        assert body["results"][0]["tags"] == ["sql"]
        assert body["results"][0]["topic"] == "the-orm"
        assert "body" not in body["results"][0]
        assert body["next"] is None

    def test_one_entry_with_its_text(self, client, make_entry):
        entry = make_entry(title="One", body="*Text*.")
        body = client.get(f"{ENTRIES}one/").json()
        assert (body["body"], body["version"], body["state"], body["id"]) == ("*Text*.", 1, "listed", entry.pk)
        assert "html" not in body
        assert "<em>" in client.get(f"{ENTRIES}one/?fields=html").json()["html"]

    def test_pages_by_cursor(self, client, make_entry):
        for _ in range(5):
            make_entry()
        seen, address = [], f"{ENTRIES}?limit=2"
        while address:
            body = client.get(address).json()
            seen += [entry["slug"] for entry in body["results"]]
            address = body["next"]
        assert seen == list(Entry.objects.newest_first().values_list("slug", flat=True))

    @pytest.mark.parametrize(
        "query",
        [
            "cursor=x",
            "limit=0",
            "limit=101",
            "limit=-1",
            "limit=x",
            "fields=password",
            "expand=author",
            "fields=body&limit=50",
        ],
    )
    def test_what_cannot_be_meant_is_said(self, client, make_entry, query):
        make_entry()
        [error] = problem(client.get(f"{ENTRIES}?{query}"), 400)["errors"]
        assert error["pointer"] == f"/{query.rpartition('&')[2].partition('=')[0]}"

    @pytest.mark.parametrize("query", ["topic=nothing", "kind=poem", "tag=nothing", "year=x", "author=nobody"])
    def test_a_filter_that_there_is_not(self, client, query):
        problem(client.get(f"{ENTRIES}?{query}"), 404)

    def test_filters(self, client, make_entry, author):
        make_entry(title="Bug", kind="bug", tags=["sql"], author=author)
        make_entry(title="Note")
        for query in ("kind=bug", "tag=sql", "author=author", "kind=bug&topic=django&year=2026"):
            assert [entry["title"] for entry in client.get(f"{ENTRIES}?{query}").json()["results"]] == ["Bug"], query

    def test_what_is_not_published_is_a_list_of_its_own(self, program, author, make_entry, hidden_entries):
        client = program(author)

        def slugs(state):
            seen, address = [], f"{ENTRIES}?limit=1&state={state}"
            while address:
                body = client.get(address).json()
                seen += [entry["slug"] for entry in body["results"]]
                address = body["next"]
            return seen

        make_entry(slug="newest", author=author, published_at=None)
        make_entry(slug="somebody-elses", published_at=None)
        hidden_entries["draft"].revise(body="Saved last.")
        assert slugs("draft") == ["secret-draft", "newest"]
        assert slugs("scheduled") == ["secret-scheduled"]
        assert slugs("") == ["secret-private"]

    def test_a_state_that_there_is_not(self, client, db):
        [error] = problem(client.get(f"{ENTRIES}?state=listed"), 400)["errors"]
        assert error["pointer"] == "/state"

    def test_more_of_what_it_refers_to(self, client, make_entry):
        make_entry(slug="one", tags=["sql"], body="```python\nx = 1\n```")
        body = client.get(f"{ENTRIES}one/?expand=topic,tags,snippets&fields=topic,slug").json()
        assert body["topic"]["parent"] == "django"
        assert body["tags"] == [{"slug": "sql", "name": "sql"}]
        make_entry(slug="two", tags=["Big Data"])
        assert client.get(f"{ENTRIES}two/").json()["tags"] == ["Big Data"], "as they are written"
        assert body["snippets"][0]["code"] == "x = 1"
        assert set(body) == {"topic", "slug", "tags", "snippets"}

    def test_an_address_of_before(self, client, make_entry):
        make_entry(slug="old").revise(slug="new")
        assert client.get(f"{ENTRIES}old/").json()["slug"] == "new"

    def test_what_has_not_changed_is_not_sent_again(self, client, make_entry):
        make_entry(slug="one")
        for path in (ENTRIES, f"{ENTRIES}one/"):
            etag = client.get(path).headers["ETag"]
            assert client.get(path, headers={"if-none-match": etag}).status_code == 304

    @pytest.mark.parametrize("query", ["", "?expand=topic,tags,snippets", "?fields=title,body&limit=20"])
    def test_queries_do_not_grow(self, program, author, make_entry, query):
        def count():
            client = program(author)
            client.get(ENTRIES + query)
            with CaptureQueriesContext(connection) as queries:
                client.get(ENTRIES + query)
            return len(queries)

        make_entry(tags=["a"], body="```python\nx\n```")
        few = count()
        for number in range(6):
            make_entry(tags=["a", f"t{number}"], body="```python\nx\n```", author=author)
        assert count() == few


class TestPermissions:
    @pytest.mark.parametrize("state", policy.STATES)
    def test_the_table(self, cast, program, author, make_entry, state):
        people = {("its author" if who == "author" else who): person for who, person in cast.items()}
        entry = make_entry(title="Quokka", author=author, body="```python\nquokka\n```", **STATES[state])
        snippet = entry.snippets.get().pk
        if state == "trashed":
            TrashedEntry.put(entry, by=author)
        for who, person in people.items():
            client = program(person)
            opens, finds = policy.may(who, "open it", state), policy.may(who, "find it", state)
            assert client.get(f"{ENTRIES}{entry.slug}/").status_code == (200 if opens else 404), who
            for path in (f"/api/v1/snippets/{snippet}/", f"/api/v1/snippets/{snippet}/raw/"):
                assert client.get(path).status_code == (200 if finds else 404), (who, path)
            published = state not in ("draft", "scheduled", "shared")
            assert ("Quokka" in client.get(ENTRIES).text) == (finds and published), who
            assert ("quokka" in client.get("/api/v1/snippets/").text) == (finds and published), who
            assert ("Quokka" in client.get("/api/v1/search/?q=quokka").text) == finds, who
            changes = client.get("/api/v1/changes/").json()["results"]
            assert (any(not one["is_gone"] for one in changes)) == finds, who
            assert any(one["is_gone"] for one in changes) == policy.may(who, "restore it", state), who
            assert (client.get(f"{ENTRIES}{entry.slug}/revisions/").status_code == 200) == policy.may(
                who, "change it", state
            )

    @pytest.mark.parametrize("state", policy.STATES)
    def test_writing(self, cast, program, author, make_entry, state):
        people = {("its author" if who == "author" else who): person for who, person in cast.items()}
        for who, person in people.items():
            entry = make_entry(author=author, **STATES[state])
            if state == "trashed":
                TrashedEntry.put(entry, by=author)
            client, path = program(person), f"entries/{entry.slug}/"
            may = policy.may(who, "change it", state)
            writes = person.has_perm("journal.add_entry")
            refused = 404 if writes else 401 if who == "visitor" else 403
            acts = [
                ("patch", path, {"title": "Changed", "version": entry.version}),
                ("put", f"{path}publication/", {}),
                ("delete", f"{path}publication/", None),
                ("delete", path, None),
            ]
            for method, address, data in acts:
                status = client.send(method, address, data).status_code
                assert (status in (200, 204)) if may else (status == refused), (who, method, address, status)

    def test_a_token_that_may_read_does_not_write(self, program, author, make_entry):
        make_entry(author=author, slug="one", published_at=None)
        client = program(author, "read")
        assert client.get(f"{ENTRIES}one/").status_code == 200
        for method, path in (
            ("post", "entries/"),
            ("patch", "entries/one/"),
            ("delete", "entries/one/"),
            ("post", "bulk/"),
        ):
            problem(client.send(method, path, {}), 403)

    @pytest.mark.parametrize(
        "header", ["Bearer bc_wrong", "Bearer ", "Basic YTpi", "Token x", "Bearer \xff", "bearer" + " x" * 500]
    )
    def test_a_wrong_token_is_refused_everywhere(self, client, make_entry, header):
        make_entry()
        answer = client.get(ENTRIES, headers={"authorization": header})
        problem(answer, 401)
        assert answer.headers["WWW-Authenticate"].startswith("Bearer")
        assert answer.headers["Cache-Control"] == "private, no-store"

    def test_a_cookie_is_no_token(self, signed_in, author, make_entry):
        make_entry(author=author, slug="mine", published_at=None)
        client = signed_in(author)
        assert client.get(f"{ENTRIES}mine/").status_code == 404
        assert client.post(ENTRIES, {"title": "x"}, "application/json").status_code == 401

    def test_what_one_sees_is_not_kept_for_others(self, client, program, author, make_entry):
        make_entry(author=author, title="Secret", published_at=None)
        assert "Secret" in program(author).get("/api/v1/search/?q=secret").text
        assert "Secret" not in client.get("/api/v1/search/?q=secret").text


class TestWriting:
    def test_a_new_one_is_a_draft_of_whoever_sends_it(self, program, author, topic):
        sent = {"title": "New", "body": "Text.\r\n", "topic": "the-orm", "kind": "bug", "tags": ["sql", "SQL", "new"]}
        answer = program(author).send("post", "entries/", sent)
        assert answer.status_code == 201, answer.content
        entry = Entry.objects.get()
        assert (entry.author, entry.body, entry.published_at, entry.kind) == (author, "Text.\n", None, "bug")
        assert set(entry.tags.values_list("name", flat=True)) == {"sql", "new"}
        assert answer.json()["state"] == "draft"

    def test_sent_twice_it_is_one(self, program, author, editor, topic):
        sent = {"title": "New", "topic": "the-orm", "key": str(uuid.uuid4())}
        answers = [program(author).send("post", "entries/", sent) for _ in range(2)]
        assert [answer.status_code for answer in answers] == [201, 200]
        assert answers[0].json()["id"] == answers[1].json()["id"]
        problem(program(editor).send("post", "entries/", sent), 409)

    def test_a_change(self, program, author, make_entry):
        entry = make_entry(author=author, slug="one", body="Before.", tags=["a"])
        answer = program(author).send("patch", "entries/one/", {"body": "After.", "version": 1, "note": "Better."})
        assert (answer.json()["body"], answer.json()["version"], answer.json()["tags"]) == ("After.", 2, ["a"])
        assert entry.revisions.first().note == "Better."
        assert entry.revisions.first().saved_by == author

    def test_if_match_says_the_version(self, program, author, make_entry):
        make_entry(author=author, slug="one")
        client = program(author)
        etag = client.get(f"{ENTRIES}one/").headers["ETag"]
        weak = f"W/{etag}" if not etag.startswith("W/") else etag
        answer = client.send("patch", "entries/one/", {"body": "A."}, **{"if-match": weak})
        assert answer.status_code == 200
        problem(client.send("patch", "entries/one/", {"body": "B."}, **{"if-match": etag}), 409)
        assert (
            client.send("patch", "entries/one/", {"body": "B."}, **{"if-match": answer.headers["ETag"]}).status_code
            == 200
        )
        problem(client.send("patch", "entries/one/", {"body": "C."}), 400)

    def test_a_stale_one_is_answered_with_both_and_a_merge(self, program, author, make_entry):
        make_entry(author=author, slug="one", body="one\ntwo\nthree")
        client = program(author)
        client.send("patch", "entries/one/", {"body": "ONE\ntwo\nthree", "version": 1})
        body = problem(client.send("patch", "entries/one/", {"body": "one\ntwo\nTHREE", "version": 1}), 409)
        assert body["conflict"] == {
            "base": "one\ntwo\nthree",
            "theirs": "ONE\ntwo\nthree",
            "merged": "ONE\ntwo\nTHREE",
            "version": 2,
            "conflicts": 0,
            "differing": {},
        }
        body = problem(client.send("patch", "entries/one/", {"body": "uno\ntwo\nthree", "version": 1}), 409)
        assert body["conflict"]["conflicts"] == 1
        assert "<<<<<<<" in body["conflict"]["merged"]
        assert Entry.objects.get().body == "ONE\ntwo\nthree"

    @pytest.mark.parametrize(
        ("field", "value"),
        [
            ("title", ""),
            ("title", "x" * 201),
            ("title", None),
            ("body", "x" * 300_001),
            ("body", "a\x00b"),
            ("body", 1.5e300),
            ("topic", "nothing"),
            ("topic", "a\x00b"),
            ("topic", {"slug": "the-orm"}),
            ("kind", "poem"),
            ("visibility", "everyone"),
            ("tags", ["x" * 61]),
            ("tags", ["CSS, grid"]),
            ("title", "\u200b"),
            ("tags", "sql"),
            ("slug", "a/b"),
            ("key", "1"),
            ("author", 1),
            ("author_id", 1),
            ("html", "<script>"),
            ("id", 7),
            ("published_at", "2026-01-01"),
            ("is_staff", True),
        ],
    )
    def test_what_is_not_accepted_is_pointed_at(self, program, author, topic, field, value):
        answer = program(author).send("post", "entries/", {"title": "New", "topic": "the-orm", field: value})
        errors = problem(answer, 400)["errors"]
        assert all(error["pointer"].split("/")[1] == field for error in errors), errors
        assert not Entry.objects.exists()

    @pytest.mark.parametrize(
        "sent",
        [
            b"",
            b"{",
            b"[]",
            b"null",
            b'"x"',
            b"\xff",
            b"[" * 5000,
            b'{"title": NaN}',
            b'{"\\ud800": 1}',
            b'{"kind": "\\ud800"}',
        ],
    )
    def test_what_is_no_json_is_refused(self, program, author, sent):
        answer = program(author).generic("POST", ENTRIES, sent, "application/json")
        problem(answer, 400)

    def test_other_kinds_of_text_are_refused(self, program, author):
        for kind in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"):
            problem(program(author).generic("POST", ENTRIES, b"title=x", kind), 415)

    def test_publishing_is_a_thing_of_its_own(self, program, author, make_entry):
        make_entry(author=author, slug="one", published_at=None)
        client = program(author)
        assert client.send("put", "entries/one/publication/", {}).json()["state"] == "listed"
        assert (
            client.send("put", "entries/one/publication/", {"at": "2999-01-01T00:00:00Z"}).json()["state"]
            == "scheduled"
        )
        assert client.send("delete", "entries/one/publication/").json()["state"] == "draft"
        actions = list(AuditEvent.objects.filter(target="one").values_list("action", "actor_name"))
        assert actions[-1] == ("published", "author")
        assert actions[0] == ("unpublished", "author")

    def test_dates_are_within_reason(self, program, client, author, make_entry):
        make_entry(author=author, slug="one", published_at=None)
        for at in ("0001-01-01T00:00:00Z", "9999-01-01T00:00:00Z", "soon"):
            problem(program(author).send("put", "entries/one/publication/", {"at": at}), 400)
        make_entry(slug="older", published_at=timezone.now().replace(year=1950))
        make_entry(slug="old", published_at=timezone.now().replace(year=1960))
        seen, address = [], f"{ENTRIES}?limit=1"
        while address:
            body = client.get(address).json()
            seen, address = [*seen, body["results"][0]["slug"]], body["next"]
        assert seen == ["old", "older"]

    def test_who_names_a_version_deletes_and_publishes_no_other(self, program, author, make_entry):
        entry = make_entry(author=author, slug="one")
        client, stale = program(author), {"if-match": '"9-x"'}
        problem(client.send("delete", "entries/one/", **stale), 409)
        problem(client.send("delete", "entries/one/publication/", **stale), 409)
        assert client.send("delete", "entries/one/", **{"if-match": f'"{entry.version}-x"'}).status_code == 204

    @pytest.mark.parametrize("tag", ["1", '"xyz"', '"xyz", "9-abc"', ""])
    def test_a_condition_that_is_not_understood_is_none_that_holds(self, program, author, make_entry, tag):
        make_entry(author=author, slug="one").revise(body="New.")
        for method, path in (("delete", "entries/one/"), ("put", "entries/one/publication/")):
            problem(program(author).send(method, path, {}, **{"if-match": tag}), 400)
        assert program(author).send("delete", "entries/one/", **{"if-match": "*"}).status_code == 204

    def test_a_misspelt_field_publishes_nothing(self, program, author, make_entry):
        make_entry(author=author, slug="one", published_at=None)
        problem(program(author).send("put", "entries/one/publication/", {"published_at": "2030-01-01T00:00:00Z"}), 400)
        assert not Entry.objects.get().is_published

    def test_a_version_that_never_was_is_no_conflict(self, program, author, make_entry):
        make_entry(author=author, slug="one")
        problem(program(author).send("patch", "entries/one/", {"title": "x", "version": 99}), 400)

    def test_a_conflict_says_what_else_is_different_there(self, program, author, make_entry):
        make_entry(author=author, slug="one").revise(title="Theirs", summary="Also theirs", tags=["theirs"])
        sent = {"title": "Mine", "summary": "Also theirs", "tags": ["mine"], "topic": "the-orm", "version": 1}
        conflict = program(author).send("patch", "entries/one/", sent).json()["conflict"]
        assert conflict["differing"] == {"title": "Theirs", "tags": ["theirs"]}

    def test_publishing_at_the_same_moment_again_changes_nothing(self, program, author, make_entry):
        make_entry(author=author, slug="one", published_at=None)
        for _ in range(2):
            program(author).send("put", "entries/one/publication/", {"at": "2020-01-01T00:00:00Z"})
        assert Entry.objects.get().version == 2

    def test_tags_of_a_change_that_is_refused_are_not_made(self, program, author, make_entry):
        make_entry(author=author, slug="one").revise(body="New.")
        problem(program(author).send("patch", "entries/one/", {"tags": ["new"], "version": 1}), 409)
        assert not Tag.objects.exists()

    def test_a_number_is_no_key(self, program, author, topic):
        problem(program(author).send("post", "entries/", {"title": "x", "topic": "the-orm", "key": 0}), 400)

    def test_a_key_of_an_entry_in_the_trash_makes_another_and_both_can_be(self, program, author, topic):
        sent = {"title": "New", "topic": "the-orm", "key": str(uuid.uuid4())}
        client = program(author)
        slug = client.send("post", "entries/", sent).json()["slug"]
        client.send("delete", f"entries/{slug}/")
        assert client.send("post", "entries/", sent).status_code == 201
        assert TrashedEntry.objects.get().restore().key is None
        assert Entry.objects.count() == 2

    def test_deleting_is_moving_to_the_trash(self, program, author, make_entry):
        make_entry(author=author, slug="one")
        assert program(author).send("delete", "entries/one/").status_code == 204
        assert TrashedEntry.objects.get().trashed_by == author

    def test_revisions(self, program, author, make_entry):
        make_entry(author=author, slug="one", body="Before.").revise(body="After.", by=author)
        client = program(author)
        assert [row["version"] for row in client.get(f"{ENTRIES}one/revisions/").json()] == [2, 1]
        assert client.get(f"{ENTRIES}one/revisions/1/").json()["body"] == "Before."
        problem(client.get(f"{ENTRIES}one/revisions/9/"), 404)


@pytest.mark.parametrize("title", ["हिन्दी में लिखना", "x" * 150, "Größe"])
def test_an_address_of_ours_can_be_sent_back(program, author, topic, title):
    made = program(author).send("post", "entries/", {"title": title, "topic": "the-orm"}).json()
    again = program(author).send("patch", f"entries/{made['slug']}/", {"slug": made["slug"], "version": 1})
    assert again.status_code == 200
    assert again.json()["url"] == Entry.objects.get().get_absolute_url()


def test_ones_own_drafts_by_author(program, author, make_entry):
    make_entry(author=author, published_at=None)
    answer = program(author).get(f"{ENTRIES}?state=draft&author=author")
    assert len(answer.json()["results"]) == 1


def test_no_visitor_fills_the_memory(client, make_entry):
    """What is kept for a question is bounded, however many there are to ask."""
    make_entry()
    for limit in range(1, 101):
        client.get(f"{ENTRIES}?limit={limit}&fields=slug")
    assert records._lists.cache_info().currsize <= 128
    assert len(client.get(f"{ENTRIES}?limit=21").json()["results"]) == 1


@pytest.mark.parametrize("changes", [{}, {"published_at": None}, {"visibility": "unlisted"}, {"summary": "In short."}])
def test_what_describes_an_entry_gives_the_same_values(program, author, make_entry, changes):
    entry = make_entry(author=author, body="# Größe\n\n[[elsewhere]]", tags=["C++", "sql"], **changes)
    shown = program(author).get(f"{ENTRIES}{entry.slug}/?fields={','.join(EntrySerializer.Meta.fields)}").json()
    described = json.loads(JSONRenderer().render(EntrySerializer(Entry.objects.get(pk=entry.pk)).data))
    assert shown == described

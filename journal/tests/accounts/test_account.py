"""The pages of somebody's own account."""

import json
import re
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from journal.forms.accounts import MOST_TOKENS
from journal.models import (
    Address,
    ApiToken,
    Attachment,
    AuditEvent,
    Draft,
    Entry,
    Page,
    Profile,
    Repository,
    Source,
    TrashedEntry,
)
from journal.tests.pictures import PNG

pytestmark = pytest.mark.django_db
PASSWORD = "correct horse battery"


@pytest.fixture
def own(author):
    """The author's browser, signed in with the password a moment ago."""
    author.set_password(PASSWORD)
    author.save()
    client = Client()
    client.post("/accounts/login/", {"login": "author", "password": PASSWORD})
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    return client


@pytest.mark.parametrize("path", ["/account/", "/account/tokens/", "/account/data/", "/account/data/download/"])
def test_every_page_is_for_who_is_signed_in_and_for_nobodys_cache(client, own, path):
    assert client.get(path).headers["Location"].startswith("/accounts/login/")
    answer = own.get(path)
    assert (answer.status_code, bool(list(answer))) == (200, True)
    assert "no-store" in answer.headers["Cache-Control"]


def test_tokens_and_data_ask_for_the_password_again_after_a_while(own, settings):
    settings.ACCOUNT_REAUTHENTICATION_TIMEOUT = 0
    for path in ("/account/tokens/", "/account/data/", "/account/data/download/"):
        assert own.get(path).headers["Location"].startswith("/accounts/reauthenticate/")


class TestProfile:
    def test_it_is_saved_and_shown(self, own, author, make_entry):
        make_entry(author=author)
        data = {"display_name": "Ada <b>L.</b>", "about": "Engines.", "time_zone": "Europe/Vienna"}
        own.post("/account/", data | {"picture": SimpleUploadedFile("me.png", PNG)})
        page = Client().get("/@author/").text
        assert "Ada &lt;b&gt;L.&lt;/b&gt;" in page
        assert "Engines." in page
        [picture] = re.findall(r'src="(/attachments/[^"]+)"', page)
        assert Client().get(picture).status_code == 200
        own.post("/account/", data | {"without_picture": "on"})
        assert "/attachments/" not in Client().get("/@author/").text

    def test_what_is_no_picture_is_refused(self, own):
        for contents in (b"<svg onload=alert(1)>", b"\x89PNG\r\n\x1a\n broken", b"x" * 3_000_000):
            answer = own.post("/account/", {"picture": SimpleUploadedFile("me.png", contents)})
            assert answer.status_code == 200
            assert "errorlist" in answer.text
        assert not Attachment.objects.exists()

    def test_nothing_else_can_be_set(self, own, author):
        sent = {"user": "1", "is_superuser": "on", "groups": "1", "username": "root", "is_staff": "", "avatar": "1"}
        own.post("/account/", sent)
        author.refresh_from_db()
        assert (author.username, author.is_superuser, author.is_staff) == ("author", False, True)
        assert Profile.objects.get().user == author


class TestPortraits:
    """A picture that somebody else needs is never lost with a portrait."""

    def wear(self, own, contents=PNG):
        own.post("/account/", {"picture": SimpleUploadedFile("me.png", contents)})
        return Profile.objects.get().avatar

    def take_off(self, own):
        assert own.post("/account/", {"without_picture": "on"}).status_code == 302

    def test_one_that_nothing_else_shows_goes(self, own):
        path = self.wear(own).path
        assert path.exists()
        self.take_off(own)
        assert not Attachment.objects.exists()

    @pytest.mark.parametrize(
        "show",
        [
            lambda kept, author, make: make().topic.revise(body=kept.markdown),
            lambda kept, author, make: Page(slug="about").revise(title="X", body=kept.markdown),
            lambda kept, author, make: make(body=kept.markdown),
            lambda kept, author, make: make(body=kept.markdown).revise(body="Nothing."),
            lambda kept, author, make: TrashedEntry.put(make(body=kept.markdown), by=author),
            lambda kept, author, make: Draft.keep(author, None, version=0, title="", body=kept.markdown, sitting="x"),
            lambda kept, author, make: kept.uploaded_by.add(author),
            lambda kept, author, make: Source.objects.create(
                repository=Repository.objects.create(name="r"), path="a.png", attachment=kept
            ),
        ],
        ids=["topic", "page", "entry", "older text", "trash", "draft", "upload", "repository"],
    )
    def test_one_that_something_else_shows_stays(self, own, author, make_entry, show):
        kept = Attachment.keep(PNG)
        show(kept, author, make_entry)
        assert self.wear(own) == kept
        self.take_off(own)
        assert Attachment.objects.get() == kept
        assert kept.path.exists()


def test_a_form_that_is_refused_keeps_no_picture(own):
    page = own.post("/account/", {"display_name": "x" * 200, "picture": SimpleUploadedFile("me.png", PNG)})
    assert page.status_code == 200
    assert not Attachment.objects.exists()


class TestAuthors:
    def test_a_page_lists_what_everyone_may_see(self, client, author, editor, make_entry):
        make_entry(author=author, title="Mine")
        make_entry(author=editor, title="Theirs")
        make_entry(author=author, title="Secret", published_at=None)
        page = client.get("/@author/").text
        assert "Mine" in page
        assert "Theirs" not in page
        assert "Secret" not in page

    def test_nobody_without_an_entry_has_one(self, client, author, make_entry, hidden_entries):
        missing = client.get("/@nobody/")
        assert (client.get("/@author/").status_code, missing.status_code) == (404, 404)
        assert client.get("/@author/").content == missing.content

    def test_the_home_page_names_them_when_there_are_several(self, client, author, editor, make_entry):
        make_entry(author=author)
        assert "Who writes here" not in client.get("/").text
        make_entry(author=editor)
        assert 'href="/@author/"' in client.get("/").text

    @pytest.mark.parametrize(
        "address", ["/", "/entries/", "/topics/the-orm/", "/tags/open/", "/archive/2026/3/", "/search/?q=joins"]
    )
    def test_lists_say_who_wrote_where_several_do(self, client, author, editor, topic, make_entry, address):
        made = {"topic": topic, "tags": ["open"], "body": "All about joins."}
        make_entry(author=author, **made)
        assert 'rel="author"' not in client.get(address).text
        Profile.objects.create(user=editor, display_name="Ada <b> Lovelace")
        make_entry(author=editor, **made)
        page = client.get(address).text
        assert '<a href="/@author/" rel="author">author</a>' in page
        assert '<a href="/@editor/" rel="author">Ada &lt;b&gt; Lovelace</a>' in page

    def test_a_person_s_own_page_does_not_say_it_again(self, client, author, editor, make_entry):
        make_entry(author=author)
        make_entry(author=editor)
        assert 'rel="author"' not in client.get("/@author/").text

    def test_who_has_only_drafts_is_nobody_yet(self, client, author, editor, make_entry):
        make_entry(author=author)
        make_entry(author=editor, published_at=None)
        assert 'rel="author"' not in client.get("/entries/").text

    def test_they_have_feeds(self, client, author, editor, make_entry):
        make_entry(author=author, title="Mine")
        make_entry(author=editor, title="Theirs")
        for feed in ("/feed.atom?author=author", "/feed.json?author=author"):
            assert "Mine" in client.get(feed).text
            assert "Theirs" not in client.get(feed).text
        assert client.get("/feed.atom?author=nobody").status_code == 404


class TestTokens:
    def make(self, own, **fields):
        page = own.post("/account/tokens/", {"name": "laptop", "scope": "write", "days": "30"} | fields).text
        return re.search(r">(bc_[\w-]+)<", page)[1]

    def test_a_new_one_is_shown_once_and_kept_as_a_digest(self, own, author):
        secret = self.make(own)
        token = ApiToken.shown(secret)
        assert (token.user, token.name, token.scope) == (author, "laptop", "write")
        assert 29 <= (token.expires_at - timezone.now()).days <= 30
        assert secret not in own.get("/account/tokens/").text
        assert secret not in str(list(ApiToken.objects.values())) + str(list(AuditEvent.objects.values()))
        assert len(secret) >= 43

    def test_there_are_not_more_than_anybody_needs(self, own, author):
        for _ in range(MOST_TOKENS):
            ApiToken.make(author, name="one", scope="read", days=1)
        page = own.post("/account/tokens/", {"name": "laptop", "scope": "write", "days": "30"})
        assert "tokens are enough" in page.text
        assert ApiToken.objects.count() == MOST_TOKENS

    def test_its_use_is_noted(self, own):
        secret = self.make(own)
        assert ApiToken.objects.get().last_used_at is None
        ApiToken.shown(secret)
        assert ApiToken.objects.get().last_used_at is not None

    @pytest.mark.parametrize(
        "end",
        [
            lambda token: ApiToken.objects.update(expires_at=timezone.now()),
            lambda token: User.objects.update(is_active=False),
            lambda token: token.user.delete(),
            lambda token: token.revoke(by=token.user),
        ],
        ids=["expired", "shut out", "gone", "revoked"],
    )
    def test_it_ends_at_once(self, own, end):
        secret = self.make(own)
        end(ApiToken.objects.get())
        assert ApiToken.shown(secret) is None

    def test_only_its_own_person_revokes_it(self, own, signed_in, editor):
        self.make(own)
        path = f"/account/tokens/{ApiToken.objects.get().pk}/revocation/"
        assert signed_in(editor).post(path).status_code == 404
        assert own.get(path).status_code == 405
        assert own.post(path).status_code == 302
        assert not ApiToken.objects.exists()

    @pytest.mark.parametrize("fields", [{"scope": "all"}, {"days": "36500"}, {"name": ""}, {"days": "-1"}])
    def test_what_cannot_be_chosen_is_refused(self, own, fields):
        own.post("/account/tokens/", {"name": "x", "scope": "read", "days": "30"} | fields)
        assert not ApiToken.objects.exists()


class TestData:
    def test_all_that_is_kept_of_somebody_can_be_taken_along(self, own, author, make_entry):
        make_entry(author=author, title="Mine", body="My *words*.", published_at=None)
        make_entry(title="Theirs")
        own.post("/account/", {"picture": SimpleUploadedFile("me.png", PNG)})
        archive = ZipFile(BytesIO(own.get("/account/data/download/").getvalue()))
        portrait = f"attachments/{Attachment.objects.get().name}"
        assert archive.namelist() == ["account.json", "topics.yaml", "entries/mine.md", portrait]
        assert archive.read(portrait).startswith(b"\x89PNG")
        assert b"My *words*." in archive.read("entries/mine.md")
        facts = json.loads(archive.read("account.json"))
        assert facts["account"]["username"] == "author"
        assert facts["roles"] == ["author"]
        assert "signed in" in [event["action"] for event in facts["events"]]
        assert "password" not in str(facts["account"])

    def test_what_was_taken_along_comes_in_again_as_it_was(self, own, author, make_entry, tmp_path):
        attachment = Attachment.keep(PNG, "dot.png", by=author)
        make_entry(author=author, title="Secret", slug="before", visibility="private", body=attachment.markdown)
        Entry.objects.get().revise(slug="secret")
        was = Entry.objects.values("slug", "body", "visibility", "published_at", "topic__slug").get()
        path = tmp_path / "mine.zip"
        path.write_bytes(own.get("/account/data/download/").getvalue())
        own.post("/account/data/", {"entries": "remove", "username": "author"})
        assert (Entry.objects.count(), Attachment.objects.count()) == (0, 0)
        call_command("import_journal", str(path), verbosity=0)
        assert Entry.objects.values("slug", "body", "visibility", "published_at", "topic__slug").get() == was
        assert Entry.formerly("before").exists()
        assert Attachment.objects.get().name == attachment.name

    def test_closing_it_for_good_gives_addresses_and_files_back(
        self, own, author, make_entry, django_capture_on_commit_callbacks
    ):
        attachment = Attachment.keep(PNG, "dot.png", by=author)
        make_entry(author=author, slug="first", body=attachment.markdown).revise(slug="second")
        with django_capture_on_commit_callbacks(execute=True):
            own.post("/account/data/", {"entries": "remove", "username": "author"})
        assert not Address.objects.exists()
        assert not attachment.path.exists()
        assert make_entry(slug="first").slug == "first"

    @pytest.mark.parametrize(("choice", "left"), [("keep", 1), ("remove", 0)])
    def test_an_account_is_closed_with_or_without_its_entries(self, own, author, make_entry, choice, left):
        TrashedEntry.put(make_entry(author=author), by=author)
        make_entry(author=author)
        assert own.post("/account/data/", {"entries": choice, "username": "author"}).status_code == 302
        assert not User.objects.exists()
        assert Entry.objects.count() == left
        assert TrashedEntry.objects.count() == left
        assert own.get("/account/").status_code == 302
        assert AuditEvent.objects.get(action="account deleted").actor_name == "author"

    def test_nothing_of_who_has_left_is_shown(self, own, author, make_entry, client):
        own.post("/account/", {"display_name": "Ada Lovelace", "picture": SimpleUploadedFile("me.png", PNG)})
        entry = make_entry(author=author, title="Stays")
        pages = ("/", entry.get_absolute_url(), "/feed.atom", "/feed.json", "/@author/")
        assert all("Ada" in client.get(page).text for page in pages if page != "/")
        own.post("/account/data/", {"entries": "keep", "username": "author"})
        assert not any("Ada" in client.get(page).text for page in pages)
        assert "Stays" in client.get("/").text
        assert not Attachment.objects.exists()

    def test_the_name_has_to_be_said(self, own, author):
        own.post("/account/data/", {"entries": "remove", "username": "Author"})
        assert User.objects.filter(pk=author.pk).exists()

    def test_the_last_operator_stays(self, own, author):
        User.objects.update(is_superuser=True)
        assert "only account" in own.post("/account/data/", {"entries": "keep", "username": "author"}).text
        assert User.objects.filter(pk=author.pk).exists()


class TestTimeZone:
    def test_dates_are_ones_own_in_the_admin_and_the_journals_for_readers(self, own, author, make_entry):
        entry = make_entry(author=author)
        own.post("/account/", {"time_zone": "Asia/Tokyo"})
        page = own.get(f"/admin/journal/entry/{entry.pk}/change/")
        form = page.context["adminform"].form
        data = {
            name: form[name].value() if form[name].value() is not None else ""
            for name in form.fields
            if name not in ("published_at", "tags")
        }
        data |= {"published_at": "2026-01-01T03:00", "tags": ""}
        own.post(f"/admin/journal/entry/{entry.pk}/change/", data)
        entry.refresh_from_db()
        assert entry.published_at.isoformat() == "2025-12-31T18:00:00+00:00"
        assert "31 December 2025" in entry.head_html
        assert ["year", "2025", "note"] in entry.tallied

    def test_it_is_known_after_signing_in_again(self, own, author):
        own.post("/account/", {"time_zone": "Asia/Tokyo"})
        own.post("/accounts/logout/")
        own.post("/accounts/login/", {"login": "author", "password": PASSWORD})
        assert own.session["time_zone"] == "Asia/Tokyo"

    def test_one_that_this_machine_does_not_know_is_the_journals(self, own):
        session = own.session
        session["time_zone"] = "Mars/Phobos"
        session.save()
        assert own.get("/admin/journal/entry/").status_code == 200

    def test_one_that_is_none_is_refused(self, own):
        own.post("/account/", {"time_zone": "Mars/Phobos"})
        assert not Profile.objects.exists()

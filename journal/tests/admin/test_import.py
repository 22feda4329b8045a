"""Bringing a repository in from a browser: upload, see the plan, confirm."""

import io
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.models import Permission
from django.core.files.uploadedfile import SimpleUploadedFile

from journal.forms import importing
from journal.models import Attachment, Entry, Repository
from journal.tests.pictures import GIF, PNG
from journal.tests.transfer.repositories import zip_of

pytestmark = pytest.mark.django_db
ADDRESS = "/admin/journal/repository/add/"


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.DATA_DIR = tmp_path


@pytest.fixture
def client(signed_in, editor):
    return signed_in(editor)


def upload(files, name="notes-main.zip"):
    buffer = io.BytesIO()
    zip_of(buffer, files)
    return SimpleUploadedFile(name, buffer.getvalue(), content_type="application/zip")


def plan(client, files, **fields):
    return client.post(ADDRESS, {"archive": upload(files), "plan": "1", **fields})


def kept_uploads():
    return list((Path(settings.DATA_DIR) / "imports").glob("*.zip"))


@pytest.mark.parametrize(("who", "status"), [("visitor", 302), ("reader", 302), ("author", 403), ("editor", 200)])
def test_who_may(cast, signed_in, who, status):
    assert signed_in(cast[who]).get(ADDRESS).status_code == status
    assert signed_in(cast[who]).post(ADDRESS, {"plan": "1"}).status_code == status


def test_the_plan_is_shown_and_nothing_done(client):
    page = plan(
        client, {"vim/a.md": "# One", "vim/b.json": "{}", "vim/<b>.md": "# <script>alert(1)</script>"}
    ).content.decode()
    assert "Nothing has been changed yet." in page
    assert "<strong>2</strong> create" in page
    assert "neither Markdown, a notebook nor a program" in page
    assert "<script>alert" not in page
    assert not Entry.objects.exists()


def test_a_confirmed_plan_is_carried_out(client, editor):
    plan(client, {"vim/a.md": "# One"})
    response = client.post(ADDRESS, {"confirm": "1"}, follow=True)
    assert "Brought in notes-main.zip: 1 create." in response.content.decode()
    entry = Entry.objects.get()
    assert (entry.title, entry.author, entry.topic.title) == ("One", editor, "Vim")
    assert Repository.objects.get().name == "notes"
    assert not kept_uploads()


def test_wishes(client, topic):
    wishes = {"draft": "on", "topic": topic.pk, "kinds": "a.*=bug"}
    plan(client, {"a.md": "# One"}, **wishes)
    client.post(ADDRESS, {"confirm": "1", **wishes})
    entry = Entry.objects.get()
    assert (entry.published_at, entry.topic, entry.kind) == (None, topic, "bug")


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({}, "Choose a zip."),
        ({"kinds": "x=poem"}, "“poem” is no kind."),
        ({"archive": SimpleUploadedFile("x.zip", b"no zip")}, "This is no zip that can be read"),
    ],
)
def test_what_is_wrong_is_said(client, fields, message):
    assert message in client.post(ADDRESS, {"plan": "1", **fields}).content.decode()


def test_a_hostile_zip_is_refused(client):
    assert "leads out of it" in plan(client, {"../x.md": "x"}).content.decode()
    client.post(ADDRESS, {"confirm": "1"})
    assert not Entry.objects.exists()


def test_a_zip_too_large(client, monkeypatch):
    monkeypatch.setattr(importing, "MAX_UPLOAD", 10)
    assert "A zip may have" in plan(client, {"a.md": "x"}).content.decode()


def test_conflicts_are_offered_as_a_merge(client):
    plan(client, {"a.md": "# A\n\none\n\ntwo"})
    client.post(ADDRESS, {"confirm": "1"})
    Entry.objects.get().revise(body="ONE\n\ntwo")
    page = plan(client, {"a.md": "# A\n\nUNO\n\ntwo"}).content.decode()
    assert "&lt;&lt;&lt;&lt;&lt;&lt;&lt; here\nONE\n=======\nUNO\n&gt;&gt;&gt;&gt;&gt;&gt;&gt; source\n\ntwo" in page
    unmerged = {"confirm": "1", "merge": "1", "path-1": "a.md", "text-1": "<<<<<<< here\nx"}
    page = client.post(ADDRESS, unmerged).content.decode()
    assert "still has its marks" in page
    assert "&lt;&lt;&lt;&lt;&lt;&lt;&lt; here\nx</textarea>" in page
    assert Entry.objects.get().body == "ONE\n\ntwo"
    client.post(ADDRESS, {"confirm": "1", "merge": "1", "path-1": "a.md", "text-1": "ONE UNO\r\n\r\ntwo"})
    assert Entry.objects.get().body == "ONE UNO\n\ntwo"
    assert "<strong>1</strong> unchanged" in plan(client, {"a.md": "# A\n\nUNO\n\ntwo"}).content.decode()


def test_old_uploads_are_removed(client, monkeypatch):
    plan(client, {"a.md": "x"})
    assert len(kept_uploads()) == 1
    monkeypatch.setattr(importing, "KEPT_FOR", -1)
    plan(client, {"b.md": "x"})
    assert len(kept_uploads()) == 1


def test_repositories_and_images_are_listed(client):
    plan(client, {"a.md": "# A"})
    client.post(ADDRESS, {"confirm": "1"})
    page = client.get("/admin/journal/repository/").content.decode()
    assert "Bring in a repository" in page
    assert "notes" in page
    assert client.get("/admin/journal/attachment/").status_code == 200
    assert client.get(f"/admin/journal/repository/{Repository.objects.get().pk}/change/").status_code == 200


@pytest.mark.parametrize(("who", "status"), [("visitor", 302), ("reader", 302), ("author", 403), ("editor", 200)])
def test_the_whole_journal_is_downloaded_by_who_may_see_it(cast, signed_in, who, status):
    response = signed_in(cast[who]).get("/admin/journal/repository/journal.zip")
    assert response.status_code == status
    response.close()


@pytest.mark.django_db(transaction=True)  # a download closes its connection at the end, as on a server
def test_what_is_downloaded_can_be_brought_in(client, make_entry):
    make_entry(title="Kept", body="Every character.")
    response = client.get("/admin/journal/repository/journal.zip")
    archive = SimpleUploadedFile("journal.zip", b"".join(response.streaming_content))
    response.close()
    Entry.objects.all().delete()
    client.post(ADDRESS, {"archive": archive, "plan": "1"})
    client.post(ADDRESS, {"confirm": "1"})
    assert Entry.objects.get().body == "Every character."


def test_only_a_plan_that_was_shown_is_carried_out(client):
    plan(client, {"a.md": "# One"})
    said = client.post(ADDRESS, {"confirm": "1", "archive": upload({"b.md": "# Two"})}).content.decode()
    assert "This is another plan" in said
    assert "This is another plan" in client.post(ADDRESS, {"confirm": "1", "draft": "on"}).content.decode()
    assert not Entry.objects.exists()
    client.post(ADDRESS, {"confirm": "1", "draft": "on"})
    assert Entry.objects.get().title == "Two"
    assert len(kept_uploads()) == 0


def test_who_may_not_change_all_entries_may_not_import(author, signed_in):
    author.user_permissions.add(Permission.objects.get(codename="add_repository"))
    assert signed_in(author).get(ADDRESS).status_code == 403


def test_images_can_be_deleted_unless_a_repository_has_them(client):
    free = Attachment.keep(GIF)
    plan(client, {"a.md": "![x](x.png)", "x.png": PNG})
    client.post(ADDRESS, {"confirm": "1"})
    held = Attachment.objects.get(label="x.png")
    for attachment in (free, held):
        client.post(f"/admin/journal/attachment/{attachment.pk}/delete/", {"post": "yes"})
    assert list(Attachment.objects.all()) == [held]

"""Quick capture: a thought becomes a draft."""

import pytest
from django.contrib.auth.models import Permission

from journal.models import Draft, Entry, Topic

pytestmark = pytest.mark.django_db
ADDRESS = "/write/"


@pytest.fixture
def client(signed_in, author):
    return signed_in(author)


def test_a_thought_is_saved_as_a_draft(client, author):
    page = client.post(ADDRESS, {"title": "Sets", "body": "  fast\r\nlookups"}, follow=True)
    entry = Entry.objects.get()
    assert (entry.title, entry.body, entry.author) == ("Sets", "  fast\nlookups", author)
    assert entry.state == "draft"
    assert page.redirect_chain == [("/entries/sets/", 302)]


@pytest.mark.parametrize(
    ("body", "title"), [("\n# A heading\n\ntext", "A heading"), ("x" * 300, "x" * 80), ("***", "Untitled")]
)
def test_without_a_title_the_first_line_is_one(client, body, title):
    client.post(ADDRESS, {"title": "", "body": body})
    assert Entry.objects.get().title == title


def test_it_goes_where_was_written_last(client, author, make_entry, stage):
    make_entry(author=author, topic=stage, title="Older")
    client.post(ADDRESS, {"body": "x"})
    assert Entry.objects.get(title="x").topic == stage


def test_without_a_topic_it_is_unsorted(client):
    client.post(ADDRESS, {"body": "x"})
    client.post(ADDRESS, {"body": "y"})
    assert Entry.objects.first().topic == Entry.objects.last().topic == Topic.objects.get(title="Unsorted")


@pytest.mark.parametrize("data", [{"body": ""}, {"body": "\x00"}, {"title": "x" * 10_000, "body": "Typed."}])
def test_what_does_not_fit_comes_back_with_a_message(client, data):
    page = client.post(ADDRESS, data)
    assert page.context["form"].errors
    assert data["body"].strip("\x00") in page.content.decode()
    assert not Entry.objects.exists()


def test_what_was_typed_elsewhere_is_offered(client, author):
    Draft.keep(author, None, version=0, title="", body="On the phone.")
    assert b"On the phone." in client.get(ADDRESS).content
    client.post(ADDRESS, {"body": "On the phone."})
    assert Draft.unsaved(author, None) is None


@pytest.mark.parametrize(("who", "status"), [("visitor", 302), ("reader", 403), ("author", 200), ("editor", 200)])
def test_who_may_write(signed_in, cast, who, status):
    assert signed_in(cast[who]).get(ADDRESS).status_code == status
    signed_in(cast[who]).post(ADDRESS, {"body": "x"})
    assert Entry.objects.exists() == (status == 200)


def test_a_permission_without_staff_is_not_enough(signed_in, reader):
    reader.user_permissions.add(Permission.objects.get(codename="add_entry"))
    assert signed_in(reader).get(ADDRESS).status_code == 403


def test_after_a_refusal_only_what_was_sent_is_there(client, author):
    Draft.keep(author, None, title="", body="Older.")
    page = client.post(ADDRESS, {"title": "x" * 300, "body": "Newer."}).content.decode()
    assert "Newer." in page
    assert "Older." not in page

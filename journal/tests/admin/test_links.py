"""Links that lead nowhere."""

import pytest

from journal.models import Link

pytestmark = pytest.mark.django_db
ADDRESS = "/admin/journal/link/"


def listed(client):
    return [link.slug for link in client.get(ADDRESS).context["cl"].queryset]


def test_they_are_listed_with_the_way_to_their_entry(signed_in, editor, make_entry):
    make_entry(slug="there")
    entry = make_entry(title="Look <here>", body="[[nowhere]] and [[there]]")
    client = signed_in(editor)
    assert listed(client) == ["nowhere"]
    page = client.get(ADDRESS).content.decode()
    assert f'<a href="/admin/journal/entry/{entry.pk}/change/">Look &lt;here&gt;</a>' in page
    make_entry(slug="nowhere")
    assert listed(client) == []


def test_authors_see_those_of_their_own_entries(signed_in, author, make_entry):
    make_entry(body="[[theirs]]")
    make_entry(body="[[own]]", author=author)
    assert listed(signed_in(author)) == ["own"]


@pytest.mark.parametrize(("who", "status"), [("visitor", 302), ("reader", 302), ("author", 200), ("editor", 200)])
def test_who_may(signed_in, cast, who, status):
    assert signed_in(cast[who]).get(ADDRESS).status_code == status


def test_nothing_is_changed_there(signed_in, editor, make_entry):
    make_entry(body="[[nowhere]]")
    link = Link.objects.get()
    for path in ("add/", f"{link.pk}/change/", f"{link.pk}/delete/"):
        assert signed_in(editor).post(ADDRESS + path, {"post": "yes"}).status_code in (302, 403)
    assert Link.objects.get() == link

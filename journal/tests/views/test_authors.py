"""The page of somebody who writes here."""

import pytest

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada(author):
    author.first_name, author.last_name = "Ada", "Lovelace"
    author.save()
    return author


def test_it_shows_the_person_and_what_they_wrote(client, make_entry, ada, editor):
    make_entry(title="Of hers", author=ada)
    make_entry(title="Of another", author=editor)
    page = client.get(f"/@{ada.username}/").text
    assert '<h1 class="page__title">Ada Lovelace</h1>' in page
    assert "Of hers" in page
    assert "Of another" not in page


@pytest.mark.parametrize("changes", [{"published_at": None}, {"visibility": "private"}, {"visibility": "unlisted"}])
def test_no_account_is_given_away(client, signed_in, make_entry, ada, changes):
    make_entry(author=ada, **changes)
    assert client.get(f"/@{ada.username}/").status_code == 404
    assert client.get("/@nobody/").status_code == 404
    assert signed_in(ada).get(f"/@{ada.username}/").status_code == 200


def test_what_they_say_of_themselves_is_escaped(client, make_entry, ada):
    ada.first_name = "<script>"
    ada.save()
    make_entry(author=ada)
    page = client.get(f"/@{ada.username}/").text
    assert "&lt;script&gt; Lovelace" in page

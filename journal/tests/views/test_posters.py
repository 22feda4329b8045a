"""The picture of an entry, for pages that show a link to it."""

from io import BytesIO

import pytest
from PIL import Image

from journal.text.posters import Poster

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def test_a_public_entry_has_one_and_its_page_says_so(client, make_entry, tmp_path):
    entry = make_entry(title="Owls & <b>", body="```python\nhoot()\n```")
    address = f"/entries/{entry.slug}/poster.png"
    page = client.get(entry.get_absolute_url()).content.decode()
    assert f'<meta property="og:image" content="http://testserver{address}">' in page
    response = client.get(address)
    assert response.headers["Content-Type"] == "image/png"
    with Image.open(BytesIO(response.content)) as image:
        assert image.size == (1200, 630)
    assert len(response.content) < 40_000
    assert client.get(address, headers={"if-none-match": response.headers["ETag"]}).status_code == 304
    assert len(list(tmp_path.rglob("*.png"))) == 1


def test_another_title_is_another_picture(client, make_entry, tmp_path):
    entry = make_entry(title="Owls")
    first = client.get(f"/entries/{entry.slug}/poster.png")
    entry.revise(title="Crows")
    second = client.get(f"/entries/{entry.slug}/poster.png")
    assert first.headers["ETag"] != second.headers["ETag"]
    assert first.content != second.content


def test_what_is_not_listed_has_none_for_anybody(hidden_entries, make_entry, author, cast, signed_in, tmp_path):
    unlisted = make_entry(title="secret unlisted", visibility="unlisted", author=author)
    for entry in [*hidden_entries.values(), unlisted]:
        former = entry.slug
        entry.revise(slug=f"{former}-moved")
        for viewer in cast.values():
            for slug in (entry.slug, former):
                assert signed_in(viewer).get(f"/entries/{slug}/poster.png").status_code == 404
    assert b"og:image" not in signed_in(author).get(unlisted.get_absolute_url()).content
    assert not list(tmp_path.rglob("*.png"))


def test_a_former_address_leads_to_it(client, make_entry):
    entry = make_entry(slug="old")
    entry.revise(slug="new")
    assert client.get("/entries/old/poster.png").headers["Location"] == "/entries/new/poster.png"


@pytest.mark.parametrize("title", ["x" * 200, "操作" * 100, "\u202eبسم", "🎉" * 50, " ", "a\nb", "\ud7ff"])
def test_any_title_can_be_drawn(title):
    assert Poster(title, title[:60], "bug", title * 5, "Site").draw().startswith(b"\x89PNG")

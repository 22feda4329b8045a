"""The preview beside the editor: the real pipeline, for who may write."""

import pytest

from journal.models import Entry

pytestmark = pytest.mark.django_db
ADDRESS = "/admin/journal/entry/preview/"


@pytest.mark.parametrize(("who", "status"), [("visitor", 302), ("reader", 302), ("author", 200), ("editor", 200)])
def test_who_may(signed_in, cast, who, status):
    assert signed_in(cast[who]).post(ADDRESS, {"body": "x"}).status_code == status


def test_it_is_what_readers_will_see(signed_in, author, make_entry):
    body = 'Some *words*, [[other]]\n\n```python title="T"\nx = 1\n```\n\n## Why it works\n\nBecause.'
    answer = signed_in(author).post(ADDRESS, {"body": body.replace("\n", "\r\n")}).json()
    assert "<em>words</em>" in answer["html"]
    assert 'class="why prose"' in answer["html"]
    assert 'href="/entries/other/"' in answer["html"]
    assert answer["minutes"] == 1
    assert not Entry.objects.exists()


def test_warnings_name_their_lines(signed_in, author):
    answer = signed_in(author).post(ADDRESS, {"body": "x\n\n```python wrong=1\nx\n"}).json()
    assert [warning["line"] for warning in answer["warnings"]] == [3, 3]


@pytest.mark.parametrize("body", ["<script>alert(1)</script>", "x" * 300_001, "[" * 20_000, "\x00", ""])
def test_any_text_is_answered(signed_in, author, body):
    response = signed_in(author).post(ADDRESS, {"body": body})
    assert response.status_code == 200
    assert "<script" not in response.json()["html"]
    assert "no-store" in response.headers["Cache-Control"]


def test_only_by_post(signed_in, author):
    assert signed_in(author).get(ADDRESS).status_code == 405

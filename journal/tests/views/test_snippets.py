"""The page of a snippet, and what its address says once the snippet has left the text."""

import pytest

pytestmark = pytest.mark.django_db

CODE = "```python name=count\nprint(len(rows))\n```\n"


@pytest.fixture
def gone(make_entry):
    """A snippet that was taken out of a published entry."""
    entry = make_entry(title="Counting rows", body=CODE)
    snippet = entry.snippets.get()
    entry.revise(body="No code any more.")
    return snippet


def test_the_page_of_a_retired_one_says_where_it_was(client, gone):
    response = client.get(f"/snippets/{gone.pk}/")
    assert response.status_code == 410
    page = response.text
    assert f'<a href="{gone.entry.get_absolute_url()}">Counting rows</a>' in page
    assert "len(rows)" not in page, "whatever was taken out was taken out"
    assert ">count<" not in page
    assert "“count”" not in page


def test_so_do_the_raw_code_and_the_api(client, gone):
    raw = client.get(f"/snippets/{gone.pk}/raw/")
    assert (raw.status_code, raw.content) == (410, b"This code is no longer in its entry.\n")
    for path in (f"/api/v1/snippets/{gone.pk}/", f"/api/v1/snippets/{gone.pk}/raw/"):
        answer = client.get(path)
        assert answer.status_code == 410
        assert answer.json()["entry"] == gone.entry.slug


@pytest.mark.parametrize("changes", [{"published_at": None}, {"visibility": "private"}, {"visibility": "unlisted"}])
def test_who_does_not_find_the_entry_finds_nothing(client, gone, changes):
    gone.entry.revise(version=2, **changes)
    for path in (f"/snippets/{gone.pk}/", f"/snippets/{gone.pk}/raw/", f"/api/v1/snippets/{gone.pk}/"):
        assert client.get(path).status_code == 404


def test_it_is_there_again_when_its_code_is(client, gone):
    assert client.get(f"/snippets/{gone.pk}/").status_code == 410
    gone.entry.revise(version=2, body=CODE)
    response = client.get(f"/snippets/{gone.pk}/")
    assert response.status_code == 200
    assert "count" in response.text


class TestSnippets:
    @pytest.fixture
    def entry(self, make_entry):
        return make_entry(
            title="Code", body="```python title='A <b>' name=n\nx = '<b>'\n```\n\n```output\n1\n```\n\n```sql\ny\n```"
        )

    def test_all_code(self, client, entry):
        page = client.get("/snippets/").text
        assert page.count("<figure") == 2
        assert 'From <a href="/entries/code/">Code</a>' in page
        assert ">python (1)</option>" in page

    def test_by_language_and_topic(self, client, entry):
        assert client.get("/snippets/?language=sql").text.count("<figure") == 1
        assert client.get("/snippets/?language=sql&topic=the-orm").text.count("<figure") == 1
        assert client.get("/snippets/?language=cobol").status_code == 404
        assert client.get("/snippets/?topic=nothing").status_code == 404

    def test_one(self, client, entry):
        page = client.get(f"/snippets/{entry.snippets.first().pk}/").text
        assert "A &lt;b&gt;" in page
        assert "<samp>1</samp>" in page
        assert 'href="/entries/code/#code-n"' in page

    def test_raw(self, client, entry):
        response = client.get(f"/snippets/{entry.snippets.first().pk}/raw/")
        assert response.content == b"x = '<b>'"
        assert response.headers["Content-Type"] == "text/plain; charset=utf-8"
        assert response.headers["X-Content-Type-Options"] == "nosniff"

    @pytest.mark.parametrize("pk", ["0", "999999", "99999999999999999999999999"])
    def test_what_does_not_exist_is_nowhere(self, client, entry, pk):
        assert client.get(f"/snippets/{pk}/").status_code == 404
        assert client.get(f"/snippets/{pk}/raw/").status_code == 404

    def test_without_code_it_says_so(self, client, make_entry):
        make_entry()
        assert "No code is like this." in client.get("/snippets/").text

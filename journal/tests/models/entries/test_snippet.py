"""Snippets keep their rows and addresses as long as their entry, in the text or out of it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from journal.models import Entry, Snippet, TrashedEntry
from journal.text.identity import likeness

pytestmark = pytest.mark.django_db

FIRST = "```python name=first\nprint(1)\n```\n"
SECOND = "```python\nfor letter in word:\n    print(letter)\n```\n"
NEW = "```sql\nSELECT 1\n```\n"


@pytest.fixture
def entry(make_entry):
    return make_entry(body=f"{FIRST}\n{SECOND}")


def keys(entry):
    return list(Snippet.with_retired.filter(entry=entry).order_by("pk").values_list("pk", flat=True))


def test_what_leaves_the_text_keeps_its_row(entry):
    before = keys(entry)
    entry.revise(body=FIRST)
    assert keys(entry) == before
    assert [row.name for row in entry.snippets.all()] == ["first"]
    assert Snippet.objects.count() == 1
    retired = Snippet.with_retired.exclude(retired_at=None).get()
    assert "for letter in word" in retired.code


def test_it_comes_back_with_its_key_when_its_code_does(entry):
    second = entry.snippets.get(position=1)
    entry.revise(body=FIRST)
    entry.revise(body=f"{FIRST}\n{NEW}\n{SECOND}")
    back = entry.snippets.get(pk=second.pk)
    assert (back.position, back.retired_at) == (2, None)
    assert Snippet.with_retired.count() == 3


def test_it_comes_back_with_its_key_when_its_name_does(entry):
    first = entry.snippets.get(name="first")
    entry.revise(body=SECOND)
    entry.revise(body=f"{SECOND}\n```python name=first\nprint('another')\n```\n")
    assert entry.snippets.get(name="first").pk == first.pk


def test_of_two_with_one_name_the_last_one_comes_back(entry):
    entry.revise(body="```sql name=first\nSELECT 1\n```\n")  # another language, and the name decides
    entry.revise(body=NEW)
    entry.revise(body="```python name=first\nprint(2)\n```\n")
    assert entry.snippets.get().name == "first"
    assert Snippet.with_retired.filter(entry=entry, name="first").count() == 1


def test_a_name_is_free_again_once_its_snippet_is_retired(entry):
    other = "```python name=other\nprint(1)\n```\n"
    entry.revise(body=other)
    entry.revise(body=f"{FIRST}\n{other}")
    assert {row.name for row in entry.snippets.all()} == {"first", "other"}


def test_retired_ones_are_counted_and_found_nowhere(entry, client):
    entry.revise(body=f"{FIRST}\n{NEW}")
    for path in ("/snippets/", "/snippets/?language=python", "/search/?q=letter", "/api/v1/snippets/"):
        assert "letter in word" not in client.get(path).content.decode()
    shown = client.get(f"/api/v1/entries/{entry.slug}/?expand=snippets").json()["snippets"]
    assert [snippet["language"] for snippet in shown] == ["python", "sql"]


def test_they_go_with_their_entry(entry):
    entry.revise(body="Nothing.")
    Entry.objects.all().delete()
    assert not Snippet.with_retired.exists()


def test_they_come_back_out_of_the_trash_with_it(entry):
    before = keys(entry)
    entry.revise(body=FIRST)
    retired_at = Snippet.with_retired.get(position=1).retired_at
    entry = TrashedEntry.put(entry).restore()
    assert keys(entry) == before
    assert Snippet.with_retired.get(position=1).retired_at == retired_at
    assert entry.snippets.count() == 1


def test_blocks_that_are_the_same_come_back_in_their_order(make_entry):
    same = "```sh\npip install x\n```\n\n"
    entry = make_entry(body=same * 3)
    before = keys(entry)
    entry.revise(body="Nothing.")
    entry.revise(body=same * 3)
    assert [row.pk for row in entry.snippets.order_by("position")] == before


def test_a_row_tells_how_alike_its_code_is_to_what_it_had(make_entry):
    entry = make_entry(body=SECOND)
    row = Snippet.objects.get()
    written = "```python\nimport os\n\nprint(os.getcwd(), os.environ)\n```\n"
    entry.revise(body=written)
    assert Snippet.objects.get().pk == row.pk, "its address leads to what stands in its place"
    assert likeness(row.code, Snippet.objects.get().code) < 0.2


def test_a_save_that_changes_no_code_writes_no_snippet(entry):
    with CaptureQueriesContext(connection) as captured:
        entry.revise(body=f"Words.\n\n{FIRST}\n{SECOND}")
    assert not [query for query in captured if 'UPDATE "journal_snippet"' in query["sql"]]


class TestSnippet:
    BODY = "```python name=first\na\n```\n\n```sql\nb\n```"

    def test_it_keeps_its_address_through_an_edit(self, make_entry):
        entry = make_entry(body=self.BODY)
        first, second = entry.snippets.all()
        entry.revise(body="```python\nnew\n```\n\n```sql\nb\n```\n\n```python name=first\nchanged\n```")
        rows = {row.position: row for row in entry.snippets.all()}
        assert rows[2].pk == first.pk
        assert rows[1].pk == second.pk
        assert rows[0].pk not in (first.pk, second.pk)
        assert rows[2].code == "changed"

    def test_what_left_the_text_is_gone(self, make_entry):
        entry = make_entry(body=self.BODY)
        entry.revise(body="nothing")
        assert not Snippet.objects.exists()

    def test_names_can_be_swapped(self, make_entry):
        entry = make_entry(body="```python name=a\n1\n```\n\n```python name=b\n2\n```")
        before = {row.name: row.pk for row in entry.snippets.all()}
        entry.revise(body="```python name=b\n1\n```\n\n```python name=a\n2\n```")
        assert {row.name: row.pk for row in entry.snippets.all()} == before

    def test_it_links_to_itself(self, make_entry):
        snippet = make_entry(body=self.BODY).snippets.first()
        assert f'href="/snippets/{snippet.pk}/"' in snippet.html

    @pytest.mark.parametrize(
        ("info", "called"),
        [("python title='A b'", "A b"), ("python name=a-b", "a-b"), ("python", "Python code 1"), ("", "text code 1")],
    )
    def test_what_it_is_called(self, make_entry, info, called):
        assert str(make_entry(body=f"```{info}\nx\n```").snippets.get()) == called

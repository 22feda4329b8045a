"""The search page, pasted errors, and the bugs by their exception."""

import json

import pytest

pytestmark = pytest.mark.django_db

TRACEBACK = "Traceback (most recent call last):\n  File \"a.py\", line 3, in send\n    x\nKeyError: 'to'\n"


@pytest.fixture
def bugs(make_entry):
    output = f"```python\nsend()\n```\n\n```output\n{TRACEBACK}```\n"
    make_entry(title="A letter to nobody", kind="bug", body=output)
    make_entry(title="Another key", kind="bug", body=output.replace("'to'", "entirely other").replace("send", "sort"))
    make_entry(title="A note on KeyError", body="KeyError is what dictionaries raise.")
    make_entry(title="A wrong sum", kind="bug", body="Just wrong.")


def titles(response):
    text = response.content.decode()
    parts = text.split('<h2 class="card__title">')[1:]
    return [part.split(">", 1)[1].split("</a>")[0].replace("<mark>", "").replace("</mark>", "") for part in parts]


def test_without_a_question_the_page_says_what_can_be_asked(client):
    page = client.get("/search/").content.decode()
    assert "select_related" in page
    assert '<textarea class="finder__box"' in page


def test_what_is_found_is_marked_and_what_was_typed_stays(client, make_entry):
    make_entry(title="Owls & <b>crows</b>", body="Owls hoot.")
    page = client.get("/search/?q=owls+%3Cb%3E").content.decode()
    assert "<mark>Owls</mark> &amp; <mark>&lt;b&gt;</mark>crows&lt;/b&gt;" in page
    assert "owls &lt;b&gt;</textarea>" in page
    assert "1 entry." in page


def test_nothing_found_says_what_to_try(client, make_entry):
    make_entry(title="Owls everywhere")
    page = client.get("/search/?q=owlls+topic:orm").content.decode()
    assert 'Did you mean <a href="?q=owls+topic%3Aorm">' in page
    assert 'href="?q=owlls"' in page


def test_words_that_no_entry_has_together_find_those_that_have_some(client, make_entry):
    make_entry(title="Owls")
    make_entry(title="Crows")
    response = client.get("/search/?q=owls+crows")
    assert "No entry has all of these words. 2 entries with some of them." in response.content.decode()


def test_a_pasted_traceback_finds_the_most_alike_first(client, bugs):
    response = client.get("/search/", {"q": TRACEBACK})
    assert titles(response) == ["A letter to nobody", "Another key", "A note on KeyError"]
    assert "The same error" in response.content.decode()
    assert titles(client.get("/search/", {"q": "KeyError: entirely other"}))[0] == "Another key"


def test_a_pasted_error_that_nobody_had_looks_for_its_words(client, bugs):
    response = client.get("/search/", {"q": "ValueError: dictionaries raise"})
    assert titles(response) == ["A note on KeyError"]


def test_a_hidden_bug_is_not_found_by_its_traceback(client, signed_in, author, make_entry):
    body = f"```output\n{TRACEBACK}```\n\n```text\n{TRACEBACK}```"
    make_entry(title="Mine", kind="bug", body=body, published_at=None, author=author)
    assert titles(client.get("/search/", {"q": TRACEBACK})) == []
    assert b"KeyError" not in client.get("/bugs/").content
    assert titles(signed_in(author).get("/search/", {"q": TRACEBACK})) == ["Mine"]
    assert b"KeyError" in signed_in(author).get("/bugs/").content


def test_bugs_by_exception(client, bugs):
    page = client.get("/bugs/").content.decode()
    assert page.index("KeyError") < page.index("A letter to nobody") < page.index("only a wrong answer")
    assert page.index("only a wrong answer") < page.index("A wrong sum")
    assert "A note on KeyError" not in page


def test_an_edited_entry_forgets_its_errors(client, bugs):
    from journal.models import Entry, Failure

    entry = Entry.objects.get(title="Another key")
    entry.revise(body="No error any more.")
    assert not Failure.objects.filter(entry=entry).exists()
    assert titles(client.get("/search/", {"q": TRACEBACK}))[1:] == ["A note on KeyError"]


def test_suggestions_are_as_browsers_want_them(client, make_entry):
    make_entry(title="Owls by night")
    assert json.loads(client.get("/search/suggestions/?q=ow").content) == ["ow", ["Owls by night"]]
    assert b"{searchTerms}" in client.get("/opensearch.xml").content


def test_search_pages_are_not_for_robots_nor_for_the_page_cache(client, make_entry):
    make_entry(title="Owls")
    assert b'name="robots" content="noindex' in client.get("/search/?q=owls").content
    make_entry(title="More owls")
    assert b"2 entries." in client.get("/search/?q=owls").content


def test_entries_like_another_one(client, make_entry):
    entry = make_entry(title="Owls at night", tags=["birds"])
    make_entry(title="A night owl", tags=["birds"])
    make_entry(title="Crows", tags=["birds"])
    make_entry(title="Unrelated", body="Nothing of the kind.")
    make_entry(title="Owls that nobody sees", tags=["birds"], published_at=None)
    response = client.get(f"/entries/{entry.slug}/alike/")
    assert titles(response)[:2] == ["A night owl", "Crows"]
    assert b"nobody sees" not in response.content
    assert client.get("/entries/owls-that-nobody-sees/alike/").status_code == 404
    assert b"/alike/" in client.get(entry.get_absolute_url()).content

"""Where links and images of a text lead."""

import pytest

from journal.models import Attachment, TrashedEntry
from journal.reads.stumbles import broken_references, stumbles
from journal.tests.pictures import PNG

pytestmark = pytest.mark.django_db


def found(body, viewer):
    return [(warning.line, warning.message) for warning in broken_references(body, viewer)]


def test_nothing_is_broken(make_entry, author):
    make_entry(slug="two-sum").revise(slug="two-sums")
    picture = Attachment.keep(PNG).get_absolute_url()
    body = (
        f"[[two-sum]] [[two-sums|x]] [x](two-sums.md) [x](/entries/two-sum/) ![a]({picture}) [x](https://example.org)"
    )
    assert found(body, author) == []


@pytest.mark.parametrize(
    ("body", "slug"),
    [
        ("[[two-sun]]", "two-sun"),
        ("[x](../two-sums.md)", "two-sums"),
        ("[x](/entries/tow-sum/)", "tow-sum"),
        ("[x]: two-sum-1.md", "two-sum-1"),
        ("![[Two Sum!!]] [[the two sum]]", "the-two-sum"),
    ],
)
def test_a_link_that_leads_nowhere_is_named_with_what_was_probably_meant(make_entry, author, body, slug):
    make_entry(slug="two-sum")
    assert found(f"words\n\n{body}", author) == [(3, f"There is no entry “{slug}”. Did you mean “two-sum”?")]


def test_nothing_like_it(make_entry, author):
    make_entry(slug="two-sum")
    assert found("[[decorators]]", author) == [(1, "There is no entry “decorators”.")]


def test_what_stands_in_code_is_no_link(author):
    assert found("`[[nowhere]]`\n\n```\n[[nowhere]]\n```", author) == []


def test_a_link_to_what_readers_cannot_open(make_entry, author):
    make_entry(slug="later", author=author, published_at=None)
    assert found("[[later]]", author) == [(1, "“later” is an entry that readers cannot open yet.")]


@pytest.mark.parametrize("kind", ["draft", "scheduled", "private"])
def test_what_others_hide_does_not_exist(hidden_entries, reader, kind):
    slug = hidden_entries[kind].slug
    assert found(f"[[{slug}]]", reader) == [(1, f"There is no entry “{slug}”.")]
    assert "Did you mean" not in found(f"[[{slug}s]]", reader)[0][1]


def test_what_is_in_the_trash_is_nowhere(make_entry, editor):
    TrashedEntry.put(make_entry(slug="gone"))
    assert found("[[gone]]", editor) == [(1, "There is no entry “gone”.")]


def test_an_image_that_is_not_there(author):
    name = f"{'0' * 32}.png"
    assert found(f"a\n![b](/attachments/{name})", author) == [(2, f"There is no file “{name}” in the journal.")]


def test_a_thousand_broken_links_cost_as_much_as_five(author, django_assert_max_num_queries):
    with django_assert_max_num_queries(30):
        assert len(found("\n".join(f"[[nothing-{number}]]" for number in range(1000)), author)) == 1000


def test_all_that_readers_would_stumble_over_in_the_order_of_the_text(make_entry, author):
    entry = make_entry(body="[[nowhere]]\n\n```python wrong\nx\n```\n\nTODO")
    assert [warning.line for warning in stumbles(entry, author)] == [1, 3, 7]
    assert [warning.message for warning in stumbles(make_entry(body=" "), author)] == ["The entry has no text."]

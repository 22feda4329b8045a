"""What is found, and by whom."""

from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from journal.search.finding import UnknownPage, completions, search
from journal.search.language import parse
from journal.search.suggestions import did_you_mean

pytestmark = pytest.mark.django_db
HOSTILE = [
    *('"', "'", "*", ":", "-", "^", "(", ")", "{}", "[", "\\", "%", "_", ";", "--", "/*", "&", "|", "!", "<->", "@@"),
    *("NEAR(a b)", "NEAR/2", "AND", "OR NOT", "a AND", "title:x", "{marks}: x", "a:*", "a:A", "'a':B", "x' OR '1'='1"),
    *('"a" "', 'a"b"c', "a*b*", "**", "(a", "-(a)", "+a", "^a", "\x00", "\ud800", "🎉", "²", "½", "ﬁ", "ß", "İ", "ⅷ"),
    *(
        "\u202e",
        "é",
        "e\u0301",
        "हिन्दी",
        "ไทย",
        "한국어",
        "שלום",
        "مرحبا",
        "a" * 10_000,
        "a " * 5_000,
        "=kindbug",
        "every",
    ),
    *(
        "lang:" + "x" * 1_990,
        "-lang:" + "x" * 1_990,
        "topic:" + "x" * 1_990,
        "word" * 600,
        "topic:",
        "topic:'",
        "tag:*",
        'lang:"',
        "before:0000",
        "after:9999-12",
        "before:9999",
        "after:0001",
        "in:",
        "1e5 -5",
    ),
]


@pytest.fixture
def texts(make_entry):
    make_entry(
        title="Forty-one queries", body="One query for each row.\n\n```python\nBook.objects.select_related()\n```"
    )
    make_entry(title="Cafés", body="Un café, a cafe, naïve words. It's the author's.")
    make_entry(title="操作数据库", body="数据库查询很慢。")
    make_entry(
        title="Signs", body="x\n\n```python\n@property\ndef __init__(self): return a != b\n```\n\n```output\n1\n```"
    )
    make_entry(title="Bash", body="Run it.\n\n```bash\ngit commit --no-verify\n```", kind="bug", tags=["shell tools"])


@pytest.mark.parametrize(
    ("typed", "titles"),
    [
        ("query", ["Forty-one queries"]),
        ("QUERIES", ["Forty-one queries"]),
        ('"query for each"', ["Forty-one queries"]),
        ('"each for query"', []),
        ("query -row", []),
        ("que*", ["Forty-one queries"]),
        ("query*", ["Forty-one queries"]),
        ("caf*", ["Cafés"]),
        ("sele*", ["Forty-one queries"]),
        ("na*", ["Cafés"]),
        ("zz*", []),
        ("select_related", ["Forty-one queries"]),
        ("related", ["Forty-one queries"]),
        ("objects.select_related", ["Forty-one queries"]),
        ("Book.objects", ["Forty-one queries"]),
        ("related in:code", ["Forty-one queries"]),
        ("related in:title", []),
        ("forty in:title", ["Forty-one queries"]),
        ("quer* in:title", ["Forty-one queries"]),
        ('"one queries" in:title', ["Forty-one queries"]),
        ('"queries one" in:title', []),
        ("CAFÉS in:title", ["Cafés"]),
        ("-cafés in:title kind:bug", ["Bash"]),
        ("forty in:text", []),
        ("cafe", ["Cafés"]),
        ("café", ["Cafés"]),
        ("CAFE\u0301", ["Cafés"]),
        ("naive", ["Cafés"]),
        ("author's", ["Cafés"]),
        ("数据", ["操作数据库"]),
        ("据库查", ["操作数据库"]),
        ("慢", ["操作数据库"]),
        ("没有", []),
        ("__init__", ["Signs"]),
        ("!=", ["Signs"]),
        ("@property", ["Signs"]),
        ("==", []),
        ("--no-verify", ["Bash"]),
        ("kind:bug", ["Bash"]),
        ("-kind:note", ["Bash"]),
        ('tag:"shell tools"', ["Bash"]),
        ("tag:shell-tools", ["Bash"]),
        ("lang:sh", ["Bash"]),
        ("has:output", ["Signs"]),
        ("topic:orm has:code -has:output kind:note", ["Forty-one queries"]),
        ("topic:nowhere", []),
        ("lang:cobol", []),
        ("run after:2026-03 before:2026-04", ["Bash"]),
        ("run before:2026-03", []),
    ],
)
def test_what_people_type_finds_what_they_mean(texts, find, typed, titles):
    assert find(typed) == titles


@pytest.mark.parametrize("typed", HOSTILE)
def test_nothing_that_is_typed_is_an_error(texts, client, visitor, typed):
    search(parse(typed), visitor)
    if typed in ("\x00", "\ud800"):
        return  # no address can have them
    for order in ("relevance", "date"):
        assert client.get("/search/", {"q": typed, "order": order}).status_code == 200
    assert client.get("/search/suggestions/", {"q": typed}).status_code == 200


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from([*HOSTILE[:60], "query", "-", " ", "in:code ", "kind:bug"]) | st.text(max_size=8)))
def test_no_mixture_is_an_error(visitor, parts):
    query = parse("".join(parts))
    search(query, visitor)
    completions(query, visitor)


def test_a_prefix_finds_every_word_that_begins_so(make_entry, find, visitor):
    words = "queryset keyword anything everything busybox asyncio universe running"
    make_entry(title=words, body="x")
    for word in words.split():
        for length in range(2, len(word) + 1):
            assert find(f"{word[:length]}*") == [words], word[:length]
            assert completions(parse(word[:length]), visitor) == [words], word[:length]


def test_short_words_and_signs_are_themselves(make_entry, find):
    make_entry(title="One", body="We use it as is, in js and ts: 5² Σίσυφος.")
    for typed in ("as", "is", "js", "ts", "5²", "ΣΊΣΥΦΟΣ", "σίσυφος"):
        assert find(typed) == ["One"], typed
    for typed in ("a", "i", "j", "os"):
        assert find(typed) == [], typed


def test_a_phrase_does_not_reach_from_one_field_into_the_next(make_entry, find):
    make_entry(title="Alpha bar", body="Words.")
    assert find('"bar the"') == []
    assert find('"alpha bar"') == ["Alpha bar"]


def test_one_character_is_not_its_neighbour(make_entry, find):
    make_entry(title="One", body="亏")
    assert find("于") == []
    assert find("亏") == ["One"]


def test_a_word_in_the_title_counts_more_than_in_a_tag_and_that_more_than_in_the_text(make_entry, find):
    make_entry(title="Title has owls")
    make_entry(title="Tagged", tags=["owls"])
    for number in range(5):
        make_entry(
            title=f"Text {number}", body="Nothing about birds here, and then some owls. " + "Padding words. " * 20
        )
    assert find("owls")[:2] == ["Title has owls", "Tagged"]


def test_the_order_can_be_that_of_the_dates(make_entry, find):
    make_entry(title="Newer", body="owls")
    make_entry(title="Owls, older")
    assert find("owls") == ["Owls, older", "Newer"]
    assert find("owls", order="date") == ["Newer", "Owls, older"]


@pytest.mark.parametrize("order", ["relevance", "date"])
def test_more_goes_on_where_the_page_ended(make_entry, visitor, order):
    for number in range(45):
        make_entry(title=f"Owl {number}", body="owls " * (number % 7))
    seen, after = [], ""
    for size in (20, 20, 5):
        found = search(parse("owl"), visitor, order=order, after=after)
        assert len(found.results) == size
        assert found.count == 45
        seen += [result.slug for result in found.results]
        after = found.more
    assert not after
    assert len(set(seen)) == 45


@pytest.mark.parametrize(
    "after", ["--5", "20_--5", "9" * 19, "x", "1", "_", "nan_1", "20_x", "0x1p1_1", "9" * 40, "-", "9999_1", "-1_1"]
)
@pytest.mark.parametrize("order", ["relevance", "date"])
def test_a_place_of_nobodys_is_a_bad_request(make_entry, visitor, client, after, order):
    make_entry(title="Owl")
    if order == "date" and after == "1":
        return
    with pytest.raises(UnknownPage):
        search(parse("owl"), visitor, order=order, after=after)
    assert client.get("/search/", {"q": "owl", "order": order, "after": after}).status_code == 400


def test_more_goes_on_although_something_was_saved_meanwhile(make_entry, visitor):
    for number in range(30):
        make_entry(title=f"Owl {number}", body="owls")
    first = search(parse("owl"), visitor)
    make_entry(title="Unrelated", body="Nothing of them.")
    second = search(parse("owl"), visitor, after=first.more)
    assert len({result.slug for result in first.results + second.results}) == 30


def test_the_heading_is_that_of_its_line(make_entry, visitor):
    make_entry(title="One", body="Setup is easy. An owl sits.\n\n## Setup\n\nx\n\n## Falcon\n\ny")
    [result] = search(parse("owl"), visitor).results
    assert result.heading is None
    [result] = search(parse("falcon"), visitor).results
    assert result.heading["title"] == "Falcon"


def test_many_snippets_of_one_entry_hide_no_other_code(make_entry, visitor):
    make_entry(title="Few", body="```python\nzig_zag()\n```")
    make_entry(title="Many", body="\n\n".join(f"```python\nx{n} = zig_zag()\n```" for n in range(60)))
    assert all(result.code for result in search(parse("zig_zag"), visitor).results)


def test_the_last_year_there_is(make_entry, author, find):
    far = datetime(9999, 12, 30, tzinfo=UTC)
    for number in range(5):
        make_entry(title=f"Owl {number}", published_at=far, author=author)
    assert len(find("owl", author)) == 5
    for number in range(20):
        make_entry(title=f"Crow {number}", published_at=far, author=author)
    first = search(parse("-x"), author, order="date")
    assert len(search(parse("-x"), author, order="date", after=first.more).results) == 5


def test_the_excerpt_is_in_its_place(make_entry, visitor):
    body = (
        "First words.\n\n## A part\n\nNothing.\n\n## Birds\n\nLong before. "
        + "Padding here. " * 20
        + "At last an owl <b>."
    )
    make_entry(title="One", body=body)
    [result] = search(parse("owls"), visitor).results
    text = "".join(piece for piece, _ in result.excerpt)
    assert ("owl", True) in result.excerpt
    assert text.startswith("…")
    assert "an owl" in text
    assert result.heading["title"] == "Birds"


def test_a_line_of_code_is_shown_with_its_number(make_entry, visitor):
    make_entry(title="One", body="Words.\n\n```python name=late\nx = 1\n    y = Book.objects.select_related('a')\n```")
    [result] = search(parse("select_related"), visitor).results
    assert result.code.number == 2
    assert result.code.anchor == "code-late"
    assert result.code.pieces == [("y = Book.objects.", False), ("select_related", True), ("('a')", False)]


def test_a_line_that_was_printed_is_shown_too(make_entry, visitor):
    make_entry(title="One", body="Words.\n\n```python\nx\n```\n\n```output\nfirst\nresult line\n```")
    [result] = search(parse('"result line"'), visitor).results
    assert result.code.is_output
    assert result.code.pieces == [("result line", True)]


def test_facets_count_what_is_found_and_narrow_it(make_entry, visitor):
    for number in range(3):
        make_entry(title=f"Owl {number}", tags=["birds"], body="```python\nx\n```")
    make_entry(title="Owl bug", kind="bug", body="```sql\nx\n```")
    facets = {facet.name: facet.choices for facet in search(parse("owl"), visitor).facets}
    assert [(choice.label, choice.count) for choice in facets["Kind"]] == [("Note", 3), ("Bug", 1)]
    assert [(choice.label, choice.count) for choice in facets["Tag"]] == [("birds", 3)]
    assert [(choice.label, choice.count) for choice in facets["Language"]] == [("python", 3), ("sql", 1)]
    for choices in facets.values():
        for choice in choices:
            assert search(parse(choice.query), visitor).count == choice.count
    assert "Topic" not in facets  # all are in one


class TestWhoFinds:
    def test_nobody_finds_counts_or_completes_what_they_may_not_see(self, hidden_entries, cast, find):
        sees = {"visitor": 0, "reader": 0, "mentor": 0, "author": 3, "editor": 3}
        for role, viewer in cast.items():
            for typed in ("secret", "in:code secret", "tag:secret-tag", "secret*", "lang:secretlang", "secret -x"):
                found = search(parse(typed), viewer)
                assert (found.count, len(found.results)) == (sees[role], sees[role]), (role, typed)
            assert len(completions(parse("secr"), viewer)) == sees[role]

    def test_an_unlisted_entry_is_found_by_who_may_change_it_only(self, make_entry, cast, author):
        make_entry(title="Owl", visibility="unlisted", author=author)
        assert {role: search(parse("owl"), viewer).count for role, viewer in cast.items()} == {
            "visitor": 0,
            "mentor": 0,
            "reader": 0,
            "author": 1,
            "editor": 1,
        }

    def test_the_page_of_a_hidden_word_is_that_of_an_unknown_one(self, hidden_entries, client):
        hidden = client.get("/search/?q=secret").content.replace(b"secret", b"")
        assert hidden == client.get("/search/?q=zzzzzz").content.replace(b"zzzzzz", b"")
        assert b"secret" not in client.get("/search/?q=secrte").content

    def test_a_tag_that_only_drafts_have_is_as_unknown_as_none(self, hidden_entries, client):
        hidden = client.get("/search/?q=tag:secret-tag").content.replace(b"secret-tag", b"")
        assert hidden == client.get("/search/?q=tag:nothing-so").content.replace(b"nothing-so", b"")

    def test_a_hidden_entry_that_is_made_public_is_found_at_once(self, make_entry, find):
        entry = make_entry(title="Owl", published_at=None)
        assert find("owl") == []
        entry.publish()
        assert find("owl") == ["Owl"]
        entry.unpublish()
        assert find("owl") == []


class TestSuggestions:
    def test_a_mistyped_word_has_a_known_one(self, texts):
        assert did_you_mean(parse("querry -row kind:bug")) == "query -row kind:bug"
        assert did_you_mean(parse("query")) == ""
        assert did_you_mean(parse("zzzzzzzz")) == ""

    def test_titles_complete_what_is_typed(self, texts, visitor):
        assert completions(parse("que"), visitor) == ["Forty-one queries"]
        assert completions(parse("forty q"), visitor) == ["Forty-one queries"]
        assert completions(parse(""), visitor) == []


def test_a_tag_that_only_hidden_entries_have_looks_like_none(make_entry, visitor):
    make_entry(body="owl and crow", tags=["hidden"], published_at=None)
    found, nothing = (search(parse(f"owl crow tag:{tag}"), visitor) for tag in ("hidden", "nothing"))
    assert (found.count, found.is_partial) == (nothing.count, nothing.is_partial) == (0, False)

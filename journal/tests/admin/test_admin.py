"""Writing in Django admin: the same verbs, with their refusals as messages."""

import pytest
from django.utils import timezone

from journal.models import Address, Entry, Page, Tag, Topic

pytestmark = pytest.mark.django_db

ADD = "/admin/journal/entry/add/"


@pytest.fixture
def writing(editor, signed_in):
    return signed_in(editor)


def entry_form(place, /, **overrides):
    form = {
        "title": "Sets",
        "body": "Some *words*.",
        "topic": place.pk,
        "kind": "note",
        "tag_names": "sql, orm",
        "summary": "",
        "visibility": "public",
        "published_at": "",
        "slug": "",
        "opened_version": "",
    }
    return form | overrides


def change(entry):
    return f"/admin/journal/entry/{entry.pk}/change/"


def errors(response):
    form = response.context["adminform"].form
    return " ".join(str(error) for errors in form.errors.values() for error in errors)


class TestEntries:
    def test_adding_one(self, writing, topic, editor):
        response = writing.post(ADD, entry_form(topic))
        assert response.status_code == 302
        entry = Entry.objects.get()
        assert (entry.title, entry.slug, entry.version, entry.author) == ("Sets", "sets", 1, editor)
        assert "<em>words</em>" in entry.html
        assert sorted(tag.name for tag in entry.tags.all()) == ["orm", "sql"]
        assert not entry.is_published

    def test_changing_one(self, writing, make_entry):
        entry = make_entry(body="one", tags=["old"])
        form = entry_form(entry.topic, title="New", body="two\r\nlines", opened_version=entry.version, tag_names="new")
        assert writing.post(change(entry), form).status_code == 302
        entry.refresh_from_db()
        assert (entry.title, entry.body, entry.version) == ("New", "two\nlines", 2)
        assert [tag.name for tag in entry.tags.all()] == ["new"]

    def test_the_form_carries_the_version_that_it_was_opened_on(self, writing, make_entry):
        entry = make_entry()
        entry.revise(body="x")
        page = writing.get(change(entry)).content.decode()
        assert 'name="opened_version" value="2"' in page

    @pytest.mark.parametrize(
        ("field", "value", "message"),
        [
            ("title", "", "required"),
            ("title", "x" * 201, "at most 200"),
            ("body", "x" * 300_001, "300"),
            ("title", "\u200b", "something to see"),
            ("body", "a\x00b", "Null characters"),
            ("kind", "poem", "not one of the available choices"),
            ("visibility", "everyone", "not one of the available choices"),
            ("topic", "999", "not one of the available choices"),
            ("tag_names", "x" * 61, "at most 60"),
            ("summary", "x" * 301, "at most 300"),
            ("published_at", "yesterday", "valid date"),
            ("published_at", "0001-01-01T00:00", "from 1900 to 2998"),
            ("published_at", "9999-12-31T23:59", "from 1900 to 2998"),
        ],
    )
    def test_what_does_not_fit_comes_back_with_a_message(self, writing, topic, field, value, message):
        response = writing.post(ADD, entry_form(topic, **{field: value}))
        assert response.status_code == 200
        assert message in errors(response)
        assert not Entry.objects.exists()

    def test_line_ends_count_once(self, writing, topic):
        text = "\r\n".join(["x" * 54] * 5_400)
        assert writing.post(ADD, entry_form(topic, body=text)).status_code == 302
        assert len(Entry.objects.get().body) < 300_000

    def test_more_than_a_form_may_hold_is_answered_with_words(self, writing, topic):
        page = writing.post(ADD, entry_form(topic, body="x" * 5_000_000))
        assert page.status_code == 413
        assert b"still in the form" in page.content

    def test_an_address_in_use_comes_back_with_a_message(self, writing, make_entry):
        entry = make_entry(slug="sets")
        response = writing.post(ADD, entry_form(entry.topic, slug="sets"))
        assert "already exists" in errors(response)

    def test_an_address_that_leads_elsewhere_comes_back_with_a_message(self, writing, make_entry):
        entry = make_entry(slug="sets").revise(slug="other")
        response = writing.post(ADD, entry_form(entry.topic, slug="sets"))
        assert "still leads to what had it before" in errors(response)
        assert Address.objects.count() == 1

    def test_publishing_and_unpublishing_many(self, writing, make_entry):
        entries = [make_entry(published_at=None) for _ in range(3)]
        keys = [entry.pk for entry in entries]
        writing.post("/admin/journal/entry/", {"action": "publish", "_selected_action": keys})
        assert Entry.objects.published().count() == 3
        writing.post("/admin/journal/entry/", {"action": "unpublish", "_selected_action": keys[:2]})
        assert Entry.objects.published().count() == 1

    def test_scheduling_by_the_form(self, writing, topic):
        form = entry_form(topic, published_at="2998-01-01T10:00:00")
        assert writing.post(ADD, form).status_code == 302
        assert Entry.objects.get().is_scheduled

    @pytest.mark.parametrize(("state", "found"), [("draft", "d"), ("scheduled", "s"), ("published", "p"), ("", "dps")])
    def test_the_list_can_be_filtered_by_state(self, writing, make_entry, state, found):
        make_entry(slug="d", title="d", published_at=None)
        make_entry(slug="s", title="s", published_at=timezone.now().replace(year=2999))
        make_entry(slug="p", title="p")
        page = writing.get(f"/admin/journal/entry/?state={state}")
        assert sorted(entry.slug for entry in page.context["cl"].queryset) == sorted(found)

    def test_a_deep_page_of_the_list_has_its_rows_in_order(self, writing, make_entry):
        entries = [make_entry() for _ in range(53)]
        page = writing.get("/admin/journal/entry/?p=2")
        assert [entry.pk for entry in page.context["cl"].result_list] == [entry.pk for entry in entries[2::-1]]

    def test_only_what_has_an_index_can_be_sorted_by(self, writing, make_entry):
        for title in "bac":
            make_entry(title=title)

        def titles(query):
            return [entry.title for entry in writing.get(f"/admin/journal/entry/{query}").context["cl"].result_list]

        assert titles("?o=1") == titles("?o=-1") == titles("")
        assert titles("?o=5") == titles("?o=-5")[::-1] == ["c", "a", "b"]

    def test_the_list_can_be_searched(self, writing, make_entry):
        make_entry(body="a needle in here")
        make_entry()
        assert writing.get("/admin/journal/entry/?q=needle").context["cl"].result_count == 1

    def test_the_list_costs_the_same_with_more(self, writing, make_entry, django_assert_max_num_queries):
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        counts = []
        for _ in range(2):
            for _ in range(5):
                make_entry(tags=["a"])
            with CaptureQueriesContext(connection) as captured:
                writing.get("/admin/journal/entry/")
            counts.append(len(captured))
        assert counts[0] == counts[1]

    def test_it_can_be_viewed_on_the_site(self, writing, make_entry):
        page = writing.get(change(make_entry())).content.decode()
        assert "View on site" in page

    def test_warnings_are_shown(self, writing, make_entry):
        entry = make_entry(body="```python nosuch<b>\nx\n```")
        page = writing.get(change(entry)).content.decode()
        assert "Line 1: Unknown option “nosuch&lt;b&gt;”" in page

    def test_deleting_many_keeps_the_counts_right(self, writing, make_entry):
        from journal.models import Tally

        keys = [make_entry(tags=["a"]).pk for _ in range(2)]
        form = {"action": "delete_selected", "_selected_action": keys, "post": "yes"}
        assert writing.post("/admin/journal/entry/", form).status_code == 302
        assert not Entry.objects.exists()
        assert not Tally.objects.exclude(count=0).exists()

    def test_topics_complete_as_they_are_typed(self, writing, topic):
        query = {"app_label": "journal", "model_name": "entry", "field_name": "topic", "term": "orm"}
        found = writing.get("/admin/autocomplete/", query).json()["results"]
        assert [row["text"] for row in found] == ["The ORM"]


class TestOthers:
    def test_a_topic(self, writing, stage):
        form = {
            "title": "Forms",
            "slug": "",
            "parent": stage.pk,
            "position": 3,
            "summary": "",
            "why": "Because.",
            "target_on": "",
        }
        assert writing.post("/admin/journal/topic/add/", form).status_code == 302
        topic = Topic.objects.get(slug="forms")
        assert "Because." in topic.why_html

    def test_only_stages_can_be_chosen_as_a_stage(self, writing, stage, topic):
        page = writing.get("/admin/journal/topic/add/").context["adminform"].form
        assert list(page.fields["parent"].queryset) == [stage]

    def test_a_topic_that_would_be_a_third_level_is_refused(self, writing, stage, topic):
        other = Topic(title="Other").revise()
        form = {
            "title": "Django",
            "slug": "django",
            "parent": other.pk,
            "position": 0,
            "summary": "",
            "why": "",
            "target_on": "",
        }
        response = writing.post(f"/admin/journal/topic/{stage.pk}/change/", form)
        assert "two levels" in errors(response)

    def test_the_list_of_topics_counts_entries(self, writing, make_entry):
        make_entry()
        rows = {topic.title: topic.entry_count for topic in writing.get("/admin/journal/topic/").context["cl"].queryset}
        assert rows == {"Django": 0, "The ORM": 1}

    def test_a_tag(self, writing, make_entry):
        tag = make_entry(tags=["sql"]).tags.get()
        form = {"name": "SQL", "slug": "databases"}
        assert writing.post(f"/admin/journal/tag/{tag.pk}/change/", form).status_code == 302
        assert Tag.formerly("sql").get().name == "SQL"

    def test_the_about_page(self, writing):
        form = {"slug": "about", "title": "About", "summary": "Why.", "body": "Some *words*."}
        assert writing.post("/admin/journal/page/add/", form).status_code == 302
        assert "<em>words</em>" in Page.objects.get().html

    def test_every_list_and_form_opens(self, writing, make_entry, about):
        make_entry(tags=["a"])
        for noun in ("entry", "topic", "tag", "page"):
            assert writing.get(f"/admin/journal/{noun}/").status_code == 200
            assert writing.get(f"/admin/journal/{noun}/add/").status_code == 200


class TestRights:
    def test_an_author_may_add_but_not_change_what_is_not_theirs(self, author, signed_in, topic, make_entry):
        client = signed_in(author)
        assert client.post(ADD, entry_form(topic)).status_code == 302
        assert Entry.objects.get(slug="sets").author == author
        assert client.post(change(make_entry()), entry_form(topic)).status_code == 409
        assert Entry.objects.get(title="Entry 1").version == 1

    def test_authors_see_their_own_entries_only(self, author, signed_in, make_entry):
        make_entry(title="Theirs", published_at=None)
        make_entry(title="Own", author=author, published_at=None)
        page = signed_in(author).get("/admin/journal/entry/")
        assert [entry.title for entry in page.context["cl"].queryset] == ["Own"]

    def test_an_author_may_change_what_is_theirs(self, author, signed_in, make_entry):
        entry = make_entry(author=author)
        form = entry_form(entry.topic, title="Changed", opened_version=1)
        assert signed_in(author).post(change(entry), form).status_code == 302
        assert Entry.objects.get().title == "Changed"

    def test_an_author_publishes_their_own(self, author, signed_in, make_entry):
        own, other = make_entry(author=author, published_at=None), make_entry(published_at=None)
        client = signed_in(author)
        client.post("/admin/journal/entry/", {"action": "publish", "_selected_action": [own.pk, other.pk]})
        assert [entry.pk for entry in Entry.objects.published()] == [own.pk]

    def test_nobody_sets_the_author_or_what_follows_from_the_text(self, writing, topic, reader, editor):
        writing.post(
            ADD,
            entry_form(
                topic, author=reader.pk, html="<b>x</b>", card_html="x", pipeline_version=99, created_at="2000-01-01"
            ),
        )
        entry = Entry.objects.get()
        assert entry.author == editor
        assert "<b>x</b>" not in entry.html
        assert entry.created_at.year > 2000


def test_the_admin_bears_the_journals_name(editor, signed_in):
    page = signed_in(editor).get("/admin/").text
    assert '<a href="/admin/">Backend Chronicles</a>' in page
    assert "<title>Site administration | Backend Chronicles</title>" in page

"""The verbs of an entry."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from journal.models import Address, AuditEvent, Entry, Snippet, Tag, Topic, TrashedEntry
from journal.models.errors import EntryGone, SlugTaken, StaleVersion, UnacceptableText
from journal.models.rendered import BODY_LIMIT, STALE
from journal.text.document import PIPELINE_VERSION

pytestmark = pytest.mark.django_db


class TestRevise:
    def test_a_new_entry_has_everything_that_follows_from_its_text(self, topic):
        body = "Some *words* and [[elsewhere]].\n\n```python name=x\nprint(1)\n```\n\n```output\n1\n```"
        entry = Entry(topic=topic).revise(title="Größe & Maß", body=body, kind="practice")
        entry.refresh_from_db()
        assert entry.version == 1
        assert entry.slug == "größe-and-maß"
        assert entry.stage == topic.parent
        assert "<em>words</em>" in entry.html
        assert entry.excerpt == "Some words and elsewhere."
        assert entry.text == "Some words and elsewhere."
        assert entry.minutes == 1
        assert entry.pipeline_version == PIPELINE_VERSION
        assert entry.snippets.get().output == "1"
        assert entry.links.get().slug == "elsewhere"
        assert "Größe &amp; Maß" in entry.card_html
        assert "Größe &amp; Maß" in entry.head_html

    def test_each_change_is_a_version(self, make_entry):
        entry = make_entry()
        entry.revise(body="two")
        entry.revise(title="Three")
        assert Entry.objects.get().version == 3

    def test_the_stored_html_has_real_addresses(self, make_entry):
        entry = make_entry(body="[[other-one|o]]\n\n```python\nx\n```")
        assert '<a href="/entries/other-one/">o</a>' in entry.html
        assert f'href="/snippets/{entry.snippets.get().pk}/"' in entry.html
        assert "entry:" not in entry.html
        assert "snippet:" not in entry.html

    def test_a_change_on_a_stale_version_is_refused_whole(self, make_entry):
        entry = make_entry(body="one")
        Entry.objects.get(pk=entry.pk).revise(body="two")
        with pytest.raises(StaleVersion) as refused:
            entry.revise(version=1, body="three", title="Three")
        assert refused.value.current_version == 2
        kept = Entry.objects.get(pk=entry.pk)
        assert (kept.body, kept.title, kept.version) == ("two", "Entry 1", 2)

    def test_without_a_version_the_one_that_was_read_counts(self, make_entry):
        entry = make_entry()
        Entry.objects.get(pk=entry.pk).revise(body="two")
        with pytest.raises(StaleVersion):
            entry.revise(body="three")

    def test_only_what_is_written_can_be_revised(self, make_entry):
        for field in ("html", "stage", "card_html", "tallied", "nonsense"):
            with pytest.raises(TypeError):
                make_entry().revise(**{field: "x"})

    def test_a_text_that_is_too_long_is_refused_with_its_length(self, make_entry):
        entry = make_entry(body="short")
        with pytest.raises(UnacceptableText, match="300,001 characters; at most 300,000"):
            entry.revise(body="x" * (BODY_LIMIT + 1))
        assert Entry.objects.get().body == "short"

    @pytest.mark.parametrize(("body", "reason"), [("a\x00b", "NUL"), ("a\ud800b", "surrogate")])
    def test_what_is_no_text_is_refused(self, make_entry, body, reason):
        with pytest.raises(UnacceptableText, match=reason):
            make_entry(body=body)

    @pytest.mark.parametrize(
        "changes",
        [{"title": ""}, {"title": "x" * 201}, {"kind": "poem"}, {"visibility": "everyone"}, {"summary": "x" * 301}],
    )
    def test_a_fields_own_limits_hold(self, make_entry, changes):
        with pytest.raises(ValidationError):
            make_entry(**changes)

    def test_the_database_holds_the_limits_too(self, make_entry):
        entry = make_entry()
        for column, value in (("kind", "poem"), ("visibility", "everyone"), ("title", "")):
            with pytest.raises(IntegrityError), transaction.atomic():
                Entry.objects.filter(pk=entry.pk).update(**{column: value})

    def test_tags_are_given_with_the_text(self, make_entry):
        entry = make_entry(tags=["sql", "orm"])
        assert sorted(tag.name for tag in entry.tags.all()) == ["orm", "sql"]
        entry.revise(tags=Tag.objects.named(["sql"]))
        assert [tag.name for tag in entry.tags.all()] == ["sql"]
        entry.revise(body="tags are left alone when none are said")
        assert entry.tags.count() == 1

    def test_every_character_of_the_body_is_kept(self, make_entry):
        body = "\ufeff  leading\r\n\ttab \u200b é e\u0301 你 🎉 \u2028 trailing  \n\n\n"
        assert make_entry(body=body).body == body
        assert Entry.objects.get().body == body


class TestSlug:
    def test_the_same_title_gets_a_number(self, make_entry):
        assert [make_entry(title="Sets").slug for _ in range(3)] == ["sets", "sets-2", "sets-3"]

    def test_a_new_title_keeps_the_address(self, make_entry):
        entry = make_entry(title="Sets")
        entry.revise(title="All about sets")
        assert entry.slug == "sets"

    def test_a_new_address_leaves_a_redirect(self, make_entry):
        entry = make_entry(title="Sets").revise(slug="all-about-sets")
        assert Entry.formerly("sets").get() == entry

    def test_going_back_to_a_former_address_ends_its_redirect(self, make_entry):
        entry = make_entry(title="Sets").revise(slug="other")
        entry.revise(slug="sets")
        assert not Address.objects.filter(slug="sets").exists()
        assert Entry.formerly("other").get() == entry

    def test_an_address_that_is_anothers_is_refused(self, make_entry):
        make_entry(title="Sets")
        with pytest.raises(SlugTaken):
            make_entry(slug="sets")

    def test_an_address_that_was_anothers_is_refused(self, make_entry):
        make_entry(title="Sets").revise(slug="other")
        with pytest.raises(SlugTaken):
            make_entry(slug="sets")

    def test_a_made_up_address_avoids_former_ones(self, make_entry):
        make_entry(title="Sets").revise(slug="other")
        assert make_entry(title="Sets").slug == "sets-2"

    def test_a_chosen_address_is_made_fit_for_one(self, make_entry):
        assert make_entry(slug="Some Words/here").slug == "some-words-here"

    def test_the_database_refuses_doubles(self, make_entry):
        make_entry(slug="a")
        other = make_entry(slug="b")
        with pytest.raises(IntegrityError), transaction.atomic():
            Entry.objects.filter(pk=other.pk).update(slug="a")


class TestPublishing:
    def test_publishing_a_draft(self, make_entry):
        entry = make_entry(published_at=None)
        assert not entry.is_published
        entry.publish()
        assert Entry.objects.published().get() == entry

    def test_publishing_twice_keeps_the_first_date(self, make_entry):
        entry = make_entry()
        first = entry.published_at
        entry.publish()
        assert Entry.objects.get().published_at == first

    def test_scheduling(self, make_entry):
        entry = make_entry(published_at=None)
        entry.publish(at=timezone.now() + timedelta(hours=1))
        assert entry.is_scheduled
        assert not Entry.objects.published().exists()
        assert Entry.objects.scheduled().get() == entry

    def test_publishing_what_is_scheduled_brings_it_forward(self, make_entry):
        entry = make_entry(published_at=timezone.now() + timedelta(hours=1))
        entry.publish()
        assert entry.is_published

    def test_unpublishing(self, make_entry):
        entry = make_entry()
        entry.unpublish()
        entry.unpublish()
        assert Entry.objects.unpublished().get().published_at is None

    def test_a_form_that_was_open_while_it_was_published_is_stale(self, make_entry):
        entry = make_entry(published_at=None)
        Entry.objects.get().publish()
        with pytest.raises(StaleVersion):
            entry.revise(body="written on the draft")
        assert Entry.objects.get().is_published

    def test_publishing_keeps_a_text_that_came_meanwhile(self, make_entry):
        entry = make_entry(published_at=None, body="old")
        Entry.objects.get().revise(body="new", tags=Tag.objects.named(["sql"]))
        entry.publish()
        kept = Entry.objects.get()
        assert (kept.body, kept.is_published) == ("new", True)

    def test_its_snippets_and_tags_are_dated_with_it(self, make_entry):
        entry = make_entry(published_at=None, body="```\nx\n```", tags=["a"])
        entry.publish()
        assert entry.snippets.get().published_at == entry.published_at
        assert entry.taggings.get().published_at == entry.published_at
        entry.unpublish()
        assert entry.snippets.get().published_at is None
        assert entry.taggings.get().published_at is None

    def test_the_head_shows_the_new_date(self, make_entry):
        entry = make_entry(published_at=None)
        assert "<time" not in entry.head_html
        entry.publish(at=timezone.now().replace(year=2020, month=2, day=3))
        assert "3 February 2020" in Entry.objects.get().head_html

    @pytest.mark.parametrize(
        ("published_in", "visibility", "state"),
        [
            (None, "public", "draft"),
            (timedelta(days=1), "public", "scheduled"),
            (timedelta(days=-1), "public", ""),
            (timedelta(days=-1), "private", "private"),
            (timedelta(days=-1), "unlisted", "unlisted"),
            (None, "private", "draft"),
        ],
    )
    def test_state_in_a_word(self, make_entry, published_in, visibility, state):
        moment = None if published_in is None else timezone.now() + published_in
        entry = make_entry(published_at=moment, visibility=visibility)
        assert entry.state == state
        assert entry.is_listed == (state == "")


class TestRights:
    @pytest.fixture
    def entries(self, hidden_entries, make_entry, author):
        return hidden_entries | {
            "public": make_entry(),
            "unlisted": make_entry(visibility="unlisted", author=author),
        }

    @pytest.mark.parametrize(
        ("who", "listed", "reachable", "editable"),
        [
            ("visitor", {"public"}, {"public", "unlisted"}, set()),
            ("reader", {"public"}, {"public", "unlisted"}, set()),
            (
                "author",
                {"public", "unlisted", "draft", "scheduled", "private"},
                {"public", "unlisted", "draft", "scheduled", "private"},
                {"unlisted", "draft", "scheduled", "private"},
            ),
            ("editor", *[{"public", "unlisted", "draft", "scheduled", "private"}] * 3),
        ],
    )
    def test_who_sees_what(self, entries, cast, who, listed, reachable, editable):
        def names(queryset):
            found = set(queryset.values_list("pk", flat=True))
            return {name for name, entry in entries.items() if entry.pk in found}

        assert names(Entry.objects.visible_to(cast[who])) == listed
        assert names(Entry.objects.reachable_by(cast[who])) == reachable
        assert names(Entry.objects.editable_by(cast[who])) == editable

    def test_an_author_sees_nothing_hidden_of_others(self, make_entry, author, editor):
        make_entry(author=editor, published_at=None)
        make_entry(author=editor, visibility="private")
        assert not Entry.objects.visible_to(author).exists()
        assert not Entry.objects.reachable_by(author).exists()


class TestRender:
    def test_rendering_again_changes_neither_text_nor_version(self, make_entry):
        entry = make_entry(body="*x*")
        Entry.objects.update(html="stale", pipeline_version=0)
        entry.refresh_from_db()
        entry.render()
        entry.refresh_from_db()
        assert "<em>x</em>" in entry.html
        assert (entry.version, entry.body) == (1, "*x*")
        assert not Entry.objects.filter(STALE).exists()

    def test_warnings_are_kept_for_the_author(self, make_entry):
        entry = make_entry(body="```python nosuch\nx\n```")
        assert entry.warnings == [{"line": 1, "message": entry.warnings[0]["message"]}]
        assert "nosuch" in entry.warnings[0]["message"]

    def test_a_monstrous_text_is_saved_and_shown_plain(self, make_entry):
        entry = make_entry(body="```c\n" + " \n" * 9_000 + "```")
        assert "too complex" in entry.warnings[0]["message"]
        assert '<pre class="plain">' in entry.html


class TestDelete:
    def test_what_belongs_to_it_goes_with_it(self, make_entry):
        entry = make_entry(body="```\nx\n```\n[[y]]", tags=["a"])
        entry.delete()
        assert not Snippet.objects.exists()
        assert Tag.objects.exists()

    def test_a_topic_with_entries_stays(self, make_entry):
        from django.db.models import ProtectedError

        topic = make_entry().topic
        with pytest.raises(ProtectedError):
            topic.delete()
        assert Topic.objects.filter(pk=topic.pk).exists()

    def test_an_author_who_leaves_leaves_the_entries(self, make_entry, author):
        make_entry(author=author)
        author.delete()
        assert Entry.objects.get().author is None


def test_what_somebody_deleted_meanwhile_is_gone(make_entry):
    entry = make_entry()
    Entry.objects.filter(pk=entry.pk).delete()
    for act in (lambda: entry.revise(body="New."), entry.unpublish):
        with pytest.raises(EntryGone):
            act()


def test_publishing_what_somebody_else_published_changes_nothing(make_entry, author):
    entry = make_entry(published_at=None)
    other = Entry.objects.get(pk=entry.pk)
    entry.publish(by=author)
    other.publish(by=author)
    assert Entry.objects.get().published_at == entry.published_at
    assert AuditEvent.objects.filter(action="published").count() == 1


def test_what_others_may_see_is_in_the_log(make_entry, author):
    entry = make_entry(slug="x", visibility="private")
    entry.revise(visibility="public", by=author)
    assert AuditEvent.objects.filter(action="shown to others", target="x: public").count() == 1


def test_of_a_version_that_is_over_nothing_is_done(make_entry):
    entry = make_entry()
    Entry.objects.get().revise(body="New.")
    for act in (entry.publish, entry.unpublish):
        with pytest.raises(StaleVersion):
            act(version=1)
    with pytest.raises(StaleVersion):
        TrashedEntry.put(entry, version=1)
    assert Entry.objects.get().is_published

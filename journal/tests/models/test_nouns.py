"""Topics, tags, links, snippets, pages."""

import pytest
from django.core.exceptions import ValidationError

from journal.models import Entry, Link, Page, Snippet, Tag, Topic
from journal.models.errors import SlugTaken, UnacceptableText
from journal.reads.roadmap import Roadmap

pytestmark = pytest.mark.django_db


class TestTopic:
    def test_it_gets_a_slug_and_its_why_is_rendered(self):
        topic = Topic(title="The ORM").revise(why="Because *it* matters. <script>x</script>")
        assert topic.slug == "the-orm"
        assert "<em>it</em>" in topic.why_html
        assert "<script" not in topic.why_html

    def test_the_roadmap_has_two_levels(self, topic):
        with pytest.raises(ValidationError):
            Topic(title="Too deep", parent=topic).revise()

    def test_a_stage_with_topics_cannot_become_a_topic(self, stage, topic):
        other = Topic(title="Other").revise()
        with pytest.raises(ValidationError):
            stage.revise(parent=other)

    def test_a_new_title_is_redrawn_on_the_cards(self, make_entry):
        entry = make_entry()
        entry.topic.revise(title="Queries & more")
        entry.refresh_from_db()
        assert "Queries &amp; more" in entry.card_html
        assert "Queries &amp; more" in entry.head_html

    def test_a_new_address_redirects(self, topic):
        topic.revise(slug="queries")
        assert Topic.formerly("the-orm").get() == topic

    def test_a_topic_that_moves_takes_its_entries_to_the_new_stage(self, make_entry):
        entry = make_entry()
        elsewhere = Topic(title="Elsewhere").revise()
        entry.topic.revise(parent=elsewhere)
        entry.refresh_from_db()
        assert entry.stage == elsewhere

    def test_an_address_in_use_is_refused(self, stage, topic):
        with pytest.raises(SlugTaken):
            topic.revise(slug=stage.slug)

    def test_a_why_that_is_too_long_is_refused(self, topic):
        with pytest.raises(UnacceptableText):
            topic.revise(why="x" * 20_001)


class TestRoadmap:
    def test_stages_and_topics_are_in_their_order(self):
        b = Topic(title="B", position=2).revise()
        a = Topic(title="A", position=1).revise()
        for title, parent, position in (("B2", b, 2), ("A1", a, 1), ("B1", b, 1)):
            Topic(title=title, parent=parent, position=position).revise()
        roadmap = Roadmap.read()
        found = [(stage.topic.title, [step.topic.title for step in stage.steps]) for stage in roadmap.stages]
        assert found == [("A", ["A1"]), ("B", ["B1", "B2"])]

    def test_a_stage_counts_its_topics_entries_and_its_own(self, make_entry, stage):
        make_entry()
        make_entry(kind="bug")
        make_entry(topic=stage, kind="practice")
        [found] = Roadmap.read().stages
        assert found.total == 3
        assert found.kinds == (("note", "note", 1), ("practice", "practice", 1), ("bug", "bug", 1))
        assert found.steps[0].total == 2
        assert found.begun_count == 1

    def test_kinds_are_named_by_their_number(self, make_entry):
        for kind in ("note", "note", "bug", "bug", "practice", "practice", "project"):
            make_entry(kind=kind)
        [stage] = Roadmap.read().stages
        assert [label for _, label, _ in stage.kinds] == ["notes", "practice", "project", "bugs"]

    def test_find(self, topic, stage):
        roadmap = Roadmap.read()
        step = roadmap.find("the-orm")
        assert step.topic.title == "The ORM"
        assert roadmap.stage_of(step).topic.title == "Django"
        assert roadmap.find("nothing") is None
        assert roadmap.stage_of(roadmap.find("django")) is None


class TestTag:
    def test_names_are_found_whatever_their_case(self):
        [tag] = Tag.objects.named(["Django"])
        assert Tag.objects.named(["django", "DJANGO", " django "]) == [tag]

    def test_empty_names_are_left_out(self):
        assert Tag.objects.named(["", "  "]) == []

    def test_order_is_kept(self):
        assert [tag.name for tag in Tag.objects.named(["b", "a", "b"])] == ["b", "a"]

    def test_a_symbol_is_a_good_tag(self):
        assert [tag.slug for tag in Tag.objects.named(["C++", "C#", "🎉"])] == [
            "c-plus-plus",
            "c-sharp",
            "party-popper",
        ]

    def test_names_that_share_a_slug_are_different_tags(self):
        assert [tag.slug for tag in Tag.objects.named(["a b", "a-b"])] == ["a-b", "a-b-2"]

    def test_a_name_that_is_too_long_is_refused(self):
        with pytest.raises(ValidationError):
            Tag.objects.named(["x" * 61])

    def test_renaming_redraws_and_redirects(self, make_entry):
        entry = make_entry(tags=["sql"])
        tag = entry.tags.get()
        tag.revise(name="SQL & friends", slug="sql-and-friends")
        entry.refresh_from_db()
        assert "SQL &amp; friends" in entry.card_html
        assert Tag.formerly("sql").get() == tag

    def test_deleting_redraws(self, make_entry):
        entry = make_entry(tags=["gone-soon"])
        Tag.objects.filter(name="gone-soon").delete()
        entry.refresh_from_db()
        assert "gone-soon" not in entry.card_html
        assert entry.tags.count() == 0


class TestLink:
    def test_a_reference_finds_its_entry(self, make_entry):
        target = make_entry(slug="target")
        source = make_entry(body="[[target]] and [[missing]]")
        assert {link.slug: link.target for link in source.links.all()} == {"target": target, "missing": None}
        assert [link.slug for link in Link.objects.broken()] == ["missing"]

    def test_an_entry_that_comes_later_mends_the_link(self, make_entry):
        source = make_entry(body="[[later]]")
        later = make_entry(slug="later")
        assert source.links.get().target == later

    def test_a_reference_by_a_former_address_is_found(self, make_entry):
        target = make_entry(slug="old").revise(slug="new")
        assert make_entry(body="[[old]]").links.get().target == target

    def test_a_reference_survives_a_change_of_address(self, make_entry):
        target = make_entry(slug="old")
        source = make_entry(body="[[old]]")
        target.revise(slug="new")
        assert source.links.get().target == target

    def test_the_same_reference_counts_once(self, make_entry):
        source = make_entry(body="[[a|first]] [[a|second]]")
        assert source.links.get().label == "first"

    def test_links_follow_the_text(self, make_entry):
        source = make_entry(body="[[a]]").revise(body="[[b]]")
        assert source.links.get().slug == "b"

    def test_a_deleted_target_leaves_a_broken_link(self, make_entry):
        target = make_entry(slug="target")
        source = make_entry(body="[[target]]")
        target.delete()
        assert source.links.get().target is None


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


class TestPage:
    def test_it_is_rendered(self, about):
        assert "<em>words</em>" in Page.objects.get().html

    def test_its_text_is_checked(self, about):
        with pytest.raises(UnacceptableText):
            about.revise(body="\x00")


def test_nouns_say_who_they_are(make_entry):
    entry = make_entry(title="Sets", body="```\nx\n```\n[[y]]", tags=["t"])
    assert str(entry) == "Sets"
    assert str(entry.topic) == "The ORM"
    assert str(entry.links.get()) == f"{entry.pk} → y"
    assert str(entry.taggings.get()) == "t on Sets"
    assert entry.get_absolute_url() == "/entries/sets/"
    assert Entry.noun() == "entry"

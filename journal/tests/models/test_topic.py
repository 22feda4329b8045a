"""Topics: where they stand, and what a change of one changes."""

import pytest
from django.core.exceptions import ValidationError

from journal.models import Topic
from journal.models.errors import SlugTaken, UnacceptableText

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

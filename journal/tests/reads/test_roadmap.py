"""The roadmap and its counts."""

import pytest

from journal.models import Topic
from journal.reads.roadmap import Roadmap

pytestmark = pytest.mark.django_db


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

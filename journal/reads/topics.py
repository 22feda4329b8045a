"""Topics as pages show them."""

from datetime import date
from typing import NamedTuple

from django.db.models import (
    BigIntegerField,
    QuerySet,
)

from journal.database.kept import kept
from journal.database.statements import compiled
from journal.database.viewer import VISITOR, Viewer
from journal.models.topic import Topic


class TopicRow(NamedTuple):
    """A topic as pages show it."""

    pk: int
    parent_id: int | None
    slug: str
    title: str
    summary: str
    target_on: date | None


@kept
def all_topics() -> list[TopicRow]:
    """All topics: stages first, each in their order."""
    return [TopicRow(*row) for row in Topic.objects.in_order().values_list(*TopicRow._fields)]


class TopicTexts(NamedTuple):
    """What a topic has to say, as HTML: too long for every page that names it."""

    why: str
    body: str


def topic_texts(pk: int) -> TopicTexts:
    return TopicTexts(*_topic_texts(VISITOR, pk=pk)[0])


@compiled(pk=BigIntegerField())
def _topic_texts(viewer: Viewer, *, pk: int) -> QuerySet:
    return Topic.objects.filter(pk=pk).values_list("why_html", "body_html")

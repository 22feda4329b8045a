"""The query string of a list: what to show of it, and where in it one is."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import Http404
from django.utils.http import urlencode

from journal.database.keyset import Window
from journal.database.viewer import Viewer
from journal.models import Entry, Tag
from journal.reads import authors
from journal.reads.archive import start_of
from journal.reads.tags import find_tag
from journal.reads.topics import TopicRow

Query = Mapping[str, str]
FILTERS = ("topic", "kind", "tag", "year", "author")  # of entries, by their names in a query string


class NothingThere(Http404):
    """The query string names a topic, kind, tag, year, author or language that does not exist."""


@dataclass(frozen=True, slots=True)
class EntryFilter:
    """The filters of /entries/, each optional."""

    topic: TopicRow | None = None
    kind: str = ""
    tag: Tag | None = None
    year: int = 0
    author: authors.Author | None = None
    query: str = ""  # the filters as a query string, without a place

    @classmethod
    def read(cls, query: Query, topics: list[TopicRow], viewer: Viewer) -> "EntryFilter":
        """Raises NothingThere for what does not exist, or not for this person."""
        given = _given(query, *FILTERS)
        kind = given.get("kind", "")
        if kind and kind not in Entry.Kind.values:
            raise NothingThere(kind)
        tag = _tag(given["tag"], viewer) if "tag" in given else None
        author = _author(given["author"], viewer) if "author" in given else None
        return cls(_topic(given, topics), kind, tag, _year(given.get("year", "")), author, urlencode(given))

    @property
    def arguments(self) -> dict[str, Any]:
        """As `list_entries` takes them."""
        return {
            **within(self.topic),
            "kind": self.kind or None,
            "tag": self.tag.pk if self.tag else None,
            "author": self.author.pk if self.author else None,
            "start": start_of(self.year) if self.year else None,
            "end": start_of(self.year + 1) if self.year else None,
        }


@dataclass(frozen=True, slots=True)
class SnippetFilter:
    """The filters of /snippets/."""

    language: str | None = None
    topic: TopicRow | None = None
    query: str = ""

    @classmethod
    def read(cls, query: Query, topics: list[TopicRow], languages: list[str]) -> "SnippetFilter":
        """Raises NothingThere for what does not exist."""
        given = _given(query, "language", "topic")
        language = given.get("language")
        if language and language not in languages:
            raise NothingThere(language)
        return cls(language, _topic(given, topics), urlencode(given))

    @property
    def arguments(self) -> dict[str, Any]:
        """As `list_snippets` takes them."""
        return {**within(self.topic), "language": self.language}


def read_window(query: Query) -> Window:
    """The window of a list that the query string points at. Raises BadCursor."""
    return Window.read(query.get("before", ""), query.get("after", ""))


def within(topic: TopicRow | None) -> dict[str, int]:
    """A topic's entries are its own; a stage's are also those of its topics."""
    if topic is None:
        return {}
    return {"topic" if topic.parent_id else "stage": topic.pk}


def topic_choices(topics: list[TopicRow]) -> list[tuple[str, str]]:
    """(slug, label) for a select: each stage, and its topics indented below it."""
    children: dict[int | None, list[TopicRow]] = {}
    for topic in topics:
        children.setdefault(topic.parent_id, []).append(topic)
    choices = []
    for stage in children.get(None, []):
        choices.append((stage.slug, stage.title))
        choices += [(topic.slug, f"\u2003{topic.title}") for topic in children.get(stage.pk, [])]
    return choices


def _given(query: Query, *names: str) -> dict[str, str]:
    return {name: query[name] for name in names if query.get(name)}


def _topic(given: dict[str, str], topics: list[TopicRow]) -> TopicRow | None:
    if "topic" not in given:
        return None
    for topic in topics:
        if topic.slug == given["topic"]:
            return topic
    raise NothingThere(given["topic"])


def _tag(slug: str, viewer: Viewer) -> Tag:
    tag = find_tag(viewer, slug)
    if tag is None:
        raise NothingThere(slug)
    return tag


def _author(username: str, viewer: Viewer) -> authors.Author:
    author = authors.author(viewer, username)
    if author is None:
        raise NothingThere(username)
    return author


def _year(text: str) -> int:
    if not text:
        return 0
    if len(text) != 4 or not (text.isascii() and text.isdigit()) or not 1900 <= int(text) <= 9998:
        raise NothingThere(text)
    return int(text)

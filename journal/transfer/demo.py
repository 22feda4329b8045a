"""The demo journal: the Markdown files of `journal/demo/`, through the same pipeline as any text."""

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import yaml
from django.db import transaction
from django.utils import timezone

from journal.models import Entry, Page, Tag, Topic
from journal.models.page import ABOUT
from journal.text.frontmatter import split_front_matter

FOLDER = Path(__file__).resolve().parent.parent / "demo"


def is_empty() -> bool:
    """Whether nothing has been written or planned yet, so that the demo is in nobody's way."""
    return not (Entry.objects.exists() or Topic.objects.exists() or Page.objects.exists())


@transaction.atomic
def load_demo(progress: Callable[[str], None] = lambda title: None) -> int:
    """Load everything into an empty journal, all or nothing. How many entries there are now."""
    about, body = split_front_matter((FOLDER / "about.md").read_text(encoding="utf-8"))
    Page(slug=ABOUT).revise(title=about["title"], summary=about["summary"], body=body)
    topics = _load_topics()
    for path in entry_files():
        progress(_load_entry(path, topics).title)
    return Entry.objects.count()


def entry_files() -> Iterator[Path]:
    return iter(sorted((FOLDER / "entries").glob("*.md")))


def _load_topics() -> dict[str, Topic]:
    topics = {}
    for position, stage in enumerate(yaml.safe_load((FOLDER / "topics.yaml").read_text(encoding="utf-8"))):
        steps = stage.pop("topics", [])
        parent = topics[stage["slug"]] = Topic(position=position).revise(**stage)
        for place, step in enumerate(steps):
            topics[step["slug"]] = Topic(position=place, parent=parent).revise(**step)
    return topics


def _load_entry(path: Path, topics: dict[str, Topic]) -> Entry:
    values, body = split_front_matter(path.read_text(encoding="utf-8"))
    moment = _moment(values["date"])
    entry = Entry(topic=topics[values["topic"]], created_at=moment)
    return entry.revise(
        title=values["title"],
        slug=path.stem,
        kind=values["kind"],
        summary=values.get("summary", ""),
        body=body.lstrip("\n"),
        published_at=moment,
        tags=Tag.objects.named(values.get("tags", [])),
    )


def _moment(value: Any) -> datetime:
    return timezone.make_aware(value) if timezone.is_naive(value) else value

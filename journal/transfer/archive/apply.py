"""Bringing in a complete journal: every row as the files say, dates and former addresses too."""

from collections.abc import Iterator
from typing import Any

from django.contrib.auth.models import User
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from journal.models import Address, Attachment, Entry, Page, Repository, Source, Tag, Topic
from journal.models.entries.creating import create_entries
from journal.models.entries.written import Written
from journal.models.page import ABOUT
from journal.transfer.plan import Action, Plan, Step
from journal.transfer.spool import Spool
from journal.transfer.tagging import Tags

from .plan import Journal


class JournalApplication:
    """One journal, within its transaction."""

    def __init__(self, plan: Plan, journal: Journal) -> None:
        self.plan, self.journal = plan, journal
        self.users = {user.username: user for user in User.objects.all()}

    def run(self, spool: Spool) -> None:
        self._keep_images()
        self.topics = {topic.slug: topic for topic in Topic.objects.all()}
        for position, stage in enumerate(self.journal.topics):
            parent = self._topic(stage, None, position)
            for place, topic in enumerate(stage["topics"]):
                self._topic(topic, parent, place)
        self._make_tags()
        steps = self.plan.having(Action.CREATE, noun="entry")
        keys = create_entries(self._new(steps, spool))
        for step, key in zip(steps, keys, strict=True):
            _remember("entry", step.brought["formerly"], key)
        if self.journal.about:
            Page(slug=ABOUT).revise(**self.journal.about)
        for described in self.journal.repositories:
            self._keep_repository(described)

    def _keep_images(self) -> None:
        for step in self.plan.having(Action.CREATE, noun="image"):
            Attachment.of_stored(step.digest, self.journal.labels.get(step.digest, ""))

    def _topic(self, values: dict[str, Any], parent: Topic | None, position: int) -> Topic:
        """The topic of this slug; one that is here already stays as it is."""
        if values["slug"] not in self.topics:
            facts = {name: values[name] for name in ("title", "slug", "summary", "why", "body", "target_on")}
            topic = Topic().revise(parent=parent, position=position, **facts)
            self.topics[topic.slug] = topic
            _remember("topic", values["formerly"], topic.pk)
        return self.topics[values["slug"]]

    def _make_tags(self) -> None:
        known = {name.casefold() for name in Tag.objects.values_list("name", flat=True)}
        for row in self.journal.tags:
            name = " ".join(str(row["name"]).split())
            if name.casefold() not in known:
                tag = Tag(name=name).revise(slug=str(row.get("slug") or ""))
                formerly = row.get("formerly")
                if isinstance(formerly, list):
                    _remember("tag", [str(slug) for slug in formerly], tag.pk)
                known.add(name.casefold())
        self.tags = Tags(self.plan.having(Action.CREATE, noun="entry"))

    def _new(self, steps: list[Step], spool: Spool) -> Iterator[Written]:
        for step in steps:
            values = step.brought
            published_at = None if self.plan.options.draft else values["published_at"]
            entry = Entry(
                author=self.users.get(values["author"], self.plan.options.author),
                topic=self.topics[values["topic"]],
                published_at=published_at,
                created_at=values["created_at"] or timezone.now(),
                updated_at=values["updated_at"] or timezone.now(),
                **{name: values[name] for name in ("title", "slug", "kind", "summary", "visibility", "body")},
            )
            if values["author"] and values["author"] not in self.users:
                step.problems.append(f"its author “{values['author']}” has no account here")
            yield Written(entry, spool.document(step.path), self.tags.of(step))

    def _keep_repository(self, described: dict[str, Any]) -> None:
        """Where the entries came from; nothing for a repository that is known here already."""
        name, root = str(described["name"])[:200], str(described.get("root") or "")[:1100]
        if Repository.objects.filter(name=name).exists() or (root and Repository.objects.filter(root=root).exists()):
            return
        imported_at = parse_datetime(str(described.get("imported_at"))) or timezone.now()
        digest = str(described.get("paths_digest") or "")[:64]
        repository = Repository.objects.create(
            name=name,
            root=root,
            location=str(described.get("location") or ""),
            imported_at=imported_at,
            paths_digest=digest,
            only=str(described.get("only") or ""),
            skip=str(described.get("skip") or ""),
        )
        entries = dict(Entry.objects.values_list("slug", "pk"))
        pictures = dict(Attachment.objects.values_list("name", "pk"))
        rows = []
        for file in described["files"]:
            topic = self.topics.get(file.get("topic") or "")
            rows.append(
                Source(
                    repository=repository,
                    path=file["path"],
                    format=file["format"],
                    encoding=str(file.get("encoding") or "utf-8"),
                    digest=str(file.get("digest") or ""),
                    content=file["content"],
                    brought=file["brought"],
                    gone_at=parse_datetime(str(file.get("gone_at"))),
                    entry_id=entries.get(file.get("entry") or ""),
                    topic=topic,
                    attachment_id=pictures.get(file.get("attachment") or ""),
                )
            )
        Source.objects.bulk_create(rows, batch_size=100)


def _remember(noun: str, slugs: list[str], key: int) -> None:
    """Former addresses, unless they have come to mean something else here."""
    for slug in slugs:
        Address.objects.get_or_create(noun=noun, slug=slug, defaults={"target_id": key})

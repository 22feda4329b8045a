"""Topics: the steps of the roadmap, in stages."""

from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import models

from journal.database.edition import PublicQuerySet, change
from journal.text.document import PIPELINE_VERSION
from journal.text.renderer import render

from .address import Addressed
from .rendered import BODY_LIMIT, acceptable_text, with_addresses
from .urls import address_of

WHY_LIMIT = 20_000  # characters


class TopicQuerySet(PublicQuerySet):
    def stages(self) -> "TopicQuerySet":
        return self.filter(parent=None)

    def in_order(self) -> "TopicQuerySet":
        """Stages before their topics, each by position."""
        return self.order_by(models.F("parent").asc(nulls_first=True), "position", "pk")


class Topic(Addressed):
    """A stage of the roadmap (no parent) or a topic within one."""

    EDITABLE = ("title", "slug", "parent", "position", "summary", "why", "body", "target_on")

    parent = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="children",
        verbose_name="stage",
        help_text="The stage that this topic belongs to. Empty for a stage.",
    )
    title = models.CharField(max_length=200)
    position = models.PositiveIntegerField(default=0, help_text="Its place among its siblings.")
    summary = models.CharField(max_length=300, blank=True)
    why = models.TextField("why it matters", blank=True, max_length=WHY_LIMIT, help_text="Markdown.")
    target_on = models.DateField("target date", null=True, blank=True)
    body = models.TextField(
        "text", blank=True, max_length=BODY_LIMIT, help_text="Markdown. What there is to say about it."
    )
    why_html = models.TextField(blank=True, editable=False)
    body_html = models.TextField(blank=True, editable=False)
    pipeline_version = models.PositiveIntegerField(default=0, editable=False)

    objects = TopicQuerySet.as_manager()

    class Meta:
        ordering = [models.F("parent").asc(nulls_first=True), "position", "pk"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(parent=models.F("id")), name="topic_not_its_own_stage")
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return address_of("topic-detail", self.slug)

    def clean(self) -> None:
        if self.parent and (self.parent.parent_id or (self.pk and self.children.exists())):
            raise ValidationError({"parent": "The roadmap has two levels: a stage, and its topics."})

    def revise(self, **changes: Any) -> "Topic":
        """Save a new topic or a changed one, and redraw what shows its name.

        Raises SlugTaken, UnacceptableText, and ValidationError for a third level or a limit.
        """
        self.with_changes(changes, self.EDITABLE)
        self.clean()
        self.clean_fields(exclude=["parent", "slug"])
        acceptable_text(self.why, WHY_LIMIT)
        acceptable_text(self.body)
        self._draw()
        with change(alone=self.pk is not None):
            former = Topic.objects.filter(pk=self.pk).values_list("title", "slug", "parent_id").first()
            self.settle_slug()
            self.save()
            if former and former != (self.title, self.slug, self.parent_id):
                self._renamed()
        return self

    def render(self) -> None:
        """Rebuild what follows from the texts, which stay as they are."""
        self._draw()
        Topic.objects.filter(pk=self.pk).update(
            why_html=self.why_html, body_html=self.body_html, pipeline_version=self.pipeline_version
        )

    def _draw(self) -> None:
        self.why_html = with_addresses(render(self.why).html)
        self.body_html = with_addresses(render(self.body).html)
        self.pipeline_version = PIPELINE_VERSION

    @classmethod
    def written_in_last(cls, author: User) -> "Topic | None":
        return cls.objects.filter(entries__author=author.pk).order_by("-entries__created_at", "-entries__pk").first()

    @classmethod
    def unsorted(cls) -> "Topic":
        """Where an entry belongs that has no topic yet: the first topic called so, made if there is none."""
        return cls.objects.filter(title="Unsorted").order_by("pk").first() or cls(title="Unsorted").revise()

    def _renamed(self) -> None:
        self.entries.update(stage_id=self.parent_id or self.pk)
        self.entries.all().redraw()

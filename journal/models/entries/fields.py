"""What an entry has: its columns, and what follows from one or two of them."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce, Greatest
from django.utils import timezone

from journal.models.address import Addressed
from journal.models.rendered import BODY_LIMIT, something_to_see
from journal.models.tag import Tag, Tagging
from journal.models.topic import Topic
from journal.models.urls import entry_address
from journal.models.visibility import Shown, Visibility


class EntryFields(Shown, Addressed):
    """One piece of writing. `body` is the truth; the fields under "projections" follow from it."""

    class Kind(models.TextChoices):
        NOTE = "note", "Note"
        PRACTICE = "practice", "Practice"
        PROJECT = "project", "Project"
        BUG = "bug", "Bug"

    Visibility = Visibility

    EDITABLE = (
        "author",
        "topic",
        "kind",
        "title",
        "slug",
        "summary",
        "body",
        "visibility",
        "published_at",
        "created_at",
    )

    # Made by the program that sent it: what is sent twice is one entry.
    key = models.UUIDField(null=True, unique=True, editable=False)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="entries"
    )
    topic = models.ForeignKey(Topic, on_delete=models.PROTECT, related_name="entries")
    # The topic's stage, or the topic itself where it is one: a stage's entries come from one index.
    stage = models.ForeignKey(Topic, on_delete=models.PROTECT, related_name="+", editable=False)
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.NOTE)
    title = models.CharField(max_length=200, validators=[something_to_see])
    summary = models.CharField(
        max_length=300, blank=True, help_text="Left empty, the first words of the text are shown."
    )
    body = models.TextField(blank=True, max_length=BODY_LIMIT, help_text="Markdown.")
    visibility = models.CharField(max_length=10, choices=Visibility, default=Visibility.PUBLIC)
    published_at = models.DateTimeField(
        null=True,
        blank=True,
        help_text="Empty for a draft. A moment to come schedules the entry.",
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    updated_at = models.DateTimeField(default=timezone.now, editable=False)  # of an imported one, as its source says
    touched_at = models.DateTimeField(default=timezone.now, editable=False)  # whatever changed, and only here
    version = models.PositiveIntegerField(default=0, editable=False)
    tags: models.ManyToManyField = models.ManyToManyField(Tag, through=Tagging, related_name="entries", blank=True)

    # Projections
    card_html = models.TextField(blank=True, editable=False)
    head_html = models.TextField(blank=True, editable=False)
    excerpt = models.CharField(max_length=300, blank=True, editable=False)
    minutes = models.PositiveIntegerField(default=1, editable=False)
    headings = models.JSONField(default=list, editable=False)
    warnings = models.JSONField(default=list, editable=False)
    tallied = models.JSONField(default=list, editable=False)
    pipeline_version = models.PositiveIntegerField(default=0, editable=False)
    html = models.TextField(blank=True, editable=False)
    text = models.TextField(blank=True, editable=False)
    code_words = models.TextField(blank=True, editable=False)  # as `text.words` has them
    pair_words = models.TextField(blank=True, editable=False)
    code_marks = models.TextField(blank=True, editable=False)  # its languages and whether it has output, as `mark` says

    class Meta:
        abstract = True
        verbose_name_plural = "entries"
        permissions = [("review_entry", "Can read what is shared for review")]
        ordering = ["-published_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["note", "practice", "project", "bug"]), name="entry_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(visibility__in=["public", "unlisted", "mentors", "private"]), name="entry_visibility_known"
            ),
            models.CheckConstraint(condition=~Q(title=""), name="entry_has_title"),
        ]
        # Visibility is in none of them: nearly all entries are public, and a planner without
        # statistics takes a first column for selective.
        indexes = [
            models.Index(fields=["published_at", "id"], name="entry_by_date"),
            models.Index(fields=["topic", "published_at", "id"], name="entry_in_topic"),
            models.Index(fields=["stage", "published_at", "id"], name="entry_in_stage"),
            models.Index(fields=["kind", "published_at", "id"], name="entry_of_kind"),
            models.Index(fields=["author", "published_at", "id"], name="entry_of_author"),
            models.Index(fields=["pipeline_version"], name="entry_to_render"),
            models.Index(fields=["updated_at", "id"], name="entry_by_change"),
            models.Index(fields=["updated_at"], condition=Q(published_at=None), name="entry_drafts"),
            models.Index(Greatest("touched_at", Coalesce("published_at", "touched_at")), "id", name="entry_by_event"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return entry_address(self.slug)

    @property
    def lead(self) -> str:
        return self.summary or self.excerpt

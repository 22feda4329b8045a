"""Entries: what the journal is made of."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce, Greatest
from django.utils import timezone

from journal.database.edition import change
from journal.models.address import Addressed
from journal.models.errors import EntryGone, StaleVersion
from journal.models.rendered import BODY_LIMIT, acceptable_text, something_to_see
from journal.models.tag import Tag, Tagging
from journal.models.topic import Topic
from journal.models.urls import address_of
from journal.models.visibility import Visibility
from journal.text.document import Document
from journal.text.renderer import render

from .link import Link
from .projections import Written, redraw, store
from .publication import record_publication
from .queryset import EntryQuerySet
from .saving import NotSaved, Saving, save_all
from .tally import Tally


class Entry(Addressed):
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

    objects = EntryQuerySet.as_manager()

    class Meta:
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
        return address_of("entry-detail", self.slug)

    @property
    def is_published(self) -> bool:
        return self.published_at is not None and self.published_at <= timezone.now()

    @property
    def is_scheduled(self) -> bool:
        return self.published_at is not None and not self.is_published

    @property
    def is_listed(self) -> bool:
        """Whether everyone finds it in lists."""
        return self.is_published and self.visibility == self.Visibility.PUBLIC

    @property
    def state(self) -> str:
        """What keeps it from being listed, in a word; else empty."""
        return state_of(self.visibility, self.published_at)

    @property
    def lead(self) -> str:
        return self.summary or self.excerpt

    def revise(
        self,
        *,
        version: int | None = None,
        tags: Iterable[Tag | str] | None = None,
        document: Document | None = None,
        by: User | None = None,
        note: str = "",
        is_notable: bool = False,
        **changes: Any,
    ) -> "Entry":
        """Save a new entry or a changed one, with everything that follows from its text; the former text is kept.

        `version` is the one that the change was made on; `tags` may be names, of which new ones are made;
        `document` is that of the text, where it is rendered already; `by` and `note` say who changes it and why,
        and `is_notable` that readers are to know. Raises StaleVersion when the entry has moved on since, SlugTaken,
        UnacceptableText, and ValidationError for a field's own limits.
        """
        self.prepare(**changes)
        document = document or render(self.body)  # before the transaction: nobody waits for a long text
        wanted = None if tags is None else list(tags)
        try:
            save_all([Saving(self, document, version, wanted, by, note, is_notable)])
        except NotSaved as refusal:
            raise refusal.errors[0] from None
        return self

    def prepare(self, **changes: Any) -> "Entry":
        """Set the changes, not yet saved. Raises what `revise` raises for the text and the fields' own limits."""
        self.with_changes(changes, self.EDITABLE)
        acceptable_text(self.body)
        self.clean_fields(exclude=["author", "topic", "stage", "tags", "slug"])
        return self

    @change()
    def publish(self, *, at: datetime | None = None, version: int | None = None, by: User | None = None) -> "Entry":
        """Show it, now or from a moment on. Publishing again changes nothing.

        On the row as it is now, whatever was read before. Raises StaleVersion where `version` is another, EntryGone.
        """
        self._hold(version)
        if at not in (None, self.published_at) or not (at or self.is_published):
            self._set_published_at(at or timezone.now(), by)
        return self

    @change()
    def unpublish(self, *, version: int | None = None, by: User | None = None) -> "Entry":
        """Make it a draft again. Raises as `publish` does."""
        self._hold(version)
        if self.published_at is not None:
            self._set_published_at(None, by)
        return self

    def render(self) -> None:
        """Rebuild what follows from the text, which stays as it is: neither version nor date change."""
        document = render(self.body)
        with change():
            self._hold(None)
            if self.body == Entry.objects.values_list("body", flat=True).get(pk=self.pk):  # else it was saved meanwhile
                store([Written(self, document)], tallied={self.pk: self.tallied})

    @change()
    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        tallied = Entry.objects.filter(pk=self.pk).held().values_list("tallied", flat=True).first()
        Tally.move(tallied or [], [])
        Link.let_go([self.pk])
        return super().delete(*args, **kwargs)

    def _hold(self, version: int | None) -> None:
        """Keep the row as it is now until the change ends."""
        row = Entry.objects.filter(pk=self.pk).held()
        now = row.values_list("version", "published_at", "visibility", "tallied").first()
        if now is None:
            raise EntryGone
        self.version, self.published_at, self.visibility, self.tallied = now
        if version not in (None, self.version):
            raise StaleVersion(self.version)

    def _set_published_at(self, moment: datetime | None, by: User | None) -> None:
        """A form that is open elsewhere is stale then."""
        former = {"published_at": self.published_at, "visibility": self.visibility}
        changes = {"published_at": moment, "updated_at": timezone.now()}
        Entry.objects.filter(pk=self.pk).update(**changes, version=F("version") + 1)
        self.taggings.update(published_at=moment)
        self.snippets.update(published_at=moment)
        self.refresh_from_db()
        redraw([self])
        record_publication(self, former, by=by)


def state_of(visibility: str, published_at: datetime | None) -> str:
    """What keeps an entry from being listed, in a word; else empty."""
    if published_at is None or published_at > timezone.now():
        return "scheduled" if published_at else "draft"
    return "" if visibility == Visibility.PUBLIC else visibility

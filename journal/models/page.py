"""Standing pages beside the chronicle; today there is one, /about/."""

from typing import Any

from django.db import models
from django.urls import reverse

from journal.database.edition import PublicModel, PublicQuerySet
from journal.text.document import PIPELINE_VERSION
from journal.text.renderer import render

from .rendered import BODY_LIMIT, acceptable_text, with_addresses

ABOUT = "about"
SUMMARY_LIMIT = 1_000  # characters


class Page(PublicModel):
    """A text that is about the journal, not part of it. `summary` is the journal's philosophy on the home page."""

    EDITABLE = ("slug", "title", "summary", "body")

    slug = models.SlugField(unique=True, choices=[(ABOUT, "About")], default=ABOUT)
    title = models.CharField(max_length=200)
    summary = models.TextField(max_length=SUMMARY_LIMIT, blank=True, help_text="Shown on the home page.")
    body = models.TextField(blank=True, max_length=BODY_LIMIT, help_text="Markdown.")
    html = models.TextField(blank=True, editable=False)
    pipeline_version = models.PositiveIntegerField(default=0, editable=False)
    updated_at = models.DateTimeField(auto_now=True)

    objects = PublicQuerySet.as_manager()

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse(self.slug)

    def revise(self, **changes: Any) -> "Page":
        """Save the text and its rendering. Raises UnacceptableText, and ValidationError for a limit."""
        self.with_changes(changes, self.EDITABLE)
        self.clean_fields()
        acceptable_text(self.summary, SUMMARY_LIMIT)
        acceptable_text(self.body)
        self._draw()
        self.save()
        return self

    def render(self) -> None:
        """Rebuild what follows from the text, which stays as it is: its date does not change."""
        self._draw()
        Page.objects.filter(pk=self.pk).update(html=self.html, pipeline_version=self.pipeline_version)

    def _draw(self) -> None:
        self.html = with_addresses(render(self.body).html)
        self.pipeline_version = PIPELINE_VERSION

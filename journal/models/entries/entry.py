"""Entries: what the journal is made of."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.db.models import F
from django.utils import timezone

from journal.database.edition import change
from journal.models.errors import EntryGone, StaleVersion
from journal.models.rendered import acceptable_text
from journal.models.tag import Tag
from journal.text.document import Document
from journal.text.renderer import render

from .fields import EntryFields
from .link import Link
from .projections import redraw, store
from .publication import record_publication
from .queryset import EntryQuerySet
from .saving import NotSaved, save_all
from .tally import Tally
from .written import Saving, Written


class Entry(EntryFields):
    """One piece of writing, and what can be done with it."""

    objects = EntryQuerySet.as_manager()

    class Meta(EntryFields.Meta):
        pass

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

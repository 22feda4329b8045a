"""Images that texts show and files that they offer, each kept once under the hash of its contents."""

import os
import re
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.contrib.auth.models import AnonymousUser, User
from django.db import models, transaction
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Cast
from django.utils import timezone

from journal.database.writes import Writes
from journal.text.pictures import MEDIA_TYPES, NAME, content_name, extension_of, file_extension_of, is_picture
from journal.text.reencoding import UnreadablePicture, reencoded

from .errors import UnacceptableText
from .page import Page
from .rendered import with_overrides_shown
from .topic import Topic
from .urls import address_of

SIZE_LIMIT = 20_000_000  # bytes of what a person uploads
# Every text that is kept beside the entries', whose attachments have rows of their own.
_TEXTS = [
    ("Topic", "body"),
    ("Topic", "why"),
    ("Page", "body"),
    ("Draft", "body"),
    ("Revision", "body"),
    ("TrashedEntry", "contents"),
]


class AttachmentQuerySet(models.QuerySet):
    def reachable_by(self, viewer: User | AnonymousUser) -> "AttachmentQuerySet":
        """What a page shows that this person may open, and what they uploaded themselves."""
        entries: Any = AttachmentUse._meta.get_field("entry").related_model
        uses = AttachmentUse.objects.filter(name=OuterRef("name"))
        seen = uses.filter(Exists(entries.objects.reachable_by(viewer).filter(pk=OuterRef("entry_id"))))
        in_topics = Topic.objects.filter(Q(body__contains=OuterRef("name")) | Q(why__contains=OuterRef("name")))
        in_pages = Page.objects.filter(body__contains=OuterRef("name"))
        uploads = Attachment.uploaded_by.through.objects.filter(attachment=OuterRef("pk"), user=viewer.pk)
        own = Q(Exists(uploads)) if viewer.is_authenticated else Q()
        portraits: Any = Attachment._meta.get_field("portraits").related_model
        of_people = portraits.objects.filter(avatar=OuterRef("pk"))
        return self.filter(Q(Exists(seen)) | own | Q(Exists(in_topics)) | Q(Exists(in_pages)) | Q(Exists(of_people)))


class Attachment(models.Model):
    """An image or a file, named by 128 bits of the SHA-256 of its contents: nobody guesses or takes such a name."""

    name = models.CharField(max_length=40, unique=True, editable=False)
    label = models.CharField(max_length=200, blank=True, help_text="What it was called where it came from.")
    size = models.PositiveIntegerField(editable=False, help_text="Bytes.")
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    uploaded_by: models.ManyToManyField = models.ManyToManyField(
        settings.AUTH_USER_MODEL, editable=False, related_name="attachments"
    )

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return self.label or self.name

    def get_absolute_url(self) -> str:
        return address_of("attachment", self.name)

    @classmethod
    def keep(cls, data: bytes, label: str = "", *, by: User | None = None) -> "Attachment":
        """The attachment with these contents, made if there is none. Images are written anew, without metadata.

        Raises UnacceptableText for what is too large, or neither an image nor a file that is taken. The file
        is on the disk before the row is saved: there is never a row without its file.
        """
        if len(data) > SIZE_LIMIT:
            raise UnacceptableText(f"This file is too large: at most {SIZE_LIMIT // 1_000_000} MB fit.")
        extension = extension_of(data)
        try:
            data = reencoded(data) if extension else data
        except UnreadablePicture as error:
            raise UnacceptableText(str(error)) from None
        extension = extension or file_extension_of(data)
        is_named = extension != "csv" or label.lower().endswith(".csv")  # what else it is, no byte tells
        if extension is None or not data or not is_named:
            kinds = "PNG, JPEG, GIF, WebP and AVIF images, PDF and zip files, and CSV files in UTF-8"
            raise UnacceptableText(f"Only {kinds} are taken.")
        kept = cls.of_contents(data, extension, label)
        if by:
            kept.uploaded_by.add(by)
            kept.label = with_overrides_shown(label)[
                :200
            ]  # to them it is called what they call it, not what others did
        return kept

    @classmethod
    def of_contents(cls, data: bytes, extension: str, label: str = "") -> "Attachment":
        """The attachment with these bytes, which have been looked at and, if a picture, written anew."""
        name = content_name(data, extension)
        store(name, data)
        return cls.of_stored(name, label)

    @classmethod
    def of_stored(cls, name: str, label: str = "") -> "Attachment":
        """The attachment whose file is on the disk already, made if there is none."""
        defaults = {"label": with_overrides_shown(label)[:200], "size": path_of(name).stat().st_size}
        return cls.objects.get_or_create(name=name, defaults=defaults)[0]

    def let_go(self) -> None:
        """Delete what was a portrait, unless it is something else too: uploaded or imported for a text, or named by
        any that is kept, an older one or one in the trash as well."""
        portraits: Any = self.portraits  # type: ignore[attr-defined]
        if self.uploaded_by.exists() or portraits.exists() or any(texts.exists() for texts in self._named_by()):
            return
        with suppress(models.ProtectedError):  # an imported repository has it
            self.delete()

    def _named_by(self) -> Iterator[models.QuerySet]:
        yield AttachmentUse.objects.filter(name=self.name)
        for label, field in _TEXTS:
            texts = apps.get_model("journal", label).objects.annotate(kept=Cast(field, models.TextField()))
            yield texts.filter(kept__contains=self.name)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """The row, and its file once that is certain. ProtectedError while an imported repository has it."""
        deleted = super().delete(*args, **kwargs)
        transaction.on_commit(self._remove_file)
        return deleted

    def _remove_file(self) -> None:
        if not Attachment.objects.filter(name=self.name).exists():  # it may have been uploaded again meanwhile
            self.path.unlink(missing_ok=True)

    @property
    def path(self) -> Path:
        return path_of(self.name)

    @property
    def media_type(self) -> str:
        return MEDIA_TYPES[self.name.rpartition(".")[2]]

    @property
    def is_picture(self) -> bool:
        return is_picture(self.name)

    @property
    def markdown(self) -> str:
        """How a text shows it: an image, whose alternative text is still to be said, or a link to download it."""
        label = "" if self.is_picture else re.sub(r"([\\\[\]<>*_`&])", r"\\\1", str(self))
        return f"{'!' if self.is_picture else ''}[{label}]({self.get_absolute_url()})"

    @property
    def file_name(self) -> str:
        """What it is called when it is downloaded: as it was, with the ending of what it is."""
        stem, dot, _ = self.label.rpartition(".")
        return f"{(stem if dot else self.label) or 'file'}.{self.name.rpartition('.')[2]}"

    def read(self) -> bytes:
        return self.path.read_bytes()


class AttachmentUse(models.Model):
    """An entry's text refers to an attachment, whether or not there is one of that name."""

    entry = models.ForeignKey("Entry", on_delete=models.CASCADE, related_name="attachment_uses")
    name = models.CharField(max_length=40)

    objects = models.Manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["name", "entry"], name="attachment_use_once")]

    def __str__(self) -> str:
        return f"{self.entry_id} → {self.name}"

    @classmethod
    def rebuild(cls, found: Sequence[tuple[models.Model, set[str]]], writes: Writes) -> None:
        """Make the uses of these entries those of the names that their texts have."""
        wanted: set[tuple[int, str]] = set()
        for entry, names in found:
            wanted.update((entry.pk, name) for name in names)
        uses = cls.objects.filter(entry__in=[entry.pk for entry, _ in found])
        known = {(use.entry_id, use.name): use.pk for use in uses}
        gone = [key for pair, key in known.items() if pair not in wanted]
        if gone:
            writes.delete(cls.objects.filter(pk__in=gone))
        writes.insert([AttachmentUse(entry_id=key, name=name) for key, name in sorted(wanted - known.keys())])


def path_of(name: str) -> Path:
    if not NAME.fullmatch(name):
        raise ValueError(f"no attachment is called {name!r}")
    return Path(settings.MEDIA_ROOT) / "attachments" / name[:2] / name


def store(name: str, data: bytes) -> None:
    """Keep the file under its name, if it is not there already."""
    path = path_of(name)
    if not (path.exists() and path.stat().st_size == len(data)):
        write_whole(path, data)


def write_whole(path: Path, data: bytes) -> None:
    """Write the file whole or not at all, and wait for the disk."""
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, temporary = tempfile.mkstemp(dir=path.parent, prefix=".new-")
    try:
        with open(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(temporary, 0o644)
        os.replace(temporary, path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise

"""Images that texts show, each kept once under the hash of its contents."""

import os
import tempfile
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.urls import reverse
from django.utils import timezone

from journal.text.pictures import MEDIA_TYPES, NAME, attachment_name

from .errors import UnacceptableText


class Attachment(models.Model):
    """An image, named by 128 bits of the SHA-256 of its contents: nobody guesses or takes such a name."""

    name = models.CharField(max_length=40, unique=True, editable=False)
    label = models.CharField(max_length=200, blank=True, help_text="What it was called where it came from.")
    size = models.PositiveIntegerField(editable=False, help_text="Bytes.")
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = models.Manager()

    class Meta:
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return self.label or self.name

    def get_absolute_url(self) -> str:
        return reverse("attachment", args=[self.name])

    @classmethod
    def keep(cls, data: bytes, label: str = "") -> "Attachment":
        """The attachment with these contents, made if there is none. Raises UnacceptableText for what is no image.

        The file is on the disk before the row is saved: there is never a row without its file.
        """
        name = attachment_name(data)
        if name is None:
            raise UnacceptableText("This is no PNG, JPEG, GIF, WebP or AVIF image.")
        store(name, data)
        return cls.of_stored(name, label)

    @classmethod
    def of_stored(cls, name: str, label: str = "") -> "Attachment":
        """The attachment whose file is on the disk already, made if there is none."""
        defaults = {"label": label[:200], "size": path_of(name).stat().st_size}
        return cls.objects.get_or_create(name=name, defaults=defaults)[0]

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """The row, and its file once that is certain. ProtectedError while an imported repository has it."""
        deleted = super().delete(*args, **kwargs)
        transaction.on_commit(lambda: self.path.unlink(missing_ok=True))
        return deleted

    @property
    def path(self) -> Path:
        return path_of(self.name)

    @property
    def media_type(self) -> str:
        return MEDIA_TYPES[self.name.rpartition(".")[2]]

    def read(self) -> bytes:
        return self.path.read_bytes()


def path_of(name: str) -> Path:
    if not NAME.fullmatch(name):
        raise ValueError(f"no attachment is called {name!r}")
    return Path(settings.MEDIA_ROOT) / "attachments" / name[:2] / name


def store(name: str, data: bytes) -> None:
    """Write the file whole or not at all, and wait for the disk."""
    path = path_of(name)
    if path.exists() and path.stat().st_size == len(data):
        return
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

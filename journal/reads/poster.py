"""Posters of entries, drawn when somebody asks for the first time and kept under the hash of what is on them."""

from pathlib import Path

from django.conf import settings
from django.db.models.functions import Substr

from journal.models.attachment import write_whole
from journal.models.entries.entry import Entry
from journal.models.entries.snippet import Snippet
from journal.text.posters import CODE_LIMIT, Poster


def poster_of(slug: str) -> Poster | None:
    """The poster of an entry that everyone may see in lists, and of nothing else."""
    listed = Entry.objects.listed().filter(slug=slug)
    row = listed.values_list("pk", "title", "topic__title", "kind").first()
    if row is None:
        return None
    pk, title, topic, kind = row
    codes = Snippet.objects.filter(entry=pk).order_by("position").values_list(Substr("code", 1, CODE_LIMIT), flat=True)
    return Poster(title, topic, kind, codes.first() or "", settings.SITE_NAME)


def picture_of(poster: Poster) -> bytes:
    """The PNG. Raises CannotDraw."""
    path = Path(settings.MEDIA_ROOT) / "posters" / poster.digest[:2] / f"{poster.digest}.png"
    if not path.exists():
        write_whole(path, poster.draw())
    return path.read_bytes()

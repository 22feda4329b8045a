"""Those who write here, as readers see them."""

from datetime import datetime
from typing import NamedTuple

from django.contrib.auth.models import User
from django.db.models import CharField, DateTimeField, Exists, OuterRef, QuerySet, TextField, Value
from django.db.models.functions import Coalesce, Concat, NullIf, Trim
from django.utils import timezone

from journal.database.kept import kept
from journal.database.statements import Rows, compiled
from journal.database.viewer import VISITOR, Viewer
from journal.models.entries.entry import Entry
from journal.models.page import ABOUT, Page


class Author(NamedTuple):
    """A person as readers see them."""

    pk: int
    username: str
    name: str
    about: str
    picture: str  # the name of an attachment; empty when there is none


def opening(viewer: Viewer) -> tuple[str, dict[int, Author]]:
    """The journal's philosophy, and those who write in it, as `several` has them."""
    summary, authors = "", []
    for noun, *row in _opening_of(viewer):
        if noun == "author":
            authors.append(Author(*row))
        else:
            summary = row[3]
    return summary, {author.pk: author for author in authors} if len(authors) > 1 else {}


def several(viewer: Viewer) -> dict[int, Author]:
    """The authors of whom this person finds an entry, by key. Empty where one writes alone: they need not be named."""
    return opening(viewer)[1]


def _opening_of(viewer: Viewer) -> Rows:
    if viewer.is_authenticated:
        return _opening(viewer, now=timezone.now())
    return _for_everyone()


@kept
def _for_everyone() -> Rows:
    """Of many accounts few have written something, and each is asked for it."""
    return _opening(VISITOR, now=timezone.now())


def author(viewer: Viewer, username: str) -> Author | None:
    """Somebody of whom this person finds an entry: no other account is given away."""
    rows = _author(viewer, now=timezone.now(), username=username)
    return Author(*rows[0]) if rows else None


def name_of(person: str = "") -> Coalesce:
    """The expression for a name: as the profile has it, else the full name, else the user name. NULL for nobody."""
    first, last = Coalesce(f"{person}first_name", Value("")), Coalesce(f"{person}last_name", Value(""))
    shown = NullIf(f"{person}profile__display_name", Value(""))
    full = NullIf(Trim(Concat(first, Value(" "), last)), Value(""))
    return Coalesce(shown, full, f"{person}username")


@compiled(now=DateTimeField())
def _opening(viewer: Viewer, *, now: datetime) -> list[QuerySet]:
    about = Page.objects.filter(slug=ABOUT).values_list(Value("about"), "id", "slug", "title", "summary", Value(""))
    authors = _people(viewer, now).order_by("username").values_list(Value("author"), *_AUTHOR_FIELDS)
    return [about, authors]


@compiled(now=DateTimeField(), username=CharField())
def _author(viewer: Viewer, *, now: datetime, username: str) -> QuerySet:
    return _people(viewer, now).filter(username=username).values_list(*_AUTHOR_FIELDS)


_AUTHOR_FIELDS = ("pk", "username", "shown", "words", "picture")


def _people(viewer: Viewer, now: datetime) -> QuerySet:
    """Those with an entry that this person finds."""
    visible = Entry.objects.visible_to(viewer, now).filter(author=OuterRef("pk"))
    return User.objects.filter(Exists(visible)).annotate(
        shown=name_of(),
        words=Coalesce("profile__about", Value(""), output_field=TextField()),
        picture=Coalesce("profile__avatar__name", Value("")),
    )

"""A standing page."""

from journal.database.kept import kept
from journal.models.page import Page

_STANDING_FIELDS = ("id", "slug", "title", "summary", "html")


@kept
def standing_page(slug: str) -> Page | None:
    """The page of this slug, without its Markdown; None where nobody has written one."""
    return Page.objects.filter(slug=slug).only(*_STANDING_FIELDS).first()

"""What an edit here changes in a front matter: each fact under the name that it has there."""

from journal.text.frontmatter import BadFrontMatter, FrontMatter

from .dates import as_moment
from .metadata import FILED, NESTED, Values, read_values, shown_value
from .reading import Text, Unwritable


def edited_front(front: FrontMatter, before: Text, after: Text, *, without_heading: bool) -> str:
    """The block, edited in place. A file without one says no more than title and text. Raises Unwritable."""
    if not front.block or before == after:
        return front.block
    wanted = _edits(read_values(front.values), before, after, without_heading=without_heading)
    edits = {name: value for name, value in wanted if name != NESTED}
    for name, value in edits.items():
        held = front.values.get(name)
        if isinstance(held, str) and isinstance(value, list):  # dev.to's commas, Jekyll's spaces
            has_spaces = "," not in held and not any(" " in tag for tag in value)
            edits[name] = (" " if has_spaces and " " in held else ", ").join(value)
    try:
        return front.edited(edits) if edits else front.block
    except BadFrontMatter as error:
        raise Unwritable(str(error)) from None


def _edits(values: Values, before: Text, after: Text, *, without_heading: bool) -> list[tuple[str, object]]:
    """(name in the front matter, new value) of each fact that changed."""
    names = values.names
    edits: list[tuple[str, object]] = []
    if after.title != before.title and ("title" in names or without_heading):
        edits.append((names.get("title", "title"), after.title))
    for fact in ("summary", "kind", "slug"):
        if getattr(after, fact) != getattr(before, fact):
            edits.append((names.get(fact, {"summary": "description"}.get(fact, fact)), getattr(after, fact) or None))
    return edits + _tag_edits(values, before, after) + _date_edits(values, before, after)


def _tag_edits(values: Values, before: Text, after: Text) -> list[tuple[str, object]]:
    """Tags, categories and series, each where it stands; new ones are tags."""
    if after.tags == before.tags:
        return []
    now = {tag.casefold() for tag in after.tags}
    kept = {fact: [tag for tag in getattr(values, fact) if tag.casefold() in now] for fact in FILED}
    filed = [tag for tags in kept.values() for tag in tags]
    is_filed = {tag.casefold() for tag in filed}
    were_tags = {tag.casefold() for tag in values.tags}
    tags = [tag for tag in after.tags if tag.casefold() not in is_filed]
    tags += [tag for tag in filed if tag.casefold() in were_tags]
    changed = [(fact, words) for fact, words in kept.items() if words != list(getattr(values, fact))]
    edits: list[tuple[str, object]] = [(values.names[fact], words or None) for fact, words in changed]
    if tags != list(values.tags):
        edits.insert(0, (values.names.get("tags", "tags"), tags or None))
    return edits


def _date_edits(values: Values, before: Text, after: Text) -> list[tuple[str, object]]:
    edits: list[tuple[str, object]] = []
    if bool(after.published) != bool(before.published):
        name = values.names.get("draft", "draft")
        edits.append((name, shown_value(name, is_shown=bool(after.published))))
    if after.published and before.published and after.published != before.published:
        edits.append((values.names.get("date", "date"), as_moment(after.published)))
    return edits

"""Tags of HTML within a line. One that is only named there is text: “a <div> is a block”."""

from journal.text.html_tags import FORMATTING
from journal.text.serializing import raw_html

from .context import Context
from .parts import Tag


def settled(parts: list, context: Context) -> list:
    """The parts with their tags as raw HTML, or as text.

    A tag that nothing closes is text if it is bare; with attributes it ends with the parts. Formatting has to be closed
    where it was opened, anything else somewhere in the document.
    """
    tags = [part for part in parts if isinstance(part, Tag)]
    if not tags:
        return parts
    endless = _endless(tags, context)
    as_text = {tag for tag in endless if tag.can_be_text}
    found = [_settled(part, as_text, context) for part in parts]
    for tag in reversed(endless):
        if tag not in as_text and tag.name in FORMATTING:
            found.append(_raw(f"</{tag.name}>", context))
    return found


def _endless(tags: list[Tag], context: Context) -> list[Tag]:
    """The opening tags that nothing closes."""
    opened: dict[str, list[Tag]] = {}
    left: set[Tag] = set()
    for tag in tags:
        if not tag.is_closing:
            opened.setdefault(tag.name, []).append(tag)
            left.add(tag)
        elif opened.get(tag.name):
            left.remove(opened[tag.name].pop())
    return [tag for tag in tags if tag in left and _needs_an_end(tag, context)]


def _needs_an_end(tag: Tag, context: Context) -> bool:
    return tag.name in FORMATTING or tag.name not in context.closing_names


def _settled(part: object, as_text: set[Tag], context: Context) -> object:
    if not isinstance(part, Tag):
        return part
    if part in as_text:
        context.note_tag(part.name, part.line)
        return part.source
    return _raw(part.source, context)


def _raw(html: str, context: Context) -> object:
    return raw_html(context.raw.taken(html)[0])

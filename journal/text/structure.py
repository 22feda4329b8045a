"""The shape of a rendered text: headings below the page's own, their anchors, and "Why it works" set apart."""

import re
from collections import Counter
from urllib.parse import unquote
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions.toc import TocExtension
from markdown.treeprocessors import Treeprocessor

from .sanitize import PREFIX, prefixed
from .serializing import is_raw, words_of
from .slugs import github_slug, slugify

_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_OPENING = re.compile(r"<(?:div|details|section|blockquote|table|ul|ol)\b")
_CLOSING = re.compile(r"</(?:div|details|section|blockquote|table|ul|ol)\b")
_RAW_ID = re.compile(r"""\sid=["']?([^"'\s>]+)""", re.IGNORECASE)
WHY_TITLES = ("why it works", "why this works", "why does it work", "why does this work")


def anchor_slug(title: str, separator: str) -> str:
    return PREFIX + slugify(title)


def contents() -> TocExtension:
    return TocExtension(
        slugify=anchor_slug,
        marker="",
        permalink="",
        permalink_class="headerlink",
        permalink_title="Link to this section",
    )


class HeadingTreeprocessor(Treeprocessor):
    """The page has the h1: the highest heading of the text becomes an h2, the others follow."""

    def run(self, root: Element) -> None:
        headings = _headings(root)
        if headings:
            shift = 2 - min(int(heading.tag[1]) for heading in headings)
            for heading in headings:
                heading.tag = f"h{min(6, int(heading.tag[1]) + shift)}"


class AnchorTreeprocessor(Treeprocessor):
    """Gives each heading the anchor that GitHub gives it, beside its own, and lets links in the text find both."""

    def run(self, root: Element) -> None:
        headings = _headings(root)
        taken = {prefixed(identifier) for identifier in _ids(root)}
        seen: Counter[str] = Counter()
        for heading in headings:
            slug = github_slug(words_of(heading))
            name = f"{slug}-{seen[slug]}" if seen[slug] else slug
            seen[slug] += 1
            if slug and prefixed(name) not in taken:
                taken.add(prefixed(name))
                _prepend(heading, Element("span", {"id": prefixed(name)}))
        for link in root.iter("a"):
            name = link.get("href", "")
            if name.startswith("#"):
                link.set("href", "#" + _found(unquote(name[1:]), taken))


class WhyTreeprocessor(Treeprocessor):
    """Splits the text at its "Why it works" section, which wide screens set in the margin."""

    def run(self, root: Element) -> None:
        before, why, after = _split(list(root))
        if not (_is_closed(before) and _is_closed(why)):
            before, why, after = list(root), [], []  # it stands in an element of the text's own
        for child in list(root):
            root.remove(child)
        _wrap(root, "div", "prose", before)
        if why:
            section = _wrap(root, "section", "why prose", why)
            section.set("aria-labelledby", why[0].get("id", ""))
        _wrap(root, "div", "prose", after)


def is_why(title: str) -> bool:
    return title.strip(" ?!.:").casefold() in WHY_TITLES


def _headings(root: Element) -> list[Element]:
    return [element for element in root.iter() if element.tag in _HEADINGS]


def _ids(root: Element) -> list[str]:
    """The ids of the tree, and those in its raw HTML."""
    found = []
    for element in root.iter():
        if is_raw(element):
            found += _RAW_ID.findall(element.text or "")
        else:
            found.append(element.get("id", ""))
    return found


def _prepend(heading: Element, anchor: Element) -> None:
    anchor.tail, heading.text = heading.text, None
    heading.insert(0, anchor)


def _found(name: str, taken: set[str]) -> str:
    """A fragment as it is among the ids; GitHub does not mind capitals."""
    if prefixed(name) not in taken and prefixed(name.lower()) in taken:
        return prefixed(name.lower())
    return name


def _split(children: list[Element]) -> tuple[list[Element], list[Element], list[Element]]:
    for start, child in enumerate(children):
        if child.tag in _HEADINGS and is_why(words_of(child)):
            end = start + 1
            while end < len(children) and not _ends(children[end], int(child.tag[1])):
                end += 1
            return children[:start], children[start:end], children[end:]
    return children, [], []


def _is_closed(children: list[Element]) -> bool:
    """Whether the raw HTML among them opens as much as it closes."""
    html = "".join(child.text or "" for child in children if is_raw(child))
    return len(_OPENING.findall(html)) == len(_CLOSING.findall(html))


def _ends(element: Element, level: int) -> bool:
    if element.get("class") == "footnote":
        return True
    return element.tag in _HEADINGS and int(element.tag[1]) <= level


def _wrap(root: Element, tag: str, css_class: str, children: list[Element]) -> Element:
    wrapper = Element(tag, {"class": css_class})
    wrapper.extend(children)
    if children:
        root.append(wrapper)
    return wrapper


def extend(md: Markdown) -> None:
    md.treeprocessors.register(HeadingTreeprocessor(md), "heading_levels", 7)
    md.treeprocessors.register(AnchorTreeprocessor(md), "anchors", 4)
    md.treeprocessors.register(WhyTreeprocessor(md), "why", 3)

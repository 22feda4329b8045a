"""The shape of a rendered text: headings below the page's own, and "Why it works" set apart."""

from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions.toc import TocExtension
from markdown.treeprocessors import Treeprocessor

from .sanitize import PREFIX
from .slugs import slugify

_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
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
        headings = [element for element in root.iter() if element.tag in _HEADINGS]
        if headings:
            shift = 2 - min(int(heading.tag[1]) for heading in headings)
            for heading in headings:
                heading.tag = f"h{min(6, int(heading.tag[1]) + shift)}"


class WhyTreeprocessor(Treeprocessor):
    """Splits the text at its "Why it works" section, which wide screens set in the margin."""

    def run(self, root: Element) -> None:
        before, why, after = _split(list(root))
        for child in list(root):
            root.remove(child)
        _wrap(root, "div", "prose", before)
        if why:
            section = _wrap(root, "section", "why prose", why)
            section.set("aria-labelledby", why[0].get("id", ""))
        _wrap(root, "div", "prose", after)


def is_why(title: str) -> bool:
    return title.strip(" ?!.:").casefold() in WHY_TITLES


def _split(children: list[Element]) -> tuple[list[Element], list[Element], list[Element]]:
    for start, child in enumerate(children):
        if child.tag in _HEADINGS and is_why("".join(child.itertext())):
            end = start + 1
            while end < len(children) and not _ends(children[end], int(child.tag[1])):
                end += 1
            return children[:start], children[start:end], children[end:]
    return children, [], []


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
    md.treeprocessors.register(WhyTreeprocessor(md), "why", 3)

"""HTML as what is compared with another renderer's: tags and words, without what the journal adds on purpose."""

import html5lib

_TAGS = {"p", "ul", "ol", "li", "blockquote", "pre", "table", "tr", "td", "th", "hr", "h",
         "em", "strong", "code", "a", "br", "img", "del"}  # fmt: skip
_HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
_VOID = {"br", "img", "hr"}


def tokens(html):
    """Tags as "<p>" and "</p>", and the words between them. HTML is read as browsers do."""
    found = []
    _walk(html5lib.parseFragment(html.strip(), namespaceHTMLElements=False), found)
    return found


def facts(html):
    """What the links, pictures and lists of it state."""
    found = []
    for element in html5lib.parseFragment(html.strip(), namespaceHTMLElements=False).iter():
        stated = {
            name: element.get(name)
            for name in ("href", "src", "alt", "title", "start")
            if element.get(name) is not None
        }
        if element.tag in ("a", "img", "ol") and stated and not _is_ours(element):
            found.append((element.tag, stated))
    return found


def words(html):
    return [token for token in tokens(html) if not token.startswith("<")]


def _walk(element, found):
    tag = "h" if element.tag in _HEADINGS else element.tag
    if not isinstance(tag, str) or _is_ours(element):
        return
    is_shown = tag in _TAGS
    if is_shown:
        found.append(f"<{tag}>")
    if tag == "pre":  # what marks code up parts words
        found += _words("".join(element.itertext()))
    else:
        _walk_within(element, found)
    if is_shown and tag not in _VOID:
        found.append(f"</{tag}>")


def _walk_within(element, found):
    found += _words(element.text)
    for child in element:
        _walk(child, found)
        found += _words(child.tail)


def _words(text):
    """A word that looks like a tag is told from one."""
    return [f"“{word}" if word.startswith("<") else word for word in (text or "").split()]


def _is_ours(element):
    return element.tag == "figcaption" or element.get("class") in ("headerlink", "snippet__link")

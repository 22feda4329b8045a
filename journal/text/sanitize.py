"""The last step before HTML is stored: an allow-list of elements, attributes and classes."""

import re
from functools import cache

import nh3
from pygments.token import STANDARD_TYPES

from .html_tags import ELEMENTS

_MATHML = set(
    """math mrow mi mo mn ms mtext mspace msup msub msubsup mfrac msqrt mroot mtable mtr mtd
    mover munder munderover mpadded mphantom mstyle menclose""".split()
)
_TAGS = _MATHML | ELEMENTS
_ATTRIBUTES = {
    "*": {"class", "id", "title", "lang", "dir"},
    "a": {"href", "rel", "aria-label"},
    "img": {"src", "alt", "width", "height", "loading"},
    "ol": {"start", "reversed"},
    "td": {"align", "colspan", "rowspan"},
    "th": {"align", "colspan", "rowspan", "scope"},
    "input": {"checked", "disabled", "aria-label"},
    "details": {"open"},
    "pre": {"tabindex", "role", "aria-label"},
    "section": {"aria-labelledby"},
    "math": {"display"},
    "mo": {"stretchy", "fence", "separator", "lspace", "rspace", "form"},
    "mspace": {"width"},
    "mtable": {"columnalign", "rowspacing", "columnspacing"},
    "mfrac": {"linethickness"},
    "mi": {"mathvariant"},
}
_CLASSES = {name for name in STANDARD_TYPES.values() if name} | set(
    """prose why snippet snippet__caption snippet__title snippet__language snippet__link
    snippet__code snippet__output highlight highlight--numbered hl line headerlink footnote
    footnote-ref footnote-backref task-list task-list-item admonition admonition-title note tip
    important warning caution danger info hint example abstract quote success question failure
    bug keys plain tab""".split()
)
# Ids that we make ourselves; any other id or fragment gets PREFIX, so that no text can
# shadow a name that a script or a form relies on.
PREFIX = "h-"
_OWN_IDS = re.compile(r"(?:h-|code-|fn:|fnref\d*:)")


def prefixed(identifier: str) -> str:
    return identifier if _OWN_IDS.match(identifier) else PREFIX + identifier


def sanitize(html: str) -> str:
    """HTML in which nothing runs, nothing is fetched from elsewhere by style, and no id clobbers."""
    return _cleaner().clean(html)


def to_text(html: str) -> str:
    """The words of sanitised HTML, one line a block, still escaped; code and formulas left out."""
    return _stripper().clean(html)


def _filter(tag: str, attribute: str, value: str) -> str | None:
    if attribute in ("id", "aria-labelledby"):
        return prefixed(value)
    if attribute == "href" and value.startswith("#") and value not in ("#", "#top"):
        return "#" + prefixed(value[1:])
    if attribute == "class":
        return " ".join(name for name in value.split() if name in _CLASSES) or None
    if attribute == "tabindex":
        return "0"
    return value


@cache
def _cleaner() -> nh3.Cleaner:
    return nh3.Cleaner(
        tags=_TAGS,
        clean_content_tags={"script", "style", "template", "iframe", "noscript", "title", "textarea"},
        attributes=_ATTRIBUTES,
        tag_attribute_values={"input": {"type": {"checkbox"}}},
        attribute_filter=_filter,
        url_schemes={"http", "https", "mailto", "entry", "snippet"},
        link_rel=None,
        strip_comments=True,
    )


@cache
def _stripper() -> nh3.Cleaner:
    return nh3.Cleaner(tags=set(), clean_content_tags={"math"})

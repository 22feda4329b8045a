"""Nothing that a text says can run, and no id of its can take a name that the page relies on."""

from html.parser import HTMLParser

import pytest

from journal.text.pipeline import render_document
from journal.text.sanitize import prefixed, sanitize

from .hostile import CLOBBERING, SCRIPTS

FORBIDDEN_TAGS = {
    "script", "style", "iframe", "object", "embed", "form", "button", "svg", "link", "meta", "base", "template",
    "textarea", "select", "video", "audio", "source", "body", "html", "head", "title", "noscript", "frame",
    "applet", "marquee", "x", "option", "animate", "use", "foreignobject",
}  # fmt: skip
SAFE_SCHEMES = ("http:", "https:", "mailto:", "entry:", "snippet:")


class Inspector(HTMLParser):
    """Collects what could run."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.findings = []
        self.ids = []

    def handle_starttag(self, tag, attrs):
        if tag in FORBIDDEN_TAGS:
            self.findings.append(f"<{tag}>")
        for name, value in attrs:
            self._check(tag, name, value or "")

    def _check(self, tag, name, value):
        if name.startswith("on") or name in ("style", "srcdoc", "formaction", "action", "xlink:href", "target"):
            self.findings.append(f"{tag} {name}={value}")
        if name in ("href", "src"):
            squeezed = "".join(value.split()).lower()
            scheme = squeezed.partition("/")[0].partition("?")[0].partition("#")[0]
            if ":" in scheme and not scheme.startswith(SAFE_SCHEMES):
                self.findings.append(f"{tag} {name}={value}")
        if name in ("id", "name"):
            self.ids.append(value)


def inspect(html):
    inspector = Inspector()
    inspector.feed(html)
    inspector.close()
    return inspector


@pytest.mark.parametrize("source", SCRIPTS)
@pytest.mark.parametrize(
    "wrap",
    [
        "{}",
        "> {}",
        "- {}",
        "| a |\n|---|\n| {} |",
        "# {}",
        "x[^n]\n\n[^n]: {}",
        "<div>{}</div>",
        "**{}**",
        "!!! note\n    {}",
    ],
    ids=["alone", "quoted", "listed", "in a table", "heading", "footnote", "in html", "strong", "admonition"],
)
def test_nothing_runs(source, wrap):
    document = render_document(wrap.replace("{}", source))
    assert inspect(document.html).findings == []
    for snippet in document.snippets:
        assert inspect(snippet.html).findings == []


@pytest.mark.parametrize("source", CLOBBERING)
def test_no_id_shadows_a_name(source):
    for identifier in inspect(render_document(source).html).ids:
        assert identifier.startswith(("h-", "code-", "fn:", "fnref:"))


@pytest.mark.parametrize(
    "href",
    [
        "javascript:x",
        "JavaScript:x",
        "java\tscript:x",
        "data:text/html,x",
        "vbscript:x",
        "file:///etc/passwd",
        "blob:x",
        "ftp://x",
    ],
)
def test_a_link_with_another_scheme_leads_nowhere(href):
    assert "href" not in sanitize(f'<a href="{href}">x</a>')


@pytest.mark.parametrize(
    "href", ["/x", "x.md", "../x", "#h-x", "?q=1", "https://a.b/", "http://a.b", "mailto:a@b.c", "//a.b/c"]
)
def test_an_ordinary_link_stays(href):
    assert f'href="{href}"' in sanitize(f'<a href="{href}">x</a>')


@pytest.mark.parametrize(
    ("identifier", "expected"),
    [
        ("x", "h-x"),
        ("h-x", "h-x"),
        ("code-1", "code-1"),
        ("fn:1", "fn:1"),
        ("fnref2:1", "fnref2:1"),
        ("content", "h-content"),
        ("", "h-"),
    ],
)
def test_ids_get_a_prefix_once(identifier, expected):
    assert prefixed(identifier) == expected


def test_a_fragment_follows_its_id():
    html = sanitize('<p id="x">x</p><a href="#x">y</a>')
    assert html == '<p id="h-x">x</p><a href="#h-x">y</a>'


def test_classes_of_the_page_are_not_for_texts():
    assert sanitize('<p class="masthead skip-link note">x</p>') == '<p class="note">x</p>'
    assert sanitize('<p class="masthead">x</p>') == "<p>x</p>"


def test_html_that_is_parsed_and_written_again_is_still_safe():
    """What a browser makes of it may differ from what we wrote; it must not wake anything."""
    for source in SCRIPTS:
        html = render_document(source).html
        for _ in range(3):
            html = sanitize(html)
            assert inspect(html).findings == []

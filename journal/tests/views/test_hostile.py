"""Whatever is sent, no page breaks, and nothing that was written runs."""

import json

import pytest

from journal.models import Page, Tag, Topic
from journal.tests.surfaces import addresses
from journal.tests.text.hostile import WORDS
from journal.tests.text.test_sanitize import Inspector

pytestmark = pytest.mark.django_db

ALLOWED = set("html head body title meta link script form select option button svg rect text input textarea".split())


class PageInspector(Inspector):
    """As for texts, but the page's own elements are allowed, with scripts from files only, and data that is JSON."""

    is_data = False

    def handle_data(self, data):
        if self.is_data:
            json.loads(data)
            self.is_data = False

    def handle_starttag(self, tag, attrs):
        values = dict(attrs)
        self.is_data = tag == "script" and values == {"type": "application/ld+json"}
        if self.is_data:
            return
        if tag == "script" and (set(values) - {"src", "type"} or not values.get("src", "").startswith("/static/")):
            self.findings.append(f"script {values}")
        elif tag == "form" and not values.get("action", "").startswith("/"):
            self.findings.append(f"form {values}")
        elif tag in ALLOWED:
            attrs = [(name, value) for name, value in attrs if name != "action"]
            for name, value in attrs:
                self._check(tag, name, value or "")
        else:
            super().handle_starttag(tag, attrs)


@pytest.mark.parametrize("words", WORDS)
def test_markup_in_any_field_is_only_text(client, words):
    stage = Topic(title=words[:200], summary=words, why=words).revise()
    topic = Topic(title=words[:200], parent=stage, summary=words, why=words).revise()
    tags = Tag.objects.named([words[:60]])
    Page(slug="about").revise(title=words[:200], summary=words, body=words)
    from journal.models import Entry
    from journal.tests.conftest import A_DAY

    entry = Entry(topic=topic).revise(
        title=words[:200],
        summary=words,
        body=f"{words}\n\n## {words}\n\n```python title={words!r}\n{words}\n```\n\n```output\n{words}\n```",
        published_at=A_DAY,
        tags=tags,
    )
    for address in [*addresses(entry), "/nothing/"]:
        response = client.get(address)
        if not response.headers["Content-Type"].startswith("text/html"):
            continue
        inspector = PageInspector()
        inspector.feed(response.content.decode())
        assert inspector.findings == [], address


NUMBERS = [
    "0",
    "-1",
    "1e9",
    "1.5",
    "٣",
    "NaN",
    "inf",
    "0x10",
    "9" * 20,
    "9" * 400,
    " 1",
    "1 ",
    "+1",
    "",
    "null",
    "[]",
    "%00",
    "%ff",
    "1%00",
]


@pytest.mark.parametrize("value", NUMBERS)
@pytest.mark.parametrize("name", ["before", "after", "year", "topic", "kind", "tag", "language", "page"])
def test_no_value_in_a_query_breaks_a_list(client, make_entry, name, value):
    make_entry()
    for path in ("/", "/entries/", "/snippets/", "/topics/", "/topics/the-orm/", "/tags/"):
        assert client.get(f"{path}?{name}={value}").status_code in (200, 400, 404)


@pytest.mark.parametrize(
    "query",
    [
        "before=1-1&after=1-1",
        "kind=note&kind=bug",
        "kind[]=note",
        "&&&&",
        "=",
        "a" * 5_000,
        "%",
        "%zz",
        "topic=%F0%9F%8E%89",
        "&".join(f"a{n}=1" for n in range(900)),
    ],
)
def test_an_odd_query_is_no_fault(client, make_entry, query):
    make_entry()
    assert client.get(f"/entries/?{query}").status_code in (200, 400, 404)


@pytest.mark.parametrize("query", ["a" * 40_000, "x=%00", "kind=%ff%fe", "x=%c0%af", "x=%ed%a0%80"])
def test_a_malformed_query_is_refused(client, db, query):
    response = client.get(f"/entries/?{query}")
    assert response.status_code == 400
    assert b"Not understood" in response.content


@pytest.mark.parametrize(
    "path",
    [
        "/entries/%00/", "/entries/a%00b/", "/entries/%ff/", "/entries/%c0%af/", "/entries/..%2f..%2fetc%2fpasswd/", "/entries/%0a/",
        "/entries/" + "a" * 3_000 + "/", "/entries/a b/", "/entries/%F0%9F%8E%89/", "/snippets/-1/", "/snippets/abc/",
        "/snippets/99999999999999999999999/", "/topics/%E2%80%AE/", "/tags/'--/", "/entries/.md", "/entries//",
        "/admin%00/", "/%2e%2e/%2e%2e/etc/passwd", "/static/../manage.py", "/static/..%2fmanage.py", "/.env", "/.git/config",
        "/data/journal.sqlite3", "/media/", "/static/", "/manage.py", "/server-status", "/wp-login.php",
    ],
)  # fmt: skip
def test_an_odd_path_is_nowhere(client, db, path):
    assert client.get(path).status_code in (400, 404)


@pytest.mark.parametrize("charset", ["utf-16", "utf-7", "latin-1", "bogus", "rot13", "utf-8; x=y\x00"])
@pytest.mark.parametrize("has_cookie", [True, False])
def test_a_form_in_another_encoding_is_refused(db, charset, has_cookie):
    from django.test import Client

    client = Client(enforce_csrf_checks=True, raise_request_exception=False)
    if has_cookie:
        client.cookies["csrftoken"] = "a" * 32
    content_type = f"application/x-www-form-urlencoded; charset={charset}"
    response = client.generic("POST", "/admin/login/", b"username=x", content_type=content_type)
    assert response.status_code in (400, 403)


def test_a_host_that_is_not_ours_is_refused(client, db):
    assert client.get("/", headers={"host": "evil.example"}).status_code == 400


def test_forged_proxy_headers_are_ignored(client, db):
    response = client.get("/", headers={"x-forwarded-host": "evil.example", "x-forwarded-proto": "https"})
    assert b"evil.example" not in response.content
    assert b'href="http://testserver/"' in response.content

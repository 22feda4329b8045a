"""Every hostile value in every field of every form, from the resolver: a new form is in it by itself.

Each page that a person can open is opened, and each form on it is sent once for every field and value; each address is
asked with the values in the query string too. None may end in an exception. What a form does is undone after it.
"""

import errno
import re
from urllib.parse import quote, urlencode, urlsplit

import html5lib
import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client

from journal.models import Entry, Tag
from journal.tests.routes import ROUTES
from journal.tests.surfaces import addresses

pytestmark = pytest.mark.django_db

VALUES = {
    "nothing to see": "\u200b",
    "an override": "\u202e",
    "private use": "\ue000",
    "half an address": "//[x",
    "beyond 64 bits": "9" * 20,
    "a huge number": "9" * 4_400,
    "below zero": "-1",
    "digits of another script": "\u0663\u00b2",
    "no date": "9999-99-99T99:99",
    "the last date": "9999-12-31T23:59:59",
    "NUL": "a\x00b",
    "markup": "'\"><script>",
}
XHTML = "{http://www.w3.org/1999/xhtml}"


@pytest.fixture
def journal(make_entry, about, author):
    entry = make_entry(body="Text.\n\n```python\nx\n```\n", tags=["sql"], author=author)
    entry.revise(body="Text, changed.\n\n```python\nx\n```\n", by=author)
    return entry


@pytest.fixture
def people(db, author, operator):
    return {"visitor": None, "author": author, "operator": operator}


@pytest.mark.parametrize("who", ["visitor", "author", "operator"])
def test_no_value_in_any_field_of_any_form_is_an_exception(journal, people, who):
    client = client_of(people[who])
    failed, sent = set(), set()
    for address in pages(journal):
        for form in forms_of(answered(client, address)):
            action, fields = form["action"] or address, form["fields"]
            kind = (form["method"], re.sub(r"[0-9]+", "0", urlsplit(action).path), frozenset(fields))
            if kind in sent or not fields:
                continue
            sent.add(kind)
            for name in fields:
                for label, value in VALUES.items():
                    if send(client, form["method"], action, fields | {name: value}) >= 500:
                        failed.add((action, name, label))
    assert not failed
    assert len(sent) > 1


@pytest.mark.parametrize("who", ["visitor", "operator"])
def test_no_value_in_any_query_is_an_exception(journal, people, who):
    client = client_of(people[who])
    names = "next q page before after topic kind tag year author state order language fields since limit e p o".split()
    names += ["id__exact", "topic__id__exact", "author__id__exact", "published_at__year", "published_at__gte", "_popup"]
    failed = set()
    for address in pages(journal):
        for label in ("half an address", "beyond 64 bits", "digits of another script", "nothing to see", "no date"):
            query = urlencode(dict.fromkeys(names, VALUES[label]))
            if send(client, "get", f"{address.partition('?')[0]}?{query}") >= 500:
                failed.add((address, label))
    for name in ("id__exact", "topic__id__exact", "published_at__year", "q", "next"):
        for label, value in VALUES.items():
            if send(client, "get", f"/admin/journal/entry/?{urlencode({name: value})}") >= 500:
                failed.add((name, label))
    assert not failed


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("address", [route for route in ROUTES if "login" in route or "logout" in route])
def test_a_next_that_is_no_address_leads_nowhere(people, address, method):
    for person in people.values():
        for value in ("//[x", "//evil.example/", "https://localhost/", "javascript:alert(1)"):
            response = getattr(client_of(person), method)(f"{address}?next={quote(value)}", {"next": value})
            assert response.status_code < 500
            assert value not in response.headers.get("Location", "")


def client_of(person):
    client = Client(raise_request_exception=False)
    if person:
        client.force_login(person)
    return client


def pages(entry):
    """Every address, filled in for this entry, its topic and so on."""
    keys = [entry.pk, entry.topic_id, Tag.objects.get().pk, User.objects.order_by("pk").last().pk]
    values = {"pk": entry.pk, "slug": entry.slug, "username": "author", "key": "x", "token": "x", "number": 0}
    yield from addresses(entry)
    for route in ROUTES:
        for key in keys if "{object_id}" in route else [0]:
            known = values | {"object_id": key}
            filled = route.format(**{name: known.get(name, 1) for name in re.findall(r"\{(\w+)\}", route)})
            if not filled.startswith(("/static", "/attachments")):
                yield filled


def answered(client, address):
    response = client.get(address, follow=True)
    is_page = response.status_code < 500 and response.headers.get("Content-Type", "").startswith("text/html")
    let_go(response)
    return b"" if response.streaming or not is_page else response.content


def forms_of(page):
    tree = html5lib.parse(page)
    for form in tree.iter(f"{XHTML}form"):
        fields = {}
        for field in form.iter():
            name, kind = field.get("name"), field.get("type")
            if not name or kind in ("file", "submit") or name == "csrfmiddlewaretoken":
                continue
            chosen = [
                option.get("value") for option in field.iter(f"{XHTML}option") if option.get("selected") is not None
            ]
            text = "".join(field.itertext()) if field.tag == f"{XHTML}textarea" else field.get("value", "")
            fields[name] = chosen[0] if chosen else text
        yield {"method": form.get("method", "get").lower(), "action": form.get("action", ""), "fields": fields}


def let_go(response):
    """Of a file that is sent. Closing the response itself would end the connection to the database too."""
    for close in response._resource_closers:
        close()


def send(client, method, address, fields=None):
    """The status; what it did to the database and to the client's cookies is undone."""
    cookies = {name: cookie.value for name, cookie in client.cookies.items()}
    with transaction.atomic():
        response = getattr(client, method)(address, fields)
        let_go(response)
        transaction.set_rollback(True)
    client.cookies.load(cookies)
    return response.status_code


@pytest.mark.parametrize("title", ["\u200b", "\u202e", "\u00ad", "\ue000", ""])
def test_a_thought_without_a_title_to_see_is_kept_under_its_first_line(author, title):
    client = client_of(author)
    response = client.post("/write/", {"title": title, "body": "\u200b\n\n# Why it works\n\nBecause."})
    assert response.status_code == 302
    assert Entry.objects.get().title == "Why it works"


@pytest.mark.parametrize("name", ["\u200b", "\u202e", "\u00ad", "\ue000"])
def test_a_tag_with_nothing_to_see_is_told_and_the_text_stays_in_the_form(author, topic, name):
    sent = {"title": "T", "body": "The text.", "topic": topic.pk, "kind": "note", "visibility": "public"}
    response = client_of(author).post("/admin/journal/entry/add/", sent | {"tag_names": f"sql, {name}"})
    assert response.status_code == 200
    assert "There has to be something to see." in response.content.decode()
    assert "The text.</textarea>" in response.content.decode()
    assert not Entry.objects.exists()


def full_disk(*args):
    raise OSError(errno.ENOSPC, "No space left on device")


def test_a_full_disk_is_told_and_the_text_comes_back(author, topic, monkeypatch):
    monkeypatch.setattr("journal.models.entries.entry.save_all", full_disk)
    sent = {"title": "T", "body": "The text.", "topic": topic.pk, "kind": "note", "visibility": "public"}
    response = client_of(author).post("/admin/journal/entry/add/", sent)
    assert response.status_code == 507
    assert "The text.</textarea>" in response.content.decode()
    assert "no room left on the disk" in response.content.decode()


def test_an_upload_to_a_full_disk_is_told(author, program, monkeypatch):
    monkeypatch.setattr("journal.models.attachment.write_whole", full_disk)
    client = program(author)
    client.raise_request_exception = False
    response = client.post("/api/v1/attachments/", {"file": SimpleUploadedFile("a.pdf", b"%PDF-1.7 of its own")})
    assert response.status_code == 507
    assert "no room left" in response.json()["detail"]

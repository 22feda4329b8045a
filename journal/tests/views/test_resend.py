"""A form whose token is stale: what it held comes back, to its own site only."""

import re

import pytest
from django.test import Client

from journal.models import Entry
from journal.tests.admin.test_admin import ADD, change, entry_form

pytestmark = pytest.mark.django_db
HERE, ELSEWHERE = "http://testserver", "http://evil.example"


@pytest.fixture
def client(editor):
    client = Client(enforce_csrf_checks=True)
    client.force_login(editor)
    return client


def test_the_text_comes_back_and_is_sent_again(client, topic):
    text = 'Typed <b>for</b> "hours".\n\n  indented'
    form = entry_form(topic, body=text, csrfmiddlewaretoken="x" * 64)
    page = client.post(ADD, form, headers={"origin": HERE})
    assert page.status_code == 403
    assert "Typed &lt;b&gt;for&lt;/b&gt; &quot;hours&quot;." in page.content.decode()
    token = re.search('name="csrfmiddlewaretoken" value="([^"]+)"', page.content.decode())[1]
    assert client.post(ADD, form | {"csrfmiddlewaretoken": token}, headers={"origin": HERE}).status_code == 302
    assert Entry.objects.get().body == text


@pytest.mark.parametrize("headers", [{"origin": ELSEWHERE}, {"origin": "null"}, {}])
def test_nothing_comes_back_to_another_site(client, make_entry, headers):
    entry = make_entry()
    page = client.post(change(entry), entry_form(entry.topic, body="Planted."), headers=headers)
    assert page.status_code == 403
    assert b"Planted." not in page.content


def test_a_password_never_comes_back(client):
    page = client.post("/admin/login/", {"username": "a", "password": "secret"}, headers={"origin": HERE})
    assert page.status_code == 403
    assert b"secret" not in page.content


def test_nobody_keeps_the_page(client, topic):
    page = client.post("/write/", {"body": "x"}, headers={"origin": HERE})
    assert page.headers["Cache-Control"] == "private, no-store"

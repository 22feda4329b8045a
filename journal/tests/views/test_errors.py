"""Pages for when something is not there, not allowed or broken."""

import pytest

pytestmark = pytest.mark.django_db


class TestErrors:
    def test_404_helps(self, client, db):
        response = client.get("/nothing/here/")
        page = response.text
        assert response.status_code == 404
        assert "Nothing at this address" in page
        assert 'href="/entries/"' in page
        assert "here" not in page.split("<main")[1].split("</main>")[0].replace("was here before", "")

    def test_500_helps_without_the_database(self, client, monkeypatch):
        from journal.views import errors

        response = errors.server_error(None)
        assert response.status_code == 500
        assert b"Something broke" in response.content

    def test_a_broken_view_answers_500(self, make_entry, monkeypatch):
        from django.test import Client

        def broken(*args, **kwargs):
            raise RuntimeError("secret reason")

        monkeypatch.setattr("journal.views.entries.all_topics", broken)
        response = Client(raise_request_exception=False).get("/entries/")
        assert response.status_code == 500
        assert b"secret reason" not in response.content

    def test_a_form_without_its_token_is_refused(self, db):
        from django.test import Client

        response = Client(enforce_csrf_checks=True).post("/admin/login/", {"username": "x"})
        assert response.status_code == 403
        assert b"Not allowed" in response.content

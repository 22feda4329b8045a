"""Programs: `program(author)` is a client that shows a token of the author's."""

import pytest
from django.test import Client

from journal.models import ApiToken


class Program(Client):
    """Sends and expects JSON."""

    def __init__(self, secret=""):
        headers = {"authorization": f"Bearer {secret}"} if secret else {}
        super().__init__(headers=headers)

    def send(self, method, path, data=None, **headers):
        return self.generic(method.upper(), f"/api/v1/{path}", _json(data), "application/json", headers=headers)


def _json(data):
    import json

    return json.dumps(data) if data is not None else ""


@pytest.fixture
def program():
    def of(person, scope="write"):
        if not person.is_authenticated:
            return Program()
        return Program(ApiToken.make(person, name="test", scope=scope, days=30)[1])

    return of

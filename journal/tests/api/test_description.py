"""What the API says of itself, and whether it is so."""

from pathlib import Path

import pytest
from django.core.management import call_command
from django.urls import get_resolver

from journal.api.reference_page import description

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).resolve().parents[3]


def test_the_committed_description_is_current(tmp_path):
    """Else: manage.py spectacular --file docs/openapi.yaml"""
    call_command("spectacular", "--file", str(tmp_path / "openapi.yaml"), "--validate", "--fail-on-warn")
    assert (ROOT / "docs" / "openapi.yaml").read_text() == (tmp_path / "openapi.yaml").read_text()


def test_every_address_is_described():
    described = set(description()["paths"])
    assert description()["openapi"].startswith("3.1")
    for noun in ("entries", "topics", "tags", "snippets", "attachments", "search", "changes", "me"):
        assert any(path.startswith(f"/api/v1/{noun}/") for path in described), noun


def test_every_operation_says_what_it_does_and_how_it_fails():
    for path, methods in description()["paths"].items():
        for method, operation in methods.items():
            assert operation.get("summary"), (method, path)
            assert {"400", "401", "404", "429"} <= set(operation["responses"]), (method, path)


def test_the_page_shows_all_of_it(client):
    page = client.get("/api/v1/docs/").text
    for path in description()["paths"]:
        if path not in ("/api/v1/", "/api/v1/me/"):
            assert path in page, path


def examples():
    """(operation, schema, value) of everything that the description gives an example of."""
    for path, methods in description()["paths"].items():
        for method, operation in methods.items():
            sides = [operation.get("requestBody", {}), *operation["responses"].values()]
            for content in (content for side in sides for content in side.get("content", {}).values()):
                for name, example in content.get("examples", {}).items():
                    yield f"{method} {path} {name}", content["schema"], example["value"]


def test_every_example_is_what_its_schema_says():
    from jsonschema import Draft202012Validator

    found = list(examples())
    assert len(found) > 100
    for name, schema, value in found:
        whole = schema | {"components": description()["components"]}
        wrong = [f"{error.json_path}: {error.message}" for error in Draft202012Validator(whole).iter_errors(value)]
        assert not wrong, (name, wrong)


def test_everything_that_is_sent_or_answered_has_an_example():
    for path, methods in description()["paths"].items():
        for method, operation in methods.items():
            sides = [operation.get("requestBody", {}), *operation["responses"].values()]
            for kind, content in (item for side in sides for item in side.get("content", {}).items()):
                assert content.get("examples") or kind == "multipart/form-data", (method, path, kind)


def test_what_is_public_needs_no_token():
    for path, methods in description()["paths"].items():
        is_ones_own = path in ("/api/v1/me/", "/api/v1/attachments/")
        for method, operation in methods.items():
            assert ({} in operation["security"]) == (method == "get" and not is_ones_own), (method, path)


def test_no_route_of_the_api_is_forgotten_by_the_permissions():
    """Every view asks the same question before it does anything."""
    from rest_framework.permissions import IsAuthenticated
    from rest_framework.settings import api_settings

    allowed = (api_settings.DEFAULT_PERMISSION_CLASSES, [IsAuthenticated])
    for pattern in get_resolver("journal.api.urls").url_patterns:
        for route in getattr(pattern, "url_patterns", [pattern]):
            view = getattr(route.callback, "cls", None)
            if view is not None and view.__module__.startswith("journal."):
                assert view.permission_classes in allowed, route

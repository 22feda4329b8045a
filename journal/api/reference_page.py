"""The page that shows what the API can do, drawn from its own description: nothing on it can be out of date."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

_NOUNS = ("entries", "topics", "tags", "snippets", "attachments", "search", "changes", "bulk")


@dataclass(frozen=True, slots=True)
class Part:
    """A parameter, or a field of what is sent."""

    name: str
    kind: str
    is_needed: bool
    words: str


@dataclass(frozen=True, slots=True)
class Operation:
    method: str
    path: str
    summary: str
    words: str
    parameters: list[Part]
    fields: list[Part]
    sent: str  # for example
    answered: str
    answers: list[tuple[str, str]]  # status, words

    @property
    def anchor(self) -> str:
        return f"{self.method}-{self.path.strip('/').replace('/', '-').replace('{', '').replace('}', '')}".lower()


@csrf_exempt
@require_safe
def reference(request: HttpRequest) -> HttpResponse:
    return render(request, "journal/api/reference.html", {"groups": _groups()})


@csrf_exempt
@require_safe
def description_file(request: HttpRequest) -> JsonResponse:
    return JsonResponse(description())


@cache
def description() -> dict[str, Any]:
    from drf_spectacular.generators import SchemaGenerator  # three megabytes, for whoever asks

    return SchemaGenerator().get_schema(request=None, public=True)


@cache
def _groups() -> list[tuple[str, list[Operation]]]:
    found: dict[str, list[Operation]] = {noun: [] for noun in _NOUNS}
    for path, methods in description()["paths"].items():
        noun = path.removeprefix("/api/v1/").partition("/")[0]
        for method, operation in methods.items():
            if noun in found:
                found[noun].append(_operation(path, method, operation))
    return [(noun, operations) for noun, operations in found.items() if operations]


def _operation(path: str, method: str, operation: dict[str, Any]) -> Operation:
    content = _content(operation.get("requestBody", {}))
    good = next(answer for code, answer in operation["responses"].items() if code < "300")
    return Operation(
        method=method.upper(),
        path=path,
        summary=operation.get("summary", ""),
        words=operation.get("description", ""),
        parameters=[
            Part(one["name"], _kind(one["schema"]), one.get("required", False), one.get("description", ""))
            for one in operation.get("parameters", [])
        ],
        fields=list(_fields(content.get("schema", {}))),
        sent=_example(content),
        answered=_example(_content(good)),
        answers=[(code, answer.get("description", "")) for code, answer in sorted(operation["responses"].items())],
    )


def _content(side: dict[str, Any]) -> dict[str, Any]:
    return next(iter(side.get("content", {}).values()), {})


def _example(content: dict[str, Any]) -> str:
    value = next((example["value"] for example in content.get("examples", {}).values()), "")
    return value if isinstance(value, str) else json.dumps(value, indent=2, ensure_ascii=False)


def _fields(schema: dict[str, Any]) -> Iterator[Part]:
    schema = _resolved(schema)
    needed = set(schema.get("required", []))
    for name, inner in schema.get("properties", {}).items():
        words = "" if "enum" in _resolved(inner) else _resolved(inner).get("description", "")
        yield Part(name, _kind(inner), name in needed, words)


def _kind(schema: dict[str, Any]) -> str:
    schema = _resolved(schema)
    if "enum" in schema:
        return " | ".join(map(str, schema["enum"]))
    if schema.get("type") == "array":
        return f"list of {_kind(schema['items'])}"
    kinds = schema.get("type", "object")
    kind = " or ".join(kinds) if isinstance(kinds, list) else kinds
    return f"{kind}, {schema['format']}" if "format" in schema else kind


def _resolved(schema: dict[str, Any]) -> dict[str, Any]:
    for combined in schema.get("allOf", [])[:1]:
        schema = schema | combined
    reference = schema.get("$ref", "")
    return description()["components"]["schemas"][reference.rpartition("/")[2]] if reference else schema

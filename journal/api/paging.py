"""Lists by cursor, so that the last page costs what the first does."""

from typing import Any

from django.core.exceptions import BadRequest
from django.db.models import QuerySet
from rest_framework.exceptions import ValidationError
from rest_framework.pagination import BasePagination
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.utils.urls import replace_query_param

from journal.database.keyset import Cursor
from journal.http.context import origin_of
from journal.reads.records import PAGES

DEFAULT, MOST = PAGES


def limit_of(request: Request, most: int = MOST) -> int:
    text = request.query_params.get("limit", str(min(DEFAULT, most)))
    if not (text.isascii() and text.isdigit() and len(text) < 5 and 1 <= int(text) <= most):
        raise ValidationError({"limit": [f"A whole number from 1 to {most}."]})
    return int(text)


def page(results: list[Any], following: str | None) -> Response:
    return Response({"results": results, "next": following})


def cursor_of(request: Request, name: str = "cursor") -> Cursor | None:
    text = request.query_params.get(name, "")
    try:
        return Cursor.parse(text) if text else None
    except BadRequest:
        raise ValidationError({name: ["No page of ours ended with it."]}) from None


def address_asked(request: Request) -> str:
    """The address that was asked for, at the site's own, whatever Host was sent."""
    return origin_of(request) + request.get_full_path()


def next_page(request: Request, cursor: Cursor | None, name: str = "cursor") -> str | None:
    return replace_query_param(address_asked(request), name, str(cursor)) if cursor else None


class Newest(BasePagination):
    """Newest first, by (moment, key)."""

    moment = "published_at"

    def paginate_queryset(self, queryset: QuerySet, request: Request, view: Any = None) -> list[Any]:
        limit, before = limit_of(request), cursor_of(request)
        queryset = before.older(queryset, moment=self.moment) if before else queryset
        found = list(queryset.order_by(f"-{self.moment}", "-pk")[: limit + 1])
        rows = found[:limit]
        last = Cursor(getattr(rows[-1], self.moment), rows[-1].pk) if len(found) > limit else None
        self.next = next_page(request, last)
        return rows

    def get_paginated_response(self, data: list[Any]) -> Response:
        return page(data, self.next)

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        return {
            "type": "object",
            "required": ["results", "next"],
            "properties": {
                "results": schema,
                "next": {
                    "type": ["string", "null"],
                    "format": "uri",
                    "description": "Where the next page is.",
                    "example": None,
                },
            },
        }

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:
        return [
            _parameter("cursor", "Where a page begins: taken from `next`.", {"type": "string", "maxLength": 36}),
            _parameter("limit", "How many.", {"type": "integer", "minimum": 1, "maximum": MOST, "default": DEFAULT}),
        ]


class NewestMade(Newest):
    moment = "created_at"


def _parameter(name: str, description: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {"name": name, "in": "query", "required": False, "description": description, "schema": schema}

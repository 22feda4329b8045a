"""Search, what has changed, and what the API is."""

from datetime import UTC, datetime
from typing import Any

from django.core.exceptions import BadRequest
from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema, inline_serializer
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.utils.urls import replace_query_param
from rest_framework.views import APIView

from journal.database.keyset import Cursor
from journal.http.context import origin_of
from journal.models import ApiToken
from journal.models.urls import entry_address
from journal.reads.changes import changes
from journal.search import finding
from journal.search.language import parse

from .describing import FAILS
from .examples import ADDRESSES, CHANGES, FOUND, ME
from .paging import address_asked, cursor_of, limit_of, next_page, page
from .serializers import Change, FacetSerializer, ResultSerializer

_Found = inline_serializer(
    "Found",
    {
        "count": serializers.IntegerField(),
        "is_bounded": serializers.BooleanField(help_text="There are more; the newest `count` were ranked."),
        "is_partial": serializers.BooleanField(help_text="No entry has all of the words; these have some."),
        "facets": FacetSerializer(many=True),
        "notes": serializers.ListField(child=serializers.CharField(), help_text="What was not understood."),
        "results": ResultSerializer(many=True),
        "next": serializers.URLField(allow_null=True),
    },
)
_Changes = inline_serializer(
    "Changes",
    {"results": Change(many=True), "next": serializers.URLField(allow_null=True), "until": serializers.CharField()},
)


class SearchView(APIView):
    """Finds as the search page does, in the same language."""

    @extend_schema(
        summary="Search",
        parameters=[
            OpenApiParameter("q", str, required=True, description='Words, "phrases", -without, prefix*, `topic:orm` …'),
            OpenApiParameter("order", str, enum=[finding.RELEVANCE, finding.DATE]),
            OpenApiParameter("after", str, description="Where a page begins: taken from `next`."),
        ],
        responses={200: _Found, **FAILS},
        examples=FOUND,
    )
    def get(self, request: Request) -> Response:
        query = parse(request.query_params.get("q", ""))
        order, after = request.query_params.get("order", finding.RELEVANCE), request.query_params.get("after", "")
        if order not in (finding.RELEVANCE, finding.DATE):
            raise ValidationError({"order": [f"{finding.RELEVANCE} or {finding.DATE}."]})
        try:
            found = finding.search(query, request.user, order=order, after=after)
        except BadRequest:
            raise ValidationError({"after": ["No page of ours ended with it."]}) from None
        address = address_asked(request)
        return Response(
            {
                "count": found.count,
                "is_bounded": found.is_bounded,
                "is_partial": found.is_partial,
                "facets": FacetSerializer(found.facets, many=True).data,
                "notes": [*query.notes, *found.notes],
                "results": [_result(result) for result in found.results],
                "next": replace_query_param(address, "after", found.more) if found.more else None,
            }
        )


class ChangesView(APIView):
    """What a copy of the journal has to catch up with, oldest first."""

    @extend_schema(
        summary="Changes since a moment",
        description="Begin without `since`, follow `next` to its end, and keep `until`: it is the next `since`. "
        "What happened in the minute before `until` may be said again. "
        "Entries in the trash are named to those who may restore them.",
        parameters=[
            OpenApiParameter("since", str, description="The last answer’s `until`, or a moment or day in ISO 8601."),
            OpenApiParameter("limit", int),
        ],
        responses={200: _Changes, **FAILS},
        examples=CHANGES,
    )
    def get(self, request: Request) -> Response:
        found = changes(request.user, _since(request), limit_of(request))
        answer = page(Change(found.rows, many=True).data, next_page(request, found.following, "since"))
        answer.data["until"] = str(found.until)
        return answer


class MeView(APIView):
    """Whose token this is."""

    permission_classes = [IsAuthenticated]

    @extend_schema(
        summary="Whose token this is",
        responses={
            200: inline_serializer(
                "Me", {"username": serializers.CharField(), "scope": serializers.ChoiceField(ApiToken.Scope.choices)}
            ),
            **FAILS,
        },
        examples=ME,
    )
    def get(self, request: Request) -> Response:
        return Response({"username": request.user.get_username(), "scope": request.auth.scope})


class RootView(APIView):
    """Where things are."""

    @extend_schema(summary="Where things are", responses={200: dict[str, str], **FAILS}, examples=ADDRESSES)
    def get(self, request: Request) -> Response:
        here = origin_of(request) + request.path
        names = ("entries", "topics", "tags", "snippets", "search", "changes")
        return Response({name: f"{here}{name}/" for name in names} | {"description": f"{here}openapi.json"})


def _since(request: Request) -> Cursor | None:
    text = request.query_params.get("since", "").replace(" ", "+")  # which a plus is read as
    try:
        moment = datetime.fromisoformat(text)
        return Cursor((moment if moment.tzinfo else timezone.make_aware(moment)).astimezone(UTC), 0)
    except (ValueError, OverflowError):
        return cursor_of(request, "since")


def _result(result: finding.Result) -> dict[str, Any]:
    return {
        "slug": result.slug,
        "url": entry_address(result.slug),
        "title": "".join(text for text, _ in result.title),
        "kind": result.kind,
        "topic": result.topic,
        "published_at": result.published_at,
        "excerpt": [[text, is_wanted] for text, is_wanted in result.excerpt],
    }

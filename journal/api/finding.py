"""Search, what has changed, and what the API is."""

from datetime import datetime
from typing import Any

from django.core.exceptions import BadRequest
from django.db.models import Q
from django.db.models.functions import Coalesce, Greatest
from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema, inline_serializer
from rest_framework import serializers
from rest_framework.exceptions import NotAuthenticated, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.utils.urls import replace_query_param
from rest_framework.views import APIView

from journal.models import ApiToken, Entry, TrashedEntry
from journal.models.keyset import Cursor
from journal.search import finding
from journal.search.language import parse

from .describing import FAILS
from .paging import limit_of, page
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
        address = request.build_absolute_uri()
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
        "Entries in the trash are named to those who may restore them.",
        parameters=[
            OpenApiParameter("since", str, description="The `until` of the last answer."),
            OpenApiParameter("limit", int),
        ],
        responses={200: _Changes, **FAILS},
    )
    def get(self, request: Request) -> Response:
        since, limit = _since(request), limit_of(request)
        now = timezone.now()
        viewer = request.user
        rows = [
            *_changed(viewer, since, now, limit),
            *_planned(viewer, since, now, limit),
            *_gone(viewer, since, limit),
        ]
        rows.sort(key=lambda row: row[:2])
        shown = rows[:limit]
        until = str(Cursor(*shown[-1][:2])) if shown else str(since or Cursor(now, 0))
        results = [
            {"slug": slug, "author": author, "version": version, "changed_at": moment, "is_gone": version is None}
            for moment, _, slug, author, version in shown
        ]
        following = replace_query_param(request.build_absolute_uri(), "since", until) if len(rows) > limit else None
        answer = page(Change(results, many=True).data, following)
        answer.data["until"] = until
        return answer


class MeView(APIView):
    """Whose token this is."""

    @extend_schema(
        summary="Whose token this is",
        responses={
            200: inline_serializer(
                "Me", {"username": serializers.CharField(), "scope": serializers.ChoiceField(ApiToken.Scope.choices)}
            ),
            **FAILS,
        },
    )
    def get(self, request: Request) -> Response:
        if not isinstance(request.auth, ApiToken):
            raise NotAuthenticated
        return Response({"username": request.user.get_username(), "scope": request.auth.scope})


class Address(APIView):
    """Where things are."""

    @extend_schema(summary="Where things are", responses={200: dict[str, str], **FAILS})
    def get(self, request: Request) -> Response:
        here = request.build_absolute_uri(request.path)
        names = ("entries", "topics", "tags", "snippets", "search", "changes")
        return Response({name: f"{here}{name}/" for name in names} | {"description": f"{here}openapi.json"})


def _result(result: finding.Result) -> dict[str, Any]:
    return {
        "slug": result.slug,
        "url": f"/entries/{result.slug}/",
        "title": "".join(text for text, _ in result.title),
        "kind": result.kind,
        "topic": result.topic,
        "published_at": result.published_at,
        "excerpt": [[text, is_wanted] for text, is_wanted in result.excerpt],
    }


def _since(request: Request) -> Cursor | None:
    text = request.query_params.get("since", "")
    try:
        return Cursor.parse(text) if text else None
    except BadRequest:
        raise ValidationError({"since": ["No answer of ours ended with it."]}) from None


Row = tuple[datetime, int, str, str | None, int | None]


def _changed(viewer: Any, since: Cursor | None, now: datetime, limit: int) -> list[Row]:
    """An entry changes when it is saved, and when the moment comes that it was scheduled for."""
    moment = Greatest("updated_at", Coalesce("published_at", "updated_at"))
    found = Entry.objects.visible_to(viewer, now).annotate(moment=moment).filter(moment__lte=now)
    if since:
        found = found.filter(Q(moment__gt=since.moment) | Q(moment=since.moment, pk__gt=since.pk))
    rows = found.order_by("moment", "pk").values_list("moment", "pk", "slug", "author__username", "version")
    return list(rows[: limit + 1])


def _planned(viewer: Any, since: Cursor | None, now: datetime, limit: int) -> list[Row]:
    """What is scheduled has been saved already, for those who see it before its moment."""
    found = Entry.objects.visible_to(viewer, now).scheduled(now)
    if since:
        found = found.filter(Q(updated_at__gt=since.moment) | Q(updated_at=since.moment, pk__gt=since.pk))
    rows = found.order_by("updated_at", "pk").values_list("updated_at", "pk", "slug", "author__username", "version")
    return list(rows[: limit + 1])


def _gone(viewer: Any, since: Cursor | None, limit: int) -> list[Row]:
    found = TrashedEntry.objects.restorable_by(viewer)
    if since:
        found = found.filter(Q(trashed_at__gt=since.moment) | Q(trashed_at=since.moment, pk__gt=since.pk))
    rows = found.order_by("trashed_at", "pk").values_list("trashed_at", "pk", "slug", "author__username")[: limit + 1]
    return [(*row, None) for row in rows]

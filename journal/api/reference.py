"""Tags, snippets and attachments."""

from typing import Any

from django.http import Http404, HttpResponse
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework import status
from rest_framework.decorators import action
from rest_framework.exceptions import ValidationError
from rest_framework.parsers import MultiPartParser
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from journal.forms.filters import SnippetFilter
from journal.forms.uploading import AttachmentForm
from journal.models import Attachment, Entry, Snippet, Tag
from journal.reads.counts import public_counts
from journal.reads.tags import tags_in_use
from journal.reads.topics import all_topics

from .describing import FAILS, FAILS_TO_WRITE, GONE
from .examples import ATTACHMENT, CODE, SNIPPET, TAG
from .paging import Newest, NewestMade
from .problems import Gone
from .serializers import AttachmentSerializer, SnippetSerializer, TagSerializer, Upload


class TagViewSet(GenericViewSet):
    """The tags that public entries have, by name."""

    queryset = Tag.objects.none()
    serializer_class = TagSerializer
    pagination_class = None

    @extend_schema(summary="Tags", responses={200: TagSerializer(many=True), **FAILS}, examples=TAG)
    def list(self, request: Request) -> Response:
        return Response([{"slug": slug, "name": name} for slug, name, _ in tags_in_use()])


class SnippetViewSet(GenericViewSet):
    """Blocks of code, newest entries first."""

    queryset = Snippet.objects.none()
    serializer_class = SnippetSerializer
    pagination_class = Newest
    lookup_value_regex = r"\d{1,18}"

    @extend_schema(
        summary="Snippets",
        parameters=[
            OpenApiParameter("language", str),
            OpenApiParameter("topic", str, description="The slug of a topic, or of a stage for all of its topics."),
        ],
        responses={200: SnippetSerializer(many=True), **FAILS},
        examples=SNIPPET,
    )
    def list(self, request: Request) -> Response:
        languages = [language for language, _ in public_counts("language").totals()]
        chosen = SnippetFilter.read(request.query_params, all_topics(), languages)
        narrowed = {name: value for name, value in chosen.arguments.items() if name != "language"}
        visible = Entry.objects.visible_to(request.user).published().matching(**narrowed)
        found = Snippet.objects.of(visible).select_related("entry")
        if chosen.language:
            found = found.filter(language=chosen.language)
        rows = self.paginate_queryset(found.only(*_SNIPPET, "published_at", "entry__slug"))
        return self.get_paginated_response(self.get_serializer(rows, many=True).data)

    @extend_schema(summary="One snippet", responses={200: SnippetSerializer, **FAILS, **GONE}, examples=SNIPPET)
    def retrieve(self, request: Request, pk: str) -> Response:
        return Response(self.get_serializer(self._snippet(pk)).data)

    @extend_schema(
        summary="Its code, as it is",
        responses={(200, "text/plain"): OpenApiResponse(str, examples=CODE), **FAILS, **GONE},
    )
    @action(detail=True)
    def raw(self, request: Request, pk: str) -> HttpResponse:
        return HttpResponse(self._snippet(pk).code, content_type="text/plain; charset=utf-8")

    def _snippet(self, pk: str) -> Snippet:
        visible = Snippet.with_retired.of(Entry.objects.visible_to(self.request.user))
        columns = (*_SNIPPET, "retired_at", "entry__slug")
        found = visible.filter(pk=int(pk)).select_related("entry").only(*columns).first()
        if found is None:
            raise Http404
        if found.retired_at is not None:
            raise Gone(f"This code is no longer in the entry {found.entry.slug}.", entry=found.entry.slug)
        return found


class AttachmentViewSet(GenericViewSet):
    """Images and files for texts."""

    queryset = Attachment.objects.none()
    serializer_class = AttachmentSerializer
    pagination_class = NewestMade
    parser_classes = [MultiPartParser]
    lookup_field = "name"
    lookup_value_regex = "[0-9a-f]{32}[.][a-z]{2,4}"

    def get_permissions(self) -> list[Any]:
        return [IsAuthenticated()] if self.action == "list" else super().get_permissions()

    @extend_schema(
        summary="What one has uploaded, newest first",
        responses={200: AttachmentSerializer(many=True), **FAILS},
        examples=ATTACHMENT,
    )
    def list(self, request: Request) -> Response:
        rows = self.paginate_queryset(Attachment.objects.filter(uploaded_by=request.user.pk))
        return self.get_paginated_response(self.get_serializer(rows, many=True).data)

    @extend_schema(summary="One attachment", responses={200: AttachmentSerializer, **FAILS}, examples=ATTACHMENT)
    def retrieve(self, request: Request, name: str) -> Response:
        found = Attachment.objects.reachable_by(request.user).filter(name=name).first()
        if found is None:
            raise Http404
        return Response(self.get_serializer(found).data)

    @extend_schema(
        summary="Upload an image or a file",
        request={"multipart/form-data": Upload},
        responses={201: AttachmentSerializer, **FAILS_TO_WRITE},
        examples=ATTACHMENT,
    )
    def create(self, request: Request) -> Response:
        form = AttachmentForm(request.POST, request.FILES, by=request.user)
        if not form.is_valid():
            raise ValidationError(dict(form.errors))
        return Response(self.get_serializer(form.kept).data, status=status.HTTP_201_CREATED)


_SNIPPET = ("id", "position", "name", "language", "title", "code", "output", "entry_id")

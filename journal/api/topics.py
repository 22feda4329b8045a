"""The roadmap, as programs read it."""

from typing import Any

from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from journal.models import Topic
from journal.reads.topics import all_topics

from .describing import FAILS
from .examples import TOPIC
from .serializers import TopicSerializer


class TopicViewSet(GenericViewSet):
    """Stages and topics in their order, as a flat list; `parent` makes it a tree."""

    queryset = Topic.objects.none()
    serializer_class = TopicSerializer
    pagination_class = None
    lookup_field = "slug"
    lookup_value_regex = "[^/]+"

    @extend_schema(summary="The roadmap", responses={200: TopicSerializer(many=True), **FAILS}, examples=TOPIC)
    def list(self, request: Request) -> Response:
        return Response(topics_shown())

    @extend_schema(summary="One topic", responses={200: TopicSerializer, **FAILS}, examples=TOPIC)
    def retrieve(self, request: Request, slug: str) -> Response:
        for topic in topics_shown():
            if topic["slug"] == slug:
                return Response(topic)
        raise Http404


def topics_shown() -> list[dict[str, Any]]:
    topics = all_topics()
    slugs = {topic.pk: topic.slug for topic in topics}
    return [
        {
            "slug": topic.slug,
            "title": topic.title,
            "summary": topic.summary,
            "parent": slugs.get(topic.parent_id),  # type: ignore[arg-type]
            "target_on": topic.target_on,
        }
        for topic in topics
    ]

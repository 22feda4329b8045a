"""Entries: read by everyone as far as they may, written by the verbs that the pages use."""

import re
from hashlib import blake2b
from typing import Any, cast
from unicodedata import normalize

from django.contrib.auth.models import User
from django.db import IntegrityError
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view
from rest_framework import status
from rest_framework.decorators import action
from rest_framework.exceptions import ValidationError
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from journal.forms.filters import EntryFilter
from journal.models import Entry, Revision, Snippet, TrashedEntry
from journal.models.errors import EntryGone, StaleVersion
from journal.reads.records import Record, record, records, tags_of
from journal.reads.topics import all_topics
from journal.text.merge import merge, with_markers

from .chosen import Choice
from .describing import FAILS, FAILS_TO_WRITE, FIELDS, FILTERS, STATES
from .examples import CHANGED, ENTRY, ENTRY_IN_LIST, NEW, REVISION, SCHEDULED, WHOLE_REVISION
from .paging import DEFAULT, MOST, Newest, cursor_of, limit_of, next_page, page
from .problems import Conflict
from .serializers import (
    EntryChange,
    EntrySerializer,
    NewEntry,
    Publication,
    RevisionSerializer,
    SnippetOfEntrySerializer,
    WholeRevisionSerializer,
)
from .topics import topics_shown


@extend_schema_view(
    list=extend_schema(
        parameters=[*FILTERS, *FIELDS],
        summary="Entries, newest first",
        responses={200: EntrySerializer(many=True), **FAILS},
        examples=ENTRY_IN_LIST,
    ),
    retrieve=extend_schema(
        parameters=FIELDS, summary="One entry", responses={200: EntrySerializer, **FAILS}, examples=ENTRY
    ),
)
class EntryViewSet(GenericViewSet):
    queryset = Entry.objects.none()
    serializer_class = EntrySerializer
    pagination_class = Newest
    lookup_field = "slug"
    lookup_value_regex = "[^/]+"

    def list(self, request: Request) -> Response:
        chosen = EntryFilter.read(request.query_params, all_topics(), request.user)
        choice = _choice(request, without={"body", "html"})
        is_heavy = choice.names & {"body", "html", "snippets"}
        most = DEFAULT if is_heavy else MOST
        found, following = records(
            request.user,
            choice.names,
            limit=limit_of(request, most),
            state=_state(request),
            before=cursor_of(request),
            **chosen.arguments,
        )
        return page(_shown(request, found, choice), next_page(request, following))

    def retrieve(self, request: Request, slug: str) -> HttpResponse:
        choice = _choice(request, without={"html"})
        found = record(request.user, choice.names, normalize("NFKC", slug))
        if found is None:
            raise Http404
        [shown] = _shown(request, [found], choice)
        written = JSONRenderer().render(shown)  # once, for the answer and for its ETag
        return HttpResponse(
            written, content_type="application/json", headers={"ETag": _etag(found["version"], written)}
        )

    @extend_schema(
        summary="Write an entry",
        description="A new entry is a draft. With a `key` that was sent before, the answer is that entry, with 200.",
        request=NewEntry,
        examples=[*NEW, *ENTRY],
        responses={201: EntrySerializer, 200: EntrySerializer, **FAILS_TO_WRITE},
    )
    def create(self, request: Request) -> Response:
        given = self._given(NewEntry(data=request.data))
        key = given.pop("key", None)
        known = self._made(key)
        if known is None:
            try:
                known = Entry(author=self._person, key=key).revise(**self._changes(given))
            except IntegrityError:
                known = self._made(key)  # the same was sent at the same time
                if known is None:
                    raise
            else:
                return self._answer(known, status.HTTP_201_CREATED)
        return self._answer(known)

    @extend_schema(
        summary="Change an entry",
        description="What is not sent stays. A change of an older version is answered with 409 and a merge.",
        request=EntryChange,
        examples=[*CHANGED, *ENTRY],
        parameters=[OpenApiParameter("If-Match", str, "header", description="The ETag of the entry that was changed.")],
        responses={200: EntrySerializer, **FAILS_TO_WRITE},
    )
    def partial_update(self, request: Request, slug: str) -> Response:
        entry = self._own(slug)
        given = self._given(EntryChange(data=request.data, partial=True))
        versions = {given.pop("version", None), _matched(request)} - {None}
        if given.pop("id", entry.pk) != entry.pk:
            raise Http404
        if len(versions) != 1:
            raise ValidationError({"version": ["Say which version was changed, here or as If-Match."]})
        [version] = versions
        try:
            return self._answer(entry.revise(version=version, **self._changes(given)))
        except StaleVersion as error:
            raise _conflict(entry, version, given, error, by=self._person) from None

    @extend_schema(summary="Move an entry to the trash", responses={204: None, **FAILS_TO_WRITE})
    def destroy(self, request: Request, slug: str) -> Response:
        TrashedEntry.put(self._own(slug), version=_matched(request), by=self._person)
        return Response(status=status.HTTP_204_NO_CONTENT)

    @extend_schema(
        methods=["PUT"],
        summary="Publish or schedule",
        request=Publication,
        responses={200: EntrySerializer, **FAILS_TO_WRITE},
        examples=[*SCHEDULED, *ENTRY],
    )
    @extend_schema(
        methods=["DELETE"],
        summary="Make it a draft again",
        responses={200: EntrySerializer, **FAILS_TO_WRITE},
        examples=ENTRY,
    )
    @action(detail=True, methods=["put", "delete"])
    def publication(self, request: Request, slug: str) -> Response:
        entry, version = self._own(slug), _matched(request)
        if request.method == "DELETE":
            return self._answer(entry.unpublish(version=version, by=self._person))
        given = self._given(Publication(data=request.data))
        return self._answer(entry.publish(at=given.get("at"), version=version, by=self._person))

    @extend_schema(
        operation_id="entries_revisions_list",
        summary="Its saved texts, newest first",
        responses={200: RevisionSerializer(many=True), **FAILS},
        examples=REVISION,
        filters=False,
    )
    @action(detail=True, pagination_class=None)
    def revisions(self, request: Request, slug: str) -> Response:
        entry = self._own(slug)
        newest = entry.revisions.select_related("saved_by").defer("body")[:100]
        return Response(RevisionSerializer(newest, many=True).data)

    @extend_schema(
        summary="One of its saved texts",
        parameters=[OpenApiParameter("version", int, "path")],
        responses={200: WholeRevisionSerializer, **FAILS},
        examples=WHOLE_REVISION,
    )
    @action(detail=True, url_path=r"revisions/(?P<version>\d{1,9})", url_name="revision")
    def revision(self, request: Request, slug: str, version: str) -> Response:
        found = self._own(slug).revisions.filter(version=int(version)).select_related("saved_by").first()
        if found is None:
            raise Http404
        return Response(WholeRevisionSerializer(found).data)

    @property
    def _person(self) -> User:
        return cast(User, self.request.user)

    def _entry(self, rows: QuerySet[Entry], slug: str) -> Entry:
        """By its address, or one that it had before."""
        slug = normalize("NFKC", slug)
        found = rows.filter(slug=slug).first() or rows.filter(pk__in=Entry.formerly(slug)).first()
        if found is None:
            raise Http404
        return found

    def _own(self, slug: str) -> Entry:
        """One that this person may change; what they may see and not change is answered like what they may not see."""
        return self._entry(Entry.objects.editable_by(self.request.user), slug)

    def _made(self, key: Any) -> Entry | None:
        if key is None:
            return None
        known = Entry.objects.filter(key=key).first()
        if known is not None and known.author_id != self._person.pk:
            raise Conflict("This key is taken.")
        return known

    def _given(self, serializer: Any) -> dict[str, Any]:
        serializer.is_valid(raise_exception=True)
        return dict(serializer.validated_data)

    def _changes(self, given: dict[str, Any]) -> dict[str, Any]:
        """As `Entry.revise` takes them."""
        return {**given, "by": self._person}

    def _answer(self, entry: Entry, code: int = status.HTTP_200_OK) -> Response:
        found = record(self._person, _USUAL, entry.slug)
        if found is None:
            raise EntryGone
        shown = _only(found, _USUAL)
        return Response(shown, status=code, headers={"ETag": _etag(entry.version, JSONRenderer().render(shown))})


_KNOWN = frozenset(EntrySerializer.Meta.fields)
_USUAL = _KNOWN - {"html"}
_EXPANDABLE = frozenset({"topic", "tags", "snippets"})


def _state(request: Request) -> str:
    state = request.query_params.get("state", "")
    if state not in ("", *STATES):
        raise ValidationError({"state": [f"{' or '.join(STATES)}."]})
    return state


def _choice(request: Request, *, without: set[str]) -> Choice:
    return Choice.read(request.query_params, _KNOWN, usual=_KNOWN - without, expandable=_EXPANDABLE)


def _shown(request: Request, found: list[Record], choice: Choice) -> list[Record]:
    """With what is expanded in the place of its name."""
    keys = [one["id"] for one in found]
    if "topic" in choice.expanded:
        topics = {topic["slug"]: topic for topic in topics_shown()}
        for one in found:
            one["topic"] = topics[one["topic"]]
    if "tags" in choice.expanded and keys:
        tags = tags_of(request.user, keys)
        for one in found:
            one["tags"] = [{"slug": slug, "name": name} for slug, name in tags.get(one["id"], ())]
    if "snippets" in choice.expanded:
        snippets: dict[int, list[Any]] = {pk: [] for pk in keys}
        rows = list(Snippet.objects.filter(entry__in=keys).order_by("entry", "position"))
        for row, shown in zip(rows, SnippetOfEntrySerializer(rows, many=True).data, strict=True):
            snippets[row.entry_id].append(shown)
        for one in found:
            one["snippets"] = snippets[one["id"]]
    return [_only(one, choice.names) for one in found]


def _only(one: Record, names: frozenset[str]) -> Record:
    return {name: value for name, value in one.items() if name in names}


def _etag(version: int, written: bytes) -> str:
    """The version first, which `If-Match` means; then what tells apart answers with other fields."""
    return f'"{version}-{blake2b(written, digest_size=8).hexdigest()}"'


def _matched(request: Request) -> int | None:
    """The version that `If-Match` means; None where any will do."""
    tag = request.headers.get("If-Match", "*").strip()
    found = re.fullmatch(r'(?:W/)?"(\d{1,9})(?:-\w*)?"', tag)
    if tag != "*" and not found:
        raise ValidationError({"If-Match": ["This is no ETag that came with an entry."]})
    return int(found[1]) if found else None


def _plain(given: dict[str, Any]) -> dict[str, Any]:
    """What was sent beside the text, as the API shows it."""
    shown = {name: value for name, value in given.items() if name not in ("body", "note")}
    return shown | ({"topic": given["topic"].slug} if "topic" in given else {})


def _conflict(entry: Entry, version: int, given: dict[str, Any], error: StaleVersion, *, by: User) -> Conflict:
    """What both wanted, brought together line by line."""
    current = Entry.objects.get(pk=entry.pk)
    revision = Revision.at(current, version)
    if version > current.version:
        raise ValidationError({"version": [f"There is no version {version} of it."]})
    base = revision.body if revision else current.body
    mine = given.get("body", base)
    there = record(by, _USUAL, current.slug) or {}
    chunks = merge(base.split("\n"), mine.split("\n"), current.body.split("\n"))
    merged = {
        "base": base,
        "theirs": current.body,
        "merged": with_markers(chunks, "there"),
        "version": current.version,
        "conflicts": sum(chunk.lines is None for chunk in chunks),
        "differing": {name: there[name] for name, sent in _plain(given).items() if there.get(name, sent) != sent},
    }
    return Conflict(str(error), conflict=merged)

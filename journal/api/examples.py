"""What is sent to the API and what it answers, for its description. A test holds each against its schema."""

from typing import Any

from drf_spectacular.utils import OpenApiExample

_ENTRY = {
    "id": 14,
    "key": "0c7e6f6e-4f0e-4f6f-9d7a-6f1d2a9b3c55",
    "slug": "the-default-that-remembered",
    "url": "/entries/the-default-that-remembered/",
    "title": "The default that remembered",
    "kind": "bug",
    "topic": "object-oriented-programming",
    "tags": ["functions", "mutability"],
    "author": "maya",
    "summary": "A function that gives a different answer each time, although it is called the same way.",
    "excerpt": "The second call should have started with an empty list.",
    "minutes": 2,
    "visibility": "public",
    "state": "listed",
    "published_at": "2026-09-16T21:30:00Z",
    "created_at": "2026-09-16T20:02:11.204518Z",
    "updated_at": "2026-09-16T21:30:00Z",
    "version": 3,
}
_TEXT = "The second call should have started with an empty list.\n"
_SNIPPET = {
    "id": 31,
    "entry": "the-default-that-remembered",
    "position": 1,
    "name": "defaults",
    "language": "python",
    "title": "Asking the function",
    "code": "print(add_tag.__defaults__)",
    "output": "(['python', 'django'],)",
}
_REVISION = {
    "version": 2,
    "title": "The default that remembered",
    "saved_by": "maya",
    "saved_at": "2026-09-16T21:12:40.871203Z",
    "note": "Said why.",
    "is_notable": False,
}
_ATTACHMENT = {
    "name": "3f786850e387550fdab836ed7e6dc881.png",
    "label": "Both lists.png",
    "size": 18_204,
    "url": "/attachments/3f786850e387550fdab836ed7e6dc881.png",
    "markdown": "![](/attachments/3f786850e387550fdab836ed7e6dc881.png)",
}
_WRITTEN = {name: _ENTRY[name] for name in ("id", "key", "slug", "version")}


def answered(value: Any, name: str = "Answer", *codes: str) -> list[OpenApiExample]:
    return [OpenApiExample(name, value=value, response_only=True, status_codes=codes or None)]


def sent(value: Any, name: str) -> list[OpenApiExample]:
    return [OpenApiExample(name, value=value, request_only=True)]


ENTRY = answered({**_ENTRY, "body": _TEXT})
ENTRY_IN_LIST = answered(_ENTRY)
NEW = sent(
    {
        "title": _ENTRY["title"],
        "topic": _ENTRY["topic"],
        "kind": "bug",
        "tags": _ENTRY["tags"],
        "body": _TEXT,
        "key": _ENTRY["key"],
    },
    "A bug, as a draft",
)
CHANGED = sent(
    {"body": "The default is made once, with the function.\n", "version": 3, "note": "Said why."}, "A better text"
)
SCHEDULED = sent({"at": "2026-12-01T08:00:00Z"}, "On a day to come")
TOPIC = answered(
    {
        "slug": "object-oriented-programming",
        "title": "Object-oriented programming",
        "summary": "Classes, instances, and where an attribute comes from.",
        "parent": "python-fundamentals",
        "target_on": None,
    }
)
TAG = answered({"slug": "mutability", "name": "mutability"})
SNIPPET = answered(_SNIPPET)
CODE = answered(_SNIPPET["code"])
REVISION = answered(_REVISION)
WHOLE_REVISION = answered({**_REVISION, "body": _TEXT})
ATTACHMENT = answered(_ATTACHMENT)
FOUND = answered(
    {
        "count": 1,
        "is_bounded": False,
        "is_partial": False,
        "facets": [{"name": "Kind", "choices": [{"label": "Bug", "count": 1, "query": "default kind:bug"}]}],
        "notes": [],
        "results": [
            {
                **{name: _ENTRY[name] for name in ("slug", "url", "title", "kind", "published_at")},
                "topic": "Object-oriented programming",
                "excerpt": [["Its ", False], ["default", True], [" is made once, with the function.", False]],
            }
        ],
        "next": None,
    }
)
CHANGES = answered(
    {
        "results": [
            {
                "id": _ENTRY["id"],
                "slug": _ENTRY["slug"],
                "author": "maya",
                "version": 3,
                "changed_at": "2026-09-16T21:30:00Z",
                "is_gone": False,
            }
        ],
        "next": None,
        "until": "1789594200000000-14",
    }
)
ME = answered({"username": "maya", "scope": "write"})
ADDRESSES = answered({"entries": "https://journal.example/api/v1/entries/"})
MANY = [
    *sent({"entries": [{**NEW[0].value, "version": 3}]}, "One that is there already"),
    *answered({"entries": [_WRITTEN]}),
]


def _problem(status: int, title: str, detail: str, **more: Any) -> list[OpenApiExample]:
    value = {"type": "about:blank", "title": title, "status": status, "detail": detail, **more}
    return answered(value, title, str(status))


PROBLEMS = {
    400: _problem(
        400,
        "Bad Request",
        "Some of what was sent is not accepted.",
        errors=[{"pointer": "/limit", "detail": "A whole number from 1 to 100.", "code": "invalid"}],
    ),
    401: _problem(401, "Unauthorized", "This token is not, or no longer, valid."),
    403: _problem(403, "Forbidden", "This takes a token that may write, of somebody who may."),
    404: _problem(404, "Not Found", "Not found."),
    409: _problem(
        409,
        "Conflict",
        "This entry has been changed since: it is at version 4 now.",
        conflict={
            "base": "One.\nTwo.\n",
            "theirs": "One.\nTwo, as they say.\n",
            "merged": "One, as I say.\nTwo, as they say.\n",
            "version": 4,
            "conflicts": 0,
            "differing": {"title": "As they call it"},
        },
    ),
    410: _problem(410, "Gone", "This code is no longer in the entry the-first-query.", entry="the-first-query"),
    413: _problem(413, "Content Too Large", "What was sent is too large."),
    415: _problem(415, "Unsupported Media Type", "Unsupported media type in request."),
    429: _problem(429, "Too Many Requests", "Request was throttled. Expected available in 42 seconds."),
}

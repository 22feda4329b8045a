"""Words of the API's description that several endpoints share."""

from typing import Any

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse

from journal.http.problems import MEDIA_TYPE
from journal.models import Entry

from .examples import PROBLEMS
from .serializers import Problem


class TokenScheme(OpenApiAuthenticationExtension):
    target_class = "journal.api.authentication.TokenAuthentication"
    name = "token"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        return {"type": "http", "scheme": "bearer", "description": "A token from the page “Tokens” of your account."}


def fails(**codes: str) -> dict[tuple[int, str] | int, OpenApiResponse]:
    return {
        (int(code[1:]), MEDIA_TYPE): OpenApiResponse(Problem, words, PROBLEMS[int(code[1:])])
        for code, words in codes.items()
    }


FAILS = fails(
    _400="What was sent is not understood, or not accepted; `errors` says where.",
    _401="The token is missing, wrong, revoked or over.",
    _403="The token may not do this.",
    _404="Nothing is there, or nothing for this person.",
    _429="Too much in a short time; `Retry-After` says when to come back.",
)
GONE = fails(_410="It was taken out of its entry, whose slug is in `entry`.")
FAILS_TO_WRITE = FAILS | fails(
    _409="It has been changed since, and `conflict` has both texts and their merge; or its key is somebody else's.",
    _413="What was sent is too large.",
    _415="What was sent is of another kind than this takes.",
)

STATES = ("draft", "scheduled")
FILTERS = [
    OpenApiParameter(
        "state", str, enum=STATES, description="What is not published, last saved first, for who sees it."
    ),
    OpenApiParameter("topic", str, description="The slug of a topic, or of a stage for all of its topics."),
    OpenApiParameter("kind", str, enum=Entry.Kind.values),
    OpenApiParameter("tag", str, description="The slug of a tag."),
    OpenApiParameter("year", int),
    OpenApiParameter("author", str, description="A user name."),
]
FIELDS = [
    OpenApiParameter("fields", str, description="Only these fields, separated by commas."),
    OpenApiParameter("expand", str, description="`topic`, `tags`, `snippets`: as a whole, not by name."),
]

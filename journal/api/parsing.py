"""JSON as it comes: of a bounded size and depth."""

import json
from typing import Any, NoReturn

from django.core.exceptions import RequestDataTooBig
from rest_framework.exceptions import ParseError
from rest_framework.parsers import BaseParser

MOST = 20_000_000  # bytes


class JSONParser(BaseParser):
    media_type = "application/json"

    def parse(self, stream: Any, media_type: str | None = None, parser_context: dict[str, Any] | None = None) -> Any:
        data = stream.read(MOST + 1)
        if len(data) > MOST:
            raise RequestDataTooBig
        try:
            found = json.loads(data.decode(), parse_constant=_no_number)
            if b"\\ud" in data.lower():
                json.dumps(found, ensure_ascii=False).encode()  # half a character is no text: UnicodeEncodeError
        except (ValueError, RecursionError):
            raise ParseError("This is no JSON, or nested too deep.") from None
        return found


def _no_number(name: str) -> NoReturn:
    raise ValueError(name)  # Python reads NaN and Infinity, which JSON does not know

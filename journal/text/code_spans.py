"""Code within a line, for those who only look for something else in the text around it."""

import re

_SPAN = re.compile(r"(?<!`)(`{1,20})(?!`)[^\n]{1,2000}?(?<!`)\1(?!`)")


def without_code_spans(text: str) -> str:
    return _SPAN.sub("", text) if "`" in text else text

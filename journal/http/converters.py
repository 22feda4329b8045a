"""What addresses are made of."""

import unicodedata

from journal.text.pictures import NAME


class SlugConverter:
    """Letters of any script, digits and hyphens. An address typed in another Unicode form still matches."""

    regex = r"[^/\s.]{1,200}"

    def to_python(self, value: str) -> str:
        if any(unicodedata.category(character)[0] == "C" for character in value):
            raise ValueError("control character in a slug")
        return unicodedata.normalize("NFKC", value)

    def to_url(self, value: str) -> str:
        return value


class YearConverter:
    """A year that a journal can have and a calendar can count from."""

    regex = r"(?:19[0-9]{2}|[2-8][0-9]{3})"

    def to_python(self, value: str) -> int:
        return int(value)

    def to_url(self, value: int) -> str:
        return str(value)


class MonthConverter(YearConverter):
    regex = r"(?:0?[1-9]|1[0-2])"


class KeyConverter:
    """A primary key: a whole number that every database can compare with."""

    regex = r"[0-9]{1,18}"

    def to_python(self, value: str) -> int:
        return int(value)

    def to_url(self, value: int) -> str:
        return str(value)


class PictureConverter:
    """The name of an attachment: half of the hash of its contents, and what it is."""

    regex = NAME.pattern.replace("(", "(?:")

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value

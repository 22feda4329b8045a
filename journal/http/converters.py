"""Slugs in addresses, in every script."""

import unicodedata


class SlugConverter:
    """Letters of any script, digits and hyphens. An address typed in another Unicode form still matches."""

    regex = r"[^/\s.]{1,200}"

    def to_python(self, value: str) -> str:
        if any(unicodedata.category(character)[0] == "C" for character in value):
            raise ValueError("control character in a slug")
        return unicodedata.normalize("NFKC", value)

    def to_url(self, value: str) -> str:
        return value

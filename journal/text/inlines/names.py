"""What is written by name: keys of a keyboard and emoji."""

import re
from xml.etree.ElementTree import Element, SubElement

from pymdownx import gemoji_db, keymap_db

KEYS = re.compile(r"\+\+(?P<keys>[\w-]+(?:\+[\w-]+)*)\+\+(?![\w+])")
EMOJI = re.compile(r":[a-z0-9_+-]{1,50}:(?![:\w])")


def keys(names: str) -> Element | None:
    """`ctrl+k` as keys; None where one of the names is none of a key's."""
    if len(names) == 1:
        return None  # "++i++" is code
    labels = [_label(name.lower()) for name in names.split("+")]
    element = Element("span", {"class": "keys"})
    for number, label in enumerate(labels):
        if label is None:
            return None
        if number:
            SubElement(element, "span").text = "+"
        SubElement(element, "kbd").text = label
    return element


def emoji(name: str) -> str | None:
    """The character of `:tada:`; None where the name is nobody's."""
    found = gemoji_db.emoji.get(name)
    points = found.get("unicode") if found else None
    return "".join(chr(int(point, 16)) for point in points.split("-")) if points else None


def _label(name: str) -> str | None:
    return keymap_db.keymap.get(keymap_db.aliases.get(name, name))

"""The examples of the CommonMark specification, which bin/prepare brings, against what the journal shows."""

import os
import re
from pathlib import Path

import pytest

from journal.text.pipeline import render_document

from .reference import facts, tokens

SPECIFICATION = Path(__file__).resolve().parents[3] / ".venv/node_modules/commonmark-spec/spec.txt"
EXAMPLE = re.compile(r"^`{32} example\n(.*?)^\.\n(.*?)^`{32}$", re.DOTALL | re.MULTILINE)

SHOWN_TAG = "a tag that is no HTML, or not for texts, is shown as it was written"
SHOWN_INSTRUCTION = "what is neither tag nor comment is shown as it was written"
CUT_TAG = "a tag that is cut off is shown: browsers would take what follows for its attributes"
OUR_LINK = "[[…]] is a link to an entry"
BARE_LINK = "an address by itself is a link, as on GitHub"
MISPLACED = "what cannot stand in a table is shown above it"

# Whatever differs, differs on purpose. Numbers are those of the specification 0.31.2.
INTENDED = {
    **dict.fromkeys((150, 163, 170, 171, 172, 173, 176, 178), SHOWN_TAG),
    **dict.fromkeys((201, 491, 494, 524, 536, 613, 614, 615, 617, 623), SHOWN_TAG),
    **dict.fromkeys((180, 181, 182, 627, 628, 629), SHOWN_INSTRUCTION),
    **dict.fromkeys((156, 157, 158), CUT_TAG),
    191: MISPLACED,
    **dict.fromkeys((548, 590), OUR_LINK),
    **dict.fromkeys((608, 611, 612), BARE_LINK),
}
# The same words, and links that lead elsewhere on purpose: to an entry, to an id with our prefix, or, with a scheme that
# is none of the web's, nowhere.
OTHERWISE_LED = {484, 501, 596, 598, 599, 601, 603}


def examples():
    if not SPECIFICATION.exists():
        return []
    text = SPECIFICATION.read_text().replace("→", "\t")
    return [(number, *found) for number, found in enumerate(EXAMPLE.findall(text), 1)]


def test_the_specification_is_there():
    if not examples() and not os.environ.get("CI"):
        pytest.skip("npm brings the specification: install it and run bin/test again")
    assert len(examples()) == 652


@pytest.mark.parametrize(
    ("number", "source", "html"), examples(), ids=lambda value: value if isinstance(value, int) else ""
)
def test_an_example_is_shown_as_specified_unless_it_differs_on_purpose(number, source, html):
    is_same = tokens(render_document(source).html) == tokens(html)
    assert is_same != (number in INTENDED), INTENDED.get(number, "it should be the same")


@pytest.mark.parametrize(
    ("number", "source", "html"), examples(), ids=lambda value: value if isinstance(value, int) else ""
)
def test_links_pictures_and_lists_state_what_is_specified(number, source, html):
    if number not in INTENDED and number not in OTHERWISE_LED:
        assert facts(render_document(source).html) == facts(html)

"""Files that have not changed, read by rules that have: what they would say now is offered, and never forced."""

import posixpath
from collections.abc import Mapping
from typing import Any

from journal.models import Source
from journal.text.references import rewrite_references
from journal.transfer.formats import MODULES
from journal.transfer.formats.reading import Unreadable
from journal.transfer.plan import Step, same

RULES = "3"  # raise it when the same bytes would read differently
_FIRST = "2"  # of what was brought in before this was noted


def is_by_former_rules(source: Source) -> bool:
    return source.brought.get("rules", _FIRST) != RULES


def offer(step: Step, theirs: Mapping[str, Any]) -> str:
    """What a file that has not changed would say of its entry now, for people; empty when it says the same."""
    if step.source is None or step.source.digest != step.digest or not is_by_former_rules(step.source):
        return ""
    before = step.source.brought
    changed = [name for name, value in theirs.items() if name in before and not same(before[name], value)]
    if "body" in changed and _without_targets(theirs["body"]) == _without_targets(before["body"]):
        changed.remove("body")  # another file has moved, and the links to it with it
    shown = [f"title “{theirs['title']}”" if name == "title" else name for name in changed]
    return ", ".join(shown)


def title_before(source: Source) -> str | None:
    """What the file's former contents are titled by the rules of today."""
    try:
        reading = MODULES[source.format].read(bytes(source.content), posixpath.basename(source.path), source.encoding)
    except Unreadable:
        return None
    return reading.title


def _without_targets(text: str) -> str:
    return rewrite_references(text, lambda reference: "x")

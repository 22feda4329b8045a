"""The tags of what is brought in, made once for all of it."""

from collections.abc import Iterable

from journal.models import Tag

from .plan import Step


class Tags:
    def __init__(self, steps: Iterable[Step]) -> None:
        """Find or make every tag that the steps name, whatever its case."""
        names = {name.casefold(): name for step in steps for name in step.changes.get("tags", ())}
        self._found = {tag.name.casefold(): tag for tag in Tag.objects.named(list(names.values()))}

    def of(self, step: Step) -> list[Tag]:
        """Those of one step, each once."""
        return [self._found[name] for name in dict.fromkeys(name.casefold() for name in step.changes["tags"])]

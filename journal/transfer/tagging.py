"""The tags of what is brought in, made once for all of it."""

from collections.abc import Iterable

from journal.models import Tag

from .plan import Step


class Tags:
    def __init__(self, steps: Iterable[Step]) -> None:
        """Find or make every tag that the steps name, whatever its case."""
        names: dict[str, str] = {}
        for step in steps:
            names |= {name.casefold(): name for name in step.changes.get("tags", ())}
        self._found = {tag.name.casefold(): tag for tag in Tag.objects.named(list(names.values()))}

    def of(self, step: Step) -> list[Tag]:
        """Those of one step, each once."""
        names = dict.fromkeys(map(str.casefold, step.changes["tags"]))
        return [self._found[name] for name in names]

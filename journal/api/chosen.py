"""`fields=` and `expand=`: less of a thing, or more of what it refers to, one step deep."""

from typing import Any, ClassVar

from rest_framework.exceptions import ValidationError
from rest_framework.serializers import BaseSerializer, Serializer


class ChosenFields(Serializer):
    """A serializer whose fields the query string chooses. `expandable` says what each may be replaced by."""

    expandable: ClassVar[dict[str, type[BaseSerializer]]] = {}
    on_request: ClassVar[set[str]] = set()  # only there when `fields` names them

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        request = self.context.get("request")
        query = request.query_params if request is not None else {}
        expanded = names_in(query, "expand", set(self.expandable))
        for name in expanded:
            inner = self.expandable[name]
            self.fields[name] = inner(many=name.endswith("s"), read_only=True)
        known = set(self.fields)
        asked = names_in(query, "fields", known) if "fields" in query else known - self.on_request
        for name in known - asked - expanded:
            del self.fields[name]


def names_in(query: Any, parameter: str, known: set[str]) -> set[str]:
    """What a parameter names, of what it may name. ValidationError for anything else."""
    asked = {name for name in query.get(parameter, "").split(",") if name}
    if unknown := asked - known:
        words = f"There is no {', '.join(sorted(unknown))[:80]}; there are {', '.join(sorted(known))}."
        raise ValidationError({parameter: [words]})
    return asked

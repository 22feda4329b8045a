"""`fields=` and `expand=`: less of a thing, or more of what it refers to, one step deep."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from rest_framework.exceptions import ValidationError


@dataclass(frozen=True, slots=True)
class Choice:
    """The names of the fields that are shown, and of those that are expanded: shown as a whole, and not by name."""

    names: frozenset[str]
    expanded: frozenset[str]

    @classmethod
    def read(
        cls, query: Mapping[str, str], known: Collection[str], *, usual: Collection[str], expandable: Collection[str]
    ) -> "Choice":
        """The choice that a query string makes among the `known` fields; without `fields`, the `usual` ones.

        Raises ValidationError for a name that there is not.
        """
        expanded = _names(query, "expand", expandable)
        names = _names(query, "fields", known) if "fields" in query else frozenset(usual)
        return cls(names | expanded, expanded)


def _names(query: Mapping[str, str], parameter: str, known: Collection[str]) -> frozenset[str]:
    asked = frozenset(name for name in query.get(parameter, "").split(",") if name)
    if unknown := asked - set(known):
        words = f"There is no {', '.join(sorted(unknown))[:80]}; there are {', '.join(sorted(known))}."
        raise ValidationError({parameter: [words]})
    return asked

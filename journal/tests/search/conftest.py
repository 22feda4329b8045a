import pytest

from journal.search.finding import search
from journal.search.language import parse


@pytest.fixture
def find(visitor):
    """The titles that a query finds, best first."""

    def titles(typed, viewer=None, **options):
        found = search(parse(typed), viewer or visitor, **options)
        return ["".join(text for text, _ in result.title) for result in found.results]

    return titles

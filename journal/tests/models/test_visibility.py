"""What keeps an entry from being listed, said once for rows and for what was read of them."""

from datetime import timedelta

import pytest
from django.utils import timezone

from journal.models.visibility import Shown

NOW = timezone.now()
BEFORE, LATER = NOW - timedelta(days=1), NOW + timedelta(days=1)


@pytest.mark.parametrize(
    ("visibility", "published_at", "state"),
    [
        ("public", BEFORE, ""),
        ("public", LATER, "scheduled"),
        ("public", None, "draft"),
        ("unlisted", BEFORE, "unlisted"),
        ("mentors", BEFORE, "mentors"),
        ("private", BEFORE, "private"),
        ("private", None, "draft"),
        ("unlisted", LATER, "scheduled"),
    ],
)
def test_its_state_is_a_word(visibility, published_at, state):
    shown = Shown()
    shown.visibility, shown.published_at = visibility, published_at
    assert shown.state == state
    assert shown.is_listed == (state == "")
    assert shown.is_published == (published_at == BEFORE)
    assert shown.is_scheduled == (published_at == LATER)

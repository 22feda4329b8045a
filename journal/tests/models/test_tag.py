"""Tags by their names."""

import pytest
from django.core.exceptions import ValidationError

from journal.models import Tag

pytestmark = pytest.mark.django_db


class TestTag:
    def test_names_are_found_whatever_their_case(self):
        [tag] = Tag.objects.named(["Django"])
        assert Tag.objects.named(["django", "DJANGO", " django "]) == [tag]

    def test_empty_names_are_left_out(self):
        assert Tag.objects.named(["", "  "]) == []

    def test_order_is_kept(self):
        assert [tag.name for tag in Tag.objects.named(["b", "a", "b"])] == ["b", "a"]

    def test_a_symbol_is_a_good_tag(self):
        assert [tag.slug for tag in Tag.objects.named(["C++", "C#", "🎉"])] == [
            "c-plus-plus",
            "c-sharp",
            "party-popper",
        ]

    def test_names_that_share_a_slug_are_different_tags(self):
        assert [tag.slug for tag in Tag.objects.named(["a b", "a-b"])] == ["a-b", "a-b-2"]

    def test_a_name_that_is_too_long_is_refused(self):
        with pytest.raises(ValidationError):
            Tag.objects.named(["x" * 61])

    def test_renaming_redraws_and_redirects(self, make_entry):
        entry = make_entry(tags=["sql"])
        tag = entry.tags.get()
        tag.revise(name="SQL & friends", slug="sql-and-friends")
        entry.refresh_from_db()
        assert "SQL &amp; friends" in entry.card_html
        assert Tag.formerly("sql").get() == tag

    def test_deleting_redraws(self, make_entry):
        entry = make_entry(tags=["gone-soon"])
        Tag.objects.filter(name="gone-soon").delete()
        entry.refresh_from_db()
        assert "gone-soon" not in entry.card_html
        assert entry.tags.count() == 0

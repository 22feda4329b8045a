"""References from entry to entry."""

import pytest

from journal.models import Link

pytestmark = pytest.mark.django_db


class TestLink:
    def test_a_reference_finds_its_entry(self, make_entry):
        target = make_entry(slug="target")
        source = make_entry(body="[[target]] and [[missing]]")
        assert {link.slug: link.target for link in source.links.all()} == {"target": target, "missing": None}
        assert [link.slug for link in Link.objects.broken()] == ["missing"]

    def test_an_entry_that_comes_later_mends_the_link(self, make_entry):
        source = make_entry(body="[[later]]")
        later = make_entry(slug="later")
        assert source.links.get().target == later

    def test_a_reference_by_a_former_address_is_found(self, make_entry):
        target = make_entry(slug="old").revise(slug="new")
        assert make_entry(body="[[old]]").links.get().target == target

    def test_a_reference_survives_a_change_of_address(self, make_entry):
        target = make_entry(slug="old")
        source = make_entry(body="[[old]]")
        target.revise(slug="new")
        assert source.links.get().target == target

    def test_the_same_reference_counts_once(self, make_entry):
        source = make_entry(body="[[a|first]] [[a|second]]")
        assert source.links.get().label == "first"

    def test_links_follow_the_text(self, make_entry):
        source = make_entry(body="[[a]]").revise(body="[[b]]")
        assert source.links.get().slug == "b"

    def test_a_deleted_target_leaves_a_broken_link(self, make_entry):
        target = make_entry(slug="target")
        source = make_entry(body="[[target]]")
        target.delete()
        assert source.links.get().target is None

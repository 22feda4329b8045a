"""Addresses that are made without the resolver are those that it would make."""

import pytest
from django.urls import reverse

from journal.models.urls import entry_address, snippet_address


@pytest.mark.parametrize("slug", ["one", "größe-und-maß", "数据库", "0", "10-0-10", "c_1"])
def test_the_address_of_an_entry(slug):
    assert entry_address(slug) == reverse("entry-detail", args=[slug])


@pytest.mark.parametrize("pk", [0, 7, 100, 10**15])
def test_the_address_of_a_snippet(pk):
    assert snippet_address(pk) == reverse("snippet-detail", args=[pk])

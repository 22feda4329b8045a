"""Standing pages."""

import pytest

from journal.models import Page
from journal.models.errors import UnacceptableText

pytestmark = pytest.mark.django_db


class TestPage:
    def test_it_is_rendered(self, about):
        assert "<em>words</em>" in Page.objects.get().html

    def test_its_text_is_checked(self, about):
        with pytest.raises(UnacceptableText):
            about.revise(body="\x00")

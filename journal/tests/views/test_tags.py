"""Tags, and the page of one."""

import pytest

pytestmark = pytest.mark.django_db


class TestTags:
    def test_the_list_counts(self, client, make_entry):
        make_entry(tags=["sql", "orm"])
        make_entry(tags=["sql"])
        page = client.get("/tags/").text
        assert '<li><a href="/tags/sql/">sql</a> <span>2</span></li>' in page

    def test_one(self, client, make_entry):
        make_entry(tags=["c++"])
        make_entry(title="Untagged")
        page = client.get("/tags/c-plus-plus/").text
        assert "Entry 1" in page
        assert "Untagged" not in page

    def test_a_former_address_redirects(self, client, make_entry):
        make_entry(tags=["sql"]).tags.get().revise(slug="databases")
        assert client.get("/tags/sql/").headers["Location"] == "/tags/databases/"

    def test_without_tags_it_says_so(self, client, db):
        assert "No entry has a tag yet." in client.get("/tags/").text

    def test_a_tag_without_entries_is_nowhere(self, client, make_entry):
        entry = make_entry(tags=["sql"])
        entry.revise(tags=[])
        assert client.get("/tags/sql/").status_code == 404

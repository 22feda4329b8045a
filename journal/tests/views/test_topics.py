"""The roadmap and the page of a topic."""

import pytest

pytestmark = pytest.mark.django_db


class TestTopics:
    def test_the_roadmap(self, client, make_entry, topic):
        topic.revise(summary="Questions in Python.", target_on="2027-01-31")
        make_entry()
        make_entry(kind="bug")
        page = client.get("/topics/").text
        assert '<a href="/entries/?topic=the-orm&amp;kind=bug">1 bug</a>' in page
        assert "Questions in Python." in page
        assert "31 January 2027" in page

    def test_a_topic(self, client, make_entry, topic):
        topic.revise(why="Because *queries*.", summary="Short.")
        make_entry()
        page = client.get("/topics/the-orm/").text
        assert "<em>queries</em>" in page
        assert '<a href="/topics/django/">Django</a>' in page
        assert "Entry 1" in page

    def test_a_stage_shows_its_topics_and_all_their_entries(self, client, make_entry):
        make_entry()
        page = client.get("/topics/django/").text
        assert "Topics of this stage" in page
        assert "The ORM" in page
        assert "Entry 1" in page

    def test_a_former_address_redirects(self, client, topic):
        topic.revise(slug="queries")
        response = client.get("/topics/the-orm/")
        assert (response.status_code, response.headers["Location"]) == (301, "/topics/queries/")

    def test_what_does_not_exist_is_nowhere(self, client, topic):
        assert client.get("/topics/nothing/").status_code == 404

    def test_an_empty_roadmap_says_so(self, client, db):
        assert "No topic has been planned yet." in client.get("/topics/").text

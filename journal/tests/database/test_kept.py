"""What is the same for everyone is read once an edition, and never out of a change that is still under way."""

import pytest
from django.contrib.auth.models import Permission, User
from django.db import connection
from django.test.utils import CaptureQueriesContext

from journal.database.edition import Edition, change, one_edition
from journal.models import Topic
from journal.models.accounts.permissions import know_permissions
from journal.models.accounts.roles import Role, give
from journal.reads.topics import all_topics

pytestmark = pytest.mark.django_db


def queries(read):
    with CaptureQueriesContext(connection) as captured:
        read()
    return len(captured)


def titles():
    return [topic.title for topic in all_topics()]


def test_it_is_read_once(stage):
    titles()
    assert queries(titles) == 1  # the edition's
    with one_edition():
        titles()
        assert queries(titles) == 0


def test_a_change_is_seen_at_once(stage):
    with one_edition():
        before = titles()
        Topic(title="Deployment").revise()
        assert titles() == [*before, "Deployment"]


def test_what_is_changing_is_read_and_not_kept(stage):
    before = titles()
    with pytest.raises(RuntimeError), change():
        Topic(title="Never").revise()
        assert "Never" in titles()
        raise RuntimeError
    assert titles() == before


def test_one_edition_holds_until_a_change_made_here(stage):
    with one_edition():
        first = Edition.current()
        Edition.advance()  # as somebody else would, meanwhile
        assert Edition.current() == first
        Topic(title="Deployment").revise()
        assert Edition.current() != first


@pytest.mark.parametrize("role", list(Role))
def test_permissions_are_those_that_django_finds(role):
    person = User.objects.create(username="somebody")
    give(person, role)
    person.user_permissions.add(Permission.objects.get(codename="add_group"))
    found, told = User.objects.get(pk=person.pk), User.objects.get(pk=person.pk)
    know_permissions(told)
    assert queries(told.get_all_permissions) == 0
    assert told.get_all_permissions() == found.get_all_permissions() != set()


def test_whoever_is_shut_out_may_nothing(author):
    author.is_active = False
    know_permissions(author)
    assert author.get_all_permissions() == set()

"""Coming in: by a link that works once, with the role that it names."""

import re
import threading
from datetime import timedelta

import pytest
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import User
from django.core import mail
from django.db import connection
from django.test import Client
from django.utils import timezone

from journal.accounts.adapter import INVITED, AccountAdapter, send_invitation
from journal.models import AuditEvent, Invitation
from journal.models.accounts.roles import Role, role_of
from journal.models.errors import InvitationGone

pytestmark = pytest.mark.django_db
PASSWORD = "correct horse battery"


def join(client, invitation, name="grace"):
    client.post(invitation.get_absolute_url())
    fields = {"username": name, "email": f"{name}@example.org", "password1": PASSWORD, "password2": PASSWORD}
    return client.post("/accounts/signup/", fields)


@pytest.mark.parametrize("role", Role)
def test_whoever_accepts_gets_its_role(client, operator, role):
    invitation = Invitation(role=role).invite(by=operator)
    assert f"as {role.value}" in client.get(invitation.get_absolute_url()).text
    assert join(client, invitation).status_code == 302
    grace = User.objects.get(username="grace")
    assert role_of(grace) == role
    assert grace.is_staff == (role in (Role.AUTHOR, Role.EDITOR))
    assert not grace.is_superuser
    assert [event.action for event in AuditEvent.objects.filter(actor=grace)] == ["signed in", "joined"]


def test_it_works_once(client, operator):
    invitation = Invitation(role=Role.AUTHOR).invite(by=operator)
    join(client, invitation)
    assert Client().get(invitation.get_absolute_url()).status_code == 410
    assert join(Client(), invitation, "eve").status_code == 200
    assert not User.objects.filter(username="eve").exists()


def test_the_second_of_two_who_hold_it_stays_outside(client, operator):
    invitation = Invitation(role=Role.AUTHOR).invite(by=operator)
    late = Client()
    late.post(invitation.get_absolute_url())
    join(client, invitation)
    assert "By invitation" in late.get("/accounts/signup/").text
    with pytest.raises(InvitationGone):
        invitation.accept(operator)


@pytest.mark.django_db(transaction=True)
def test_of_two_at_once_one_is_turned_away(operator):
    if connection.vendor == "sqlite":
        pytest.skip("SQLite has one writer at a time")
    invitation = Invitation(role=Role.AUTHOR).invite(by=operator)
    clients = [Client(), Client()]
    for one in clients:
        one.post(invitation.get_absolute_url())

    def sign_up(number):
        try:
            join(clients[number], invitation, f"person{number}")
        finally:
            connection.close()

    threads = [threading.Thread(target=sign_up, args=[number]) for number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert User.objects.filter(username__startswith="person").count() == 1


def test_one_that_is_over_between_the_form_and_the_account_makes_none(operator, rf):
    """Who was let in as far as the form is asked once more, in the transaction that makes the account."""
    request = rf.post("/accounts/signup/")
    request.session = {INVITED: Invitation(role=Role.AUTHOR).invite(by=operator).token}
    adapter = AccountAdapter(request)
    assert adapter.is_open_for_signup(request)
    Invitation.objects.update(accepted_at=timezone.now())
    with pytest.raises(ImmediateHttpResponse):
        adapter.save_user(request, User(username="late"), form=None)
    assert not User.objects.filter(username="late").exists()


def test_it_ends_after_two_weeks(client, operator):
    invitation = Invitation(role=Role.AUTHOR).invite(by=operator)
    Invitation.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert client.get(invitation.get_absolute_url()).status_code == 410
    assert timedelta(0) <= invitation.expires_at - invitation.made_at - timedelta(days=14) < timedelta(seconds=1)


@pytest.mark.parametrize("change", [lambda token: token[:-1], lambda token: "2" + token[1:], lambda token: "x:y"])
def test_a_forged_link_leads_nowhere(client, operator, change):
    Invitation(role=Role.EDITOR).invite(by=operator)
    token = change(Invitation.objects.get().token)
    assert client.get(f"/invitations/{token}/").status_code == 404


def test_nothing_of_it_is_kept_or_told_to_others(client, operator):
    answer = client.get(Invitation(role=Role.AUTHOR).invite(by=operator).get_absolute_url())
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert answer.headers["Referrer-Policy"] == "strict-origin"
    assert "noindex" in answer.text


def test_without_one_the_door_is_closed(client, db):
    assert "By invitation" in client.get("/accounts/signup/").text
    fields = {"username": "eve", "email": "e@example.org", "password1": PASSWORD, "password2": PASSWORD}
    client.post("/accounts/signup/", fields)
    assert not User.objects.exists()


def test_an_open_site_makes_readers_once_their_address_is_confirmed(client, db, settings):
    settings.REGISTRATION_IS_OPEN = True
    settings.ACCOUNT_EMAIL_VERIFICATION = "mandatory"
    fields = {"username": "eve", "email": "e@example.org", "password1": PASSWORD, "password2": PASSWORD}
    client.post("/accounts/signup/", fields | {"is_staff": "on", "is_superuser": "1", "groups": "4", "role": "editor"})
    eve = User.objects.get()
    assert (role_of(eve), eve.is_staff, eve.is_superuser) == (Role.READER, False, False)
    assert client.get("/account/").status_code == 302
    [address] = re.findall(r"http://testserver(/\S+)", mail.outbox[0].body)
    client.post(address)
    client.post("/accounts/login/", {"login": "eve", "password": PASSWORD})
    assert client.get("/account/").status_code == 200


@pytest.mark.parametrize("name", ["a@b", "../admin", "a b", "", "é", "a" * 41, "-a"])
def test_a_name_is_part_of_an_address(client, operator, name):
    join(client, Invitation(role=Role.READER).invite(by=operator), name)
    assert User.objects.count() == 1


class TestAdmin:
    def test_the_operator_invites_and_sees_the_link(self, signed_in, operator, django_capture_on_commit_callbacks):
        data, client = {"role": "mentor", "email": "mentor@example.org"}, signed_in(operator)
        with django_capture_on_commit_callbacks() as after:
            client.post("/admin/journal/invitation/add/", data)
        assert not mail.outbox, "nobody waits for a mail server while the database is held"
        invitation = Invitation.objects.get()
        assert invitation.made_by == operator
        [send] = after
        send()
        assert invitation.get_absolute_url() in mail.outbox[0].body
        page = client.get(f"/admin/journal/invitation/{invitation.pk}/change/")
        assert f'href="{invitation.get_absolute_url()}"' in page.text

    def test_its_end_is_told_in_the_zone_of_the_journal(self, operator):
        invitation = Invitation(role=Role.MENTOR, email="mentor@example.org").invite(by=operator)
        with timezone.override("Asia/Tokyo"):  # of whoever invites
            send_invitation(invitation, "https://journal.example.org/x/")
        ends = timezone.localtime(invitation.expires_at, timezone.get_default_timezone())
        assert f"until {ends.day} {ends:%B %Y, %H:%M}." in mail.outbox[0].body

    def test_its_link_is_shown_to_whoever_made_it(self, client, transactional_db):
        operator = User.objects.create(username="operator", is_staff=True, is_superuser=True)
        client.force_login(operator)
        page = client.post("/admin/journal/invitation/add/", {"role": "mentor", "email": ""}, follow=True)
        assert f"http://testserver{Invitation.objects.get().get_absolute_url()}" in page.text

    def test_nobody_shuts_themselves_out(self, signed_in, operator):
        for sent in ({"is_active": "on"}, {"is_superuser": "on"}):
            page = signed_in(operator).post(f"/admin/auth/user/{operator.pk}/change/", sent)
            assert "Nobody shuts themselves out" in page.text
        operator.refresh_from_db()
        assert (operator.is_active, operator.is_superuser) == (True, True)
        assert not AuditEvent.objects.filter(action="role given").exists()

    def test_who_is_shut_out_is_said(self, signed_in, operator, reader):
        page = f"/admin/auth/user/{reader.pk}/change/"
        signed_in(operator).post(page, {})
        signed_in(operator).post(page, {"is_active": "on"})
        said = AuditEvent.objects.filter(target="reader").order_by("pk").values_list("action", flat=True)
        assert list(said) == ["shut out", "let in again"]

    def test_a_second_factor_that_was_lost_is_taken_away(
        self, signed_in, operator, reader, mailoutbox, django_capture_on_commit_callbacks
    ):
        page = f"/admin/auth/user/{reader.pk}/change/"
        assert "Second factor lost" not in signed_in(operator).get(page).text
        User.objects.filter(pk=reader.pk).update(email="reader@example.org")
        for kind in Authenticator.Type.values:
            Authenticator.objects.create(user=reader, type=kind, data={})
        other = Authenticator.objects.create(user=operator, type=Authenticator.Type.TOTP, data={})
        assert "Second factor lost" in signed_in(operator).get(page).text
        with django_capture_on_commit_callbacks(execute=True):
            signed_in(operator).post(page, {"is_active": "on", "lost_factor": "on"})
        assert list(Authenticator.objects.all()) == [other]
        assert AuditEvent.objects.get(action="second factor removed").target == "reader"
        assert mailoutbox[0].to == ["reader@example.org"]
        assert "operator took the second factor" in mailoutbox[0].body

    def test_nobody_else_does(self, signed_in, cast):
        for person in cast.values():
            for page in ("invitation/", "invitation/add/", "auditevent/"):
                assert signed_in(person).get(f"/admin/journal/{page}").status_code in (302, 403), (person, page)
            assert signed_in(person).get("/admin/auth/user/").status_code in (302, 403)

    def test_a_role_is_changed_and_said(self, signed_in, operator, reader):
        page = f"/admin/auth/user/{reader.pk}/change/"
        signed_in(operator).post(page, {"role": "author", "is_active": "on"})
        reader.refresh_from_db()
        assert (role_of(reader), reader.is_staff) == (Role.AUTHOR, True)
        assert AuditEvent.objects.get(action="role given", actor=operator).target == "reader: Author"

    def test_the_log_can_only_be_read(self, signed_in, operator):
        event = AuditEvent.record("signed in", by=operator)
        client = signed_in(operator)
        assert "Signed in" in client.get("/admin/journal/auditevent/").text
        for page in ("add/", f"{event.pk}/delete/"):
            assert client.post(f"/admin/journal/auditevent/{page}").status_code == 403


def test_one_that_is_over_says_so(client, operator):
    invitation = Invitation(role=Role.AUTHOR).invite(by=operator)
    join(client, invitation)
    answer = Client().get(invitation.get_absolute_url())
    assert "This invitation is over" in answer.text
    assert "Make an account" not in answer.text

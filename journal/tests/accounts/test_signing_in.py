"""Signing in and out, and what others may find out or forge on the way."""

import re
import time
from datetime import UTC, datetime

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.contrib.auth.hashers import get_hasher
from django.contrib.auth.models import User
from django.core import mail
from django.core.cache import caches
from django.test import Client

from journal.models import ApiToken, AuditEvent

pytestmark = pytest.mark.django_db
PASSWORD = "correct horse battery"


@pytest.fixture
def ada(db):
    user = User.objects.create_user("ada", "ada@example.org", PASSWORD)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def sign_in(client, login="ada", password=PASSWORD, **more):
    return client.post("/accounts/login/", {"login": login, "password": password, **more})


@pytest.mark.parametrize("login", ["ada", "ada@example.org"])
def test_by_name_or_address(client, ada, login):
    assert sign_in(client, login).status_code == 302
    assert client.get("/account/").status_code == 200


def test_the_session_gets_a_new_key(client, ada):
    client.get("/accounts/login/")
    session = client.session
    session["planted"] = "by somebody else"
    session.save()
    client.cookies["sessionid"] = planted = session.session_key
    sign_in(client)
    assert client.cookies["sessionid"].value != planted
    assert Client(headers={"cookie": f"sessionid={planted}"}).get("/account/").status_code == 302


def test_signing_out_ends_the_session_at_the_server(client, ada):
    sign_in(client)
    key = client.cookies["sessionid"].value
    assert client.get("/accounts/logout/").status_code == 200  # asks first
    client.post("/accounts/logout/")
    assert Client(headers={"cookie": f"sessionid={key}"}).get("/account/").status_code == 302


def test_a_new_password_ends_the_sessions_elsewhere(client, ada):
    elsewhere = Client()
    for one in (client, elsewhere):
        sign_in(one)
    new = "another horse battery"
    client.post("/accounts/password/change/", {"oldpassword": PASSWORD, "password1": new, "password2": new})
    assert elsewhere.get("/account/").status_code == 302
    assert sign_in(Client(), password=new).status_code == 302


def test_someone_shut_out_is_out(client, ada):
    sign_in(client)
    User.objects.update(is_active=False)
    assert client.get("/account/").status_code == 302
    assert b"/accounts/inactive/" in sign_in(Client()).headers["Location"].encode()


@pytest.mark.parametrize("name", ["ada", "nobody"])
def test_a_wrong_password_says_the_same_of_those_who_are_and_are_not(client, ada, name):
    answer = sign_in(client, name, "wrong")
    assert "The name or the password is wrong." in answer.text


@pytest.mark.parametrize("login", ["ada", "ada@example.org", "nobody", "nobody@example.org", "ADA@example.org"])
def test_each_wrong_try_costs_one_digest_of_a_password(client, ada, monkeypatch, login):
    """A second one, or none, would take another time, and tell who has an account."""
    digests = []
    hasher = get_hasher()
    encode = type(hasher).encode
    monkeypatch.setattr(type(hasher), "encode", lambda *given, **more: digests.append(1) or encode(*given, **more))
    assert sign_in(client, login, "wrong").status_code == 200
    assert len(digests) == 1


def test_a_name_that_looks_like_an_address(client):
    User.objects.create_user("me@example.org", password=PASSWORD)
    assert sign_in(client, "me@example.org").status_code == 302


def test_too_many_failures_are_refused_for_that_account_only(client, ada):
    for _ in range(5):
        sign_in(client, password="wrong")
    refused = sign_in(client)
    assert refused.status_code == 429
    assert int(refused.headers["Retry-After"]) > 0
    User.objects.create_user("grace", password=PASSWORD)
    assert sign_in(client, "grace").status_code == 302


def test_nobody_is_locked_out_by_somebody_elsewhere(client, ada):
    for _ in range(6):
        client.post("/accounts/login/", {"login": "ada", "password": "wrong"}, REMOTE_ADDR="203.0.113.9")
    assert sign_in(client).status_code == 302


def test_many_machines_that_try_one_account_are_refused(client, ada, settings):
    assert settings.ACCOUNT_RATE_LIMITS == {"login_of_account": "100/h/key"}
    settings.ACCOUNT_RATE_LIMITS = {"login_of_account": "8/h/key"}
    for number in range(8):
        sent = {"login": "ada", "password": "wrong"}
        client.post("/accounts/login/", sent, REMOTE_ADDR=f"203.0.113.{number}")
    assert sign_in(client).status_code == 429


def test_one_machine_that_tries_many_names_is_refused(client, db):
    answers = [sign_in(client, f"name{number}", "wrong") for number in range(12)]
    assert answers[-1].status_code == 429


def test_too_many_requests_say_when_to_come_back(client, db):
    answers = [client.post("/accounts/password/reset/", {"email": "x@example.org"}) for _ in range(25)]
    assert answers[-1].status_code == 429
    assert int(answers[-1].headers["Retry-After"]) > 0


def test_the_admin_has_no_door_of_its_own(client, ada):
    answer = client.post("/admin/login/", {"username": "ada", "password": PASSWORD}, follow=True)
    assert answer.redirect_chain[0][0].startswith("/accounts/login/")


@pytest.mark.parametrize(
    "elsewhere",
    ["https://evil.example", "//evil.example", "/\\evil.example", "javascript:alert(1)", "http:evil.example"],
)
def test_nobody_is_sent_elsewhere_after_signing_in_or_out(client, ada, elsewhere):
    for answer in (sign_in(client, next=elsewhere), client.post("/accounts/logout/", {"next": elsewhere})):
        assert answer.status_code == 302
        assert re.match(r"/(?![/\\])", answer.headers["Location"])


def test_without_a_token_nothing_is_taken(ada):
    strict = Client(enforce_csrf_checks=True)
    for path in ("/accounts/login/", "/accounts/password/reset/"):
        assert strict.post(path, {"login": "ada", "password": PASSWORD}).status_code == 403, path
    assert "sessionid" not in strict.cookies
    strict.force_login(ada)
    for path in ("/accounts/logout/", "/account/", "/account/tokens/", "/account/data/", "/accounts/email/"):
        assert strict.post(path, {"name": "x"}).status_code == 403, path


def test_what_happened_is_in_the_log(client, ada):
    sign_in(client, password="wrong")
    sign_in(client)
    client.post("/accounts/logout/")
    events = [(event.action, event.actor_name or event.target, event.address) for event in AuditEvent.objects.all()]
    assert events == [
        ("signed out", "ada", "127.0.0.1"),
        ("signed in", "ada", "127.0.0.1"),
        ("sign-in failed", "ada", "127.0.0.1"),
    ]


def test_no_password_and_no_line_break_gets_into_the_log(client, ada, caplog):
    sign_in(client, "ada\r\nroot signed in \x1b[2J", "secret-password")
    assert "secret-password" not in caplog.text + str(AuditEvent.objects.values_list())
    assert all(str(event).isprintable() for event in AuditEvent.objects.all())


class TestReset:
    def test_a_forgotten_password(self, client, ada):
        ApiToken.make(ada, name="laptop", scope="write", days=30)
        client.post("/accounts/password/reset/", {"email": "ada@example.org"})
        [address] = re.findall(r"http://testserver(/\S+)", mail.outbox[0].body)
        form = client.get(address, follow=True)
        new = "another horse battery"
        client.post(form.redirect_chain[-1][0], {"password1": new, "password2": new})
        assert sign_in(Client(), password=new).status_code == 302
        assert not ApiToken.objects.exists(), "whoever had the account may have made one"
        again = Client().get(address, follow=True)
        assert "password1" not in again.text, "the link works once"

    def test_an_unknown_address_gets_the_same_answer(self, client, ada):
        known = client.post("/accounts/password/reset/", {"email": "ada@example.org"})
        unknown = client.post("/accounts/password/reset/", {"email": "nobody@example.org"})
        assert (known.status_code, known.headers["Location"]) == (unknown.status_code, unknown.headers["Location"])
        assert [message.to for message in mail.outbox] == [["ada@example.org"], ["nobody@example.org"]]

    def test_an_address_that_is_not_confirmed_opens_nothing(self, client, ada):
        EmailAddress.objects.create(user=ada, email="typo@evil.example", verified=False, primary=False)
        client.post("/accounts/password/reset/", {"email": "typo@evil.example"})
        assert not [message for message in mail.outbox if "/reset/key/" in message.body]
        client.post("/accounts/password/reset/", {"email": "ADA@example.org"})
        assert "/reset/key/" in mail.outbox[-1].body

    def test_links_lead_to_the_site_whatever_host_was_asked_for(self, client, ada, settings):
        settings.SITE_URL = "https://journal.example.org"
        settings.ALLOWED_HOSTS = ["*"]
        client.post("/accounts/password/reset/", {"email": "ada@example.org"}, headers={"host": "evil.example"})
        assert "https://journal.example.org/accounts/password/reset/key/" in mail.outbox[0].body
        assert "evil" not in mail.outbox[0].body + mail.outbox[0].subject

    def test_no_header_is_smuggled_into_a_mail(self, client, db):
        client.post("/accounts/password/reset/", {"email": "a@example.org\r\nBcc: all@example.org"})
        assert mail.outbox == []

    def test_a_mail_server_that_is_away_changes_no_answer(self, client, ada, settings):
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
        for address in ("ada@example.org", "nobody@example.org"):
            assert client.post("/accounts/password/reset/", {"email": address}).status_code == 302


@pytest.mark.parametrize("word", ["short", "12345678901", "password", "ada-lovelace-ada"])
def test_a_weak_password_is_refused(client, ada, word):
    sign_in(client)
    client.post("/accounts/password/change/", {"oldpassword": PASSWORD, "password1": word, "password2": word})
    ada.refresh_from_db()
    assert ada.check_password(PASSWORD) is (word != "ada-lovelace-ada")


def test_the_admin_changes_no_password_by_itself(client, ada):
    User.objects.update(is_staff=True)
    sign_in(client)
    assert client.get("/admin/password_change/").headers["Location"] == "/accounts/password/change/"


class TestCodes:
    """Of an app: each is accepted once, ever."""

    SECRET = "JBSWY3DPEHPK3PXP"

    @pytest.fixture
    def with_app(self, ada):
        Authenticator.objects.create(user=ada, type=Authenticator.Type.TOTP, data={"secret": self.SECRET})
        return ada

    def code(self, clock, ahead=0):
        return format_hotp_value(hotp_value(self.SECRET, int(clock.now().timestamp()) // 30 + ahead))

    def accepts(self, code):
        caches["default"].clear()  # as time would, which the tests do not wait for
        client = Client()
        sign_in(client)
        client.post("/accounts/2fa/authenticate/", {"code": code})
        return client.get("/account/").status_code == 200

    def test_not_again_in_its_own_half_minute_nor_in_the_next(self, with_app, clock):
        code = self.code(clock)
        assert self.accepts(code)
        assert not self.accepts(code)
        clock.tick(36)
        assert not self.accepts(code)
        assert self.accepts(self.code(clock))

    def test_nor_one_of_the_next_half_minute_when_that_has_come(self, with_app, clock):
        code = self.code(clock, ahead=1)
        assert self.accepts(code)
        clock.tick(35)
        assert not self.accepts(code)

    def test_none_from_before_the_last_that_was_accepted(self, with_app, clock):
        earlier = self.code(clock, ahead=-1)
        assert self.accepts(self.code(clock))
        assert not self.accepts(earlier)

    @pytest.mark.django_db(transaction=True)
    def test_nor_the_one_that_the_app_was_set_up_with(self, client, ada, clock):
        sign_in(client)
        client.get("/accounts/2fa/totp/activate/")
        secret = client.session["mfa.totp.secret"]
        code = format_hotp_value(hotp_value(secret, int(clock.now().timestamp()) // 30))
        assert client.post("/accounts/2fa/totp/activate/", {"code": code}).status_code == 302
        assert not self.accepts(code)


@pytest.fixture
def clock(monkeypatch):
    """The time by which codes are made, which stands still until it is told to go on."""

    class Clock:
        seconds = int(time.time())

        def now(self):
            return datetime.fromtimestamp(self.seconds, UTC)

        def tick(self, seconds):
            self.seconds += seconds

    clock = Clock()
    monkeypatch.setattr("allauth.mfa.totp.internal.auth.time.time", lambda: clock.seconds)
    return clock

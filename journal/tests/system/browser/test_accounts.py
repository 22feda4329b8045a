"""Coming in, getting in again, getting in safer, and letting a program in: in a browser, in both schemes."""

import base64
import hmac
import json
import re
import struct
import time
import urllib.request
from urllib.parse import urlsplit

import pytest

from journal.tests.processes import begun, manage, serving

from .conftest import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("accounts")]
SETUP = """
from django.contrib.auth.models import User
from allauth.account.models import EmailAddress
from journal.models import Entry, Invitation, Topic
from journal.models.accounts.roles import Role, give
operator = User.objects.create_superuser("operator", password="{password}")
for name in ("ada", "lin", "kay"):
    user = User.objects.create_user(name, f"{{name}}@example.org", "{password}")
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    give(user, Role.AUTHOR)
Entry(author=operator, topic=Topic.objects.get(slug="orm")).revise(title="To be read by a mentor", visibility="mentors")
print("invitation", Invitation(role=Role.MENTOR).invite(by=operator).get_absolute_url())
"""


@pytest.fixture(scope="module")
def club(tmp_path_factory):
    """A site with people, an invitation to it, and a folder that mails fall into."""
    data, mails = tmp_path_factory.mktemp("club"), tmp_path_factory.mktemp("mails")
    begun(data)
    with serving(data, EMAIL_URL=f"filemail:///{mails}") as (address, _):
        made = manage("shell", "-c", SETUP.format(password=PASSWORD), data=data)
        assert made.returncode == 0, made.stderr
        yield address, re.search(r"^invitation (\S+)$", made.stdout, re.MULTILINE)[1], mails


@pytest.fixture
def page(browser, club, violations):
    """A browser without a history; what the console says, the policy blocks or axe finds fails the test."""
    complaints = []
    context = browser.new_context(base_url=club[0])
    page = context.new_page()
    # axe reads the style sheets' imports from where they are not; of inline styles `look` asks for ours.
    page.on(
        "console",
        lambda message: (
            complaints.append(f"{message.text} {message.location}")
            if message.type in ("error", "warning")
            and "inline style" not in message.text
            and message.location["url"].startswith(club[0])
            and not message.location["url"].endswith(".css")
            else None
        ),
    )
    page.on("pageerror", lambda error: complaints.append(str(error)))

    def look():
        page.wait_for_load_state()
        assert " style=" not in page.content()
        complaints.extend(violations(page))

    page.look = look
    yield page
    context.close()
    assert complaints == []


def send(page, **fields):
    for name, value in fields.items():
        page.fill(f"main [name={name}]", value)
    page.click("main form .button--main")


def sign_in(page, name, password=PASSWORD):
    page.goto("/accounts/login/")
    send(page, login=name, password=password)


def code_of(secret, moment):
    """RFC 6238, as an authenticator app has it."""
    digest = hmac.digest(base64.b32decode(secret), struct.pack(">Q", int(moment) // 30), "sha1")
    offset = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[offset : offset + 4])[0] & 0x7FFFFFFF) % 10**6:06d}"


def test_from_an_invitation_to_the_first_visit_as_a_mentor(page, club):
    page.goto(club[1])
    page.look()
    page.click("text=Make an account")
    page.look()
    send(page, email="mina@example.org", username="mina", password1=PASSWORD, password2=PASSWORD)
    page.wait_for_url(club[0] + "/")
    page.goto("/search/?q=mentor")
    page.click("text=To be read by a mentor")
    assert page.text_content("h1") == "To be read by a mentor"
    page.look()


def test_a_forgotten_password(page, club):
    page.goto("/accounts/login/")
    page.look()
    page.click("text=Forgot your password?")
    page.look()
    send(page, email="ada@example.org")
    page.look()
    mails = [path.read_text() for path in club[2].iterdir() if "To: ada@" in path.read_text()]
    address = re.search(r"http://\S+/accounts/password/reset/key/\S+", mails[-1].replace("=\n", ""))[0]
    page.goto(urlsplit(address).path)
    page.look()
    new = "a better horse for the staple"
    send(page, password1=new, password2=new)
    page.look()
    sign_in(page, "ada", new)
    page.goto("/account/")
    assert "ada" in page.text_content("main")
    page.look()


def test_a_second_factor(page):
    sign_in(page, "lin")
    page.goto("/accounts/2fa/")
    page.look()
    page.click("main a:has-text('Set up an app')")
    page.look()
    assert page.evaluate("document.querySelector('.account__code').naturalWidth") > 0
    secret = page.input_value("#authenticator_secret")
    send(page, code=code_of(secret, time.time()))
    page.look()
    page.goto("/accounts/2fa/recovery-codes/")
    page.look()
    recovery = page.input_value("#recovery_codes").split()
    assert len(recovery) == 10
    page.context.clear_cookies()
    sign_in(page, "lin")
    assert "/accounts/2fa/authenticate/" in page.url
    page.look()
    page.goto("/account/")
    assert "/accounts/2fa/authenticate/" in page.url, "a password alone is not enough"
    send(page, code=recovery[0])
    page.goto("/account/")
    assert "lin" in page.text_content("main")


def test_a_passkey(browser, club):
    """Made and used with an authenticator that Chromium plays; a passkey needs a name, and not an address, for its site."""
    site = club[0].replace("127.0.0.1", "localhost")
    context = browser.new_context(base_url=site)
    other = context.new_page()
    device = context.new_cdp_session(other)
    device.send("WebAuthn.enable")
    traits = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
    device.send(
        "WebAuthn.addVirtualAuthenticator",
        {"options": traits | {"isUserVerified": True, "automaticPresenceSimulation": True}},
    )
    other.goto("/accounts/login/")
    send(other, login="kay", password=PASSWORD)
    other.goto("/accounts/2fa/webauthn/add/")
    other.fill("main [name=name]", "Key ring")
    other.check("main [name=passwordless]")
    other.click("#mfa_webauthn_add")
    other.wait_for_url("**/accounts/2fa/**recovery-codes/**")
    context.clear_cookies()
    other.goto("/accounts/login/")
    other.click("#passkey_login")
    other.wait_for_url("**/write/")
    context.close()


def test_a_token_is_made_and_used_by_a_program(page, club):
    sign_in(page, "operator")
    page.goto("/account/tokens/")
    page.look()
    send(page, name="Laptop")
    page.look()
    token = page.text_content("#made")
    request = urllib.request.Request(f"{club[0]}/api/v1/me/", headers={"Authorization": f"Bearer {token}"})
    with urllib.request.urlopen(request) as answer:
        assert json.load(answer) == {"username": "operator", "scope": "read"}
    page.goto("/account/tokens/")
    assert token not in page.content()
    page.click("text=Revoke >> nth=-1")
    page.look()
    with pytest.raises(urllib.error.HTTPError, match="401"):
        urllib.request.urlopen(request)


def test_the_other_pages(page):
    sign_in(page, "operator")
    for path in ("/account/", "/account/data/", "/accounts/email/", "/accounts/sessions/", "/api/v1/docs/"):
        page.goto(path)
        if "/reauthenticate/" in page.url:
            page.look()
            send(page, password=PASSWORD)
        page.look()
        for width in (390, 820, 1440):
            page.set_viewport_size({"width": width, "height": 900})
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), (path, width)

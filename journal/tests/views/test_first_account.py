"""The first account: a link that works once, and only while nobody could write."""

import pytest
from django.contrib.auth.models import User

from journal.forms.first_account import FirstAccountForm
from journal.models.accounts.first_account import claim, link_token

pytestmark = pytest.mark.django_db
ACCOUNT = {"username": "ada", "password1": "difference engine", "password2": "difference engine"}


@pytest.fixture
def invited(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    return f"/welcome/{link_token()}/"


def test_the_link_makes_the_account_and_signs_in(client, invited):
    assert client.get(invited).status_code == 200
    page = client.post(invited, ACCOUNT, follow=True)
    assert page.redirect_chain == [("/write/", 302)]
    user = User.objects.get()
    assert (user.username, user.is_staff, user.is_superuser) == ("ada", True, True)
    assert user.check_password("difference engine")


def test_it_works_once(client, invited):
    client.post(invited, ACCOUNT)
    assert client.get(invited).status_code == 404
    assert client.post(invited, ACCOUNT | {"username": "eve"}).status_code == 404
    assert link_token() is None


def test_a_used_link_stays_used_when_the_account_is_deleted(client, invited):
    client.post(invited, ACCOUNT)
    User.objects.all().delete()
    assert client.get(invited).status_code == 404
    assert f"/welcome/{link_token()}/" != invited
    assert client.get(invited).status_code == 404


def test_it_is_worth_nothing_once_there_is_an_account(client, invited, author):
    assert client.get(invited).status_code == 404


def test_it_stays_the_same_until_it_is_used(invited):
    assert invited == f"/welcome/{link_token()}/"


@pytest.mark.parametrize("token", ["x", "../x", "%00", "é" * 20])
def test_another_token_is_nothing(client, invited, token):
    assert client.get(f"/welcome/{token}/").status_code in (400, 404)


def test_of_two_only_one_is_faster(invited):
    forms = [FirstAccountForm(ACCOUNT | {"username": name}) for name in ("ada", "eve")]
    assert all(form.is_valid() for form in forms)
    assert [claim(form.save(commit=False)) for form in forms] == [True, False]
    assert User.objects.get().username == "ada"


@pytest.mark.parametrize(
    "wrong", [{"password1": "x", "password2": "x"}, {"password2": "other"}, {"username": ""}, {"username": "a b"}]
)
def test_what_does_not_fit_leaves_the_link_as_it_is(client, invited, wrong):
    assert client.post(invited, ACCOUNT | wrong).context["form"].errors
    assert not User.objects.exists()
    assert client.get(invited).status_code == 200


def test_nobody_keeps_or_passes_on_the_link(client, invited):
    headers = client.get(invited).headers
    assert headers["Cache-Control"] == "private, no-store"
    assert headers["Referrer-Policy"] == "strict-origin"


def test_the_file_is_for_the_server_alone(invited, tmp_path):
    assert (tmp_path / "first-account").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("token", ["", "x"])
def test_without_an_invitation(client, settings, tmp_path, token):
    settings.DATA_DIR = tmp_path
    (tmp_path / "first-account").write_text("")
    assert client.get(f"/welcome/{token}/").status_code == 404


def test_where_everyone_may_join_it_has_a_confirmed_address_and_can_sign_in(client, invited, settings):
    settings.REGISTRATION_IS_OPEN, settings.ACCOUNT_EMAIL_VERIFICATION = True, "mandatory"
    assert client.post(invited, ACCOUNT).status_code == 200, "an address is needed"
    client.post(invited, ACCOUNT | {"email": "ada@example.org"})
    client.post("/accounts/logout/")
    answer = client.post("/accounts/login/", {"login": "ada", "password": ACCOUNT["password1"]})
    assert answer.headers["Location"] == "/write/"


def test_its_name_is_part_of_an_address(client, invited):
    assert client.post(invited, ACCOUNT | {"username": "a@b.c"}).status_code == 200
    assert not User.objects.exists()

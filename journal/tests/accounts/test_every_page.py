"""Every address under /accounts/ and /account/."""

import pytest

from journal.tests.routes import ROUTES

pytestmark = pytest.mark.django_db
VALUES = {"uidb36": "1", "key": "x", "pk": "1"}
ADDRESSES = [route.format(**VALUES) for route in ROUTES if route.startswith(("/account/", "/accounts/"))]


def test_there_are_many():
    assert len(ADDRESSES) > 30
    assert "/accounts/2fa/totp/activate/" in ADDRESSES


@pytest.mark.parametrize("address", ADDRESSES)
def test_none_fails_and_none_is_kept_by_a_shared_cache(address, cast, signed_in):
    for who, person in cast.items():
        answer = signed_in(person).get(address)
        assert answer.status_code in (200, 302, 404, 405), (who, answer.status_code)
        cached = answer.headers["Cache-Control"]
        assert "public" not in cached, (who, cached)
        assert "s-maxage" not in cached
        if person.is_authenticated and answer.status_code == 200:
            assert "private" in cached or "no-store" in cached, (who, cached)


@pytest.mark.parametrize("address", [address for address in ADDRESSES if address.startswith("/account/")])
def test_ones_own_pages_are_for_who_is_signed_in(address, client):
    for method in ("get", "post"):
        answer = getattr(client, method)(address)
        assert answer.status_code == 302, (method, answer.status_code)
        assert answer.headers["Location"].startswith("/accounts/login/")

"""What caches outside the process may keep, and what becomes of the site without them."""

import pytest
from django.core.cache import caches
from django.http import HttpResponse
from django.test import override_settings

from chronicles.release import release
from journal.http.headers import HeadersMiddleware
from journal.models import Edition
from journal.tests.servers import Redis

ADDRESSES = ("/", "/feed.atom", "/search/?q=entry")


@pytest.mark.django_db
def test_public_pages_may_be_kept_for_a_minute_and_private_ones_never(client, make_entry, signed_in, author):
    make_entry()
    for address in ADDRESSES:
        public = client.get(address).headers["Cache-Control"]
        assert public == "public, max-age=0, s-maxage=60, stale-while-revalidate=60"
        assert signed_in(author).get(address).headers["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize(("seconds", "said"), [(0, "no-cache"), (5, "public, max-age=0, s-maxage=5")])
def test_the_operator_says_how_long(rf, seconds, said):
    with override_settings(SHARED_CACHE_SECONDS=seconds):
        response = HeadersMiddleware(lambda _: HttpResponse())(rf.get("/"))
    assert response.headers["Cache-Control"].startswith(said)


def test_a_release_is_known_by_its_files_and_settings(tmp_path):
    for path in ("journal/a.py", "journal/search/x.sql", "chronicles/b.py", "templates/c.xml", "static/d.css"):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text("one")
        before = release(tmp_path, "name")
        (tmp_path / path).write_text("two")
        assert release(tmp_path, "name") != before, path
    assert release(tmp_path, "name") != release(tmp_path, "other")
    assert release(tmp_path, "name") == release(tmp_path, "name")


@pytest.mark.django_db
def test_an_edition_never_repeats_even_when_its_number_does():
    Edition.objects.update_or_create(pk=1, defaults={"number": 0, "token": ""})
    Edition.advance()
    first = Edition.current()
    Edition.objects.update(number=0, token="")
    Edition.advance()
    assert Edition.current() != first


def test_redis_may_go_away(settings):
    redis = Redis()
    try:
        settings.CACHES = {"default": {"BACKEND": "chronicles.cache.PatientRedisCache", "LOCATION": redis.url}}
        cache, other = caches["default"], caches.create_connection("default")
        while not redis.answers():
            pass
        cache.set("key", "value")
        assert other.get("key") == "value"
        redis.kill()
        assert cache.get("key", "nothing") == "nothing"
        assert cache.get_or_set("key", "made") == "made"
        assert cache.get_many(["key"]) == {}
        assert not cache.has_key("key")
        for change in (cache.add, cache.set):
            change("key", "value")
        for change in (cache.delete, cache.touch):
            assert change("key") is False
    finally:
        redis.kill()

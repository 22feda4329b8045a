"""Requests that no browser sends get 400 before any code trusts them."""

import pytest
from django.core.exceptions import BadRequest
from django.http import HttpResponse

from journal.http.converters import KeyConverter, SlugConverter
from journal.http.malformed import MAX_QUERY, MalformedRequestMiddleware


def passes(request):
    return MalformedRequestMiddleware(lambda request: HttpResponse("ok"))(request).content == b"ok"


@pytest.mark.parametrize(
    "query", ["", "a=1", "a=%C3%A9", "a=%F0%9F%8E%89", "%", "%zz", "a=%2500", "&" * 100, "a=" + "b" * (MAX_QUERY - 2)]
)
def test_what_can_be_read_passes(rf, query):
    assert passes(rf.get("/", QUERY_STRING=query))


@pytest.mark.parametrize(
    "query", ["%00", "a=b%00c", "\x00", "%ff", "%c0%af", "%ed%a0%80", "%f8%88%80%80%80", "a" * (MAX_QUERY + 1)]
)
def test_what_cannot_is_refused(rf, query):
    with pytest.raises(BadRequest):
        passes(rf.get("/", QUERY_STRING=query))


def test_a_path_with_nul_is_refused(rf):
    request = rf.get("/")
    request.path_info = "/entries/a\x00b/"
    with pytest.raises(BadRequest):
        passes(request)


@pytest.mark.parametrize(
    ("content_type", "good"),
    [
        ("application/x-www-form-urlencoded", True),
        ("application/x-www-form-urlencoded; charset=utf-8", True),
        ("application/x-www-form-urlencoded; charset=UTF8", True),
        ("multipart/form-data; boundary=x", True),
        ("application/x-www-form-urlencoded; charset=utf-16", False),
        ("text/plain; charset=latin-1", False),
        ("application/x-www-form-urlencoded; charset=nonsense", False),
    ],
)
def test_forms_are_utf_8(rf, content_type, good):
    request = rf.generic("POST", "/", b"x=1", content_type=content_type)
    if good:
        assert passes(request)
    else:
        with pytest.raises(BadRequest):
            passes(request)


@pytest.mark.parametrize("value", ["a\x00b", "a\x1bb", "\u202ea", "a\u200bb", "\ud800"])
def test_a_slug_has_no_invisible_characters(value):
    with pytest.raises(ValueError, match="control character"):
        SlugConverter().to_python(value)


@pytest.mark.parametrize(
    ("value", "slug"),
    [("two-sum", "two-sum"), ("größe", "größe"), ("cafe\u0301", "café"), ("ﬁle", "file"), ("你好", "你好")],
)
def test_a_slug_is_read_in_one_form(value, slug):
    assert SlugConverter().to_python(value) == slug
    assert SlugConverter().to_url(slug) == slug


def test_keys_are_whole_numbers():
    assert KeyConverter().to_python("007") == 7
    assert KeyConverter().to_url(7) == "7"

"""What a client did wrong is one line in the log; what went wrong here has its traceback."""

import logging

import pytest
from django.core.exceptions import BadRequest, DisallowedHost

from chronicles.logs import OneLine


def logged(error, message="Bad Request: %s", *args):
    """The lines that the console handler writes of this error."""
    handler = logging.StreamHandler()
    handler.addFilter(OneLine())
    try:
        raise error
    except Exception as caught:
        info = (type(caught), caught, caught.__traceback__)
    record = logging.LogRecord("django.request", logging.ERROR, "x.py", 1, message, args, info)
    assert handler.filter(record)
    return handler.format(record).split("\n")


def test_a_forged_host_or_a_malformed_query_is_one_line():
    assert logged(DisallowedHost("Invalid HTTP_HOST header: 'evil'."), "Invalid HTTP_HOST header: 'evil'.") == [
        "Invalid HTTP_HOST header: 'evil'."
    ]
    assert logged(BadRequest("NUL in the query"), "Bad Request: %s", "/") == ["Bad Request: / (NUL in the query)"]


def test_nobody_writes_a_line_of_their_own_into_the_log():
    [line] = logged(BadRequest("x"), "Not Found: %s", "/\n2026-11-29 INFO forged\x1b[2J")
    assert "\\n2026-11-29" in line
    assert "\x1b" not in line


def test_what_went_wrong_here_keeps_its_traceback():
    lines = logged(ZeroDivisionError("division by zero"), "Internal Server Error: %s", "/")
    assert lines[0] == "Internal Server Error: /"
    assert "Traceback" in lines[1]


@pytest.mark.parametrize(
    ("path", "host"), [("/", "evil.example"), ("/?x=%00", "testserver"), ("/?x=%ff", "testserver")]
)
@pytest.mark.django_db
def test_the_site_says_so_in_one_line(client, caplog, path, host):
    assert client.get(path, headers={"host": host}).status_code == 400
    for record in caplog.records:
        OneLine().filter(record)
        assert len(logging.Formatter("%(message)s").format(record).split("\n")) == 1
    assert caplog.records


def test_the_sites_own_handlers_log_so(settings):
    assert all("one line" in handler["filters"] for handler in settings.LOGGING["handlers"].values())

"""Settings from the environment: what is wrong is said by name, in one line."""

import pytest

from chronicles.environment import Environment, secret_key
from journal.tests.processes import ROOT, manage


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("DEBUG", "maybe", "true or false"),
        ("TRUST_PROXY", "2", "true or false"),
        ("SITE_URL", "journal.example.org", "an address such as"),
        ("SITE_URL", "ftp://example.org", "an address such as"),
        ("SITE_URL", "https://example.org/journal", "without a path"),
        ("TIME_ZONE", "Mars/Olympus", "Europe/Berlin"),
        ("TIME_ZONE", "../../etc/passwd", "Europe/Berlin"),
        ("DATABASE_URL", "mongodb://localhost/x", "postgres://"),
        ("DATABASE_URL", "nonsense", "postgres://"),
        ("CACHE_URL", "nonsense://x", "redis://"),
        ("CACHED_PAGES", "many", "a whole number from 0 to 100000"),
        ("CACHED_PAGES", "-1", "a whole number"),
        ("WEB_WORKERS", "0", "a whole number from 1 to 64"),
        ("WEB_THREADS", "1.5", "a whole number from 1 to 64"),
        ("LOG_LEVEL", "loud", "DEBUG, INFO"),
    ],
)
def test_a_wrong_value_is_named_with_what_was_expected(tmp_path, name, value, expected):
    run = manage("check", data=tmp_path, **{name: value})
    said = (run.stdout + run.stderr).strip()
    assert run.returncode == 1
    assert said.startswith(f"Wrong setting. {name} is “{value}”"), said
    assert expected in said
    assert "\n" not in said


def test_a_new_data_folder_is_nobody_elses_business(tmp_path):
    secret_key(tmp_path / "data")
    assert (tmp_path / "data").stat().st_mode & 0o777 == 0o700


def test_a_password_is_not_repeated(tmp_path):
    run = manage("check", data=tmp_path, DATABASE_URL="mysql://me:hunter2@host/db")
    assert "DATABASE_URL" in run.stderr
    assert "hunter2" not in run.stderr


def test_nothing_needs_setting(tmp_path):
    run = manage("check", data=tmp_path)
    assert run.returncode == 0, run.stderr


def test_a_production_site_passes_djangos_own_check(tmp_path):
    run = manage("check", "--deploy", "--fail-level", "WARNING", data=tmp_path, SITE_URL="https://journal.example.org")
    assert run.returncode == 0, run.stderr
    assert "no issues" in run.stdout


PROBE = """
from django.conf import settings
print(settings.DEBUG, settings.ALLOWED_HOSTS, settings.SECURE_SSL_REDIRECT, settings.SESSION_COOKIE_SECURE,
      settings.CSRF_TRUSTED_ORIGINS, settings.SECURE_PROXY_SSL_HEADER)
"""


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({}, "False ['localhost', '127.0.0.1', '[::1]'] False False [] None"),
        (
            {"SITE_URL": "https://a.example"},
            "False ['a.example'] True True ['https://a.example'] None",
        ),
        (
            {"SITE_URL": "http://a.example:8000/", "ALLOWED_HOSTS": "b.example"},
            "False ['b.example', 'a.example'] False False ['http://a.example:8000'] None",
        ),
        (
            {"TRUST_PROXY": "yes"},
            "False ['localhost', '127.0.0.1', '[::1]'] False False [] ('HTTP_X_FORWARDED_PROTO', 'https')",
        ),
    ],
)
def test_what_follows_from_the_sites_address(tmp_path, environment, expected):
    run = manage("shell", "-v", "0", "-c", PROBE, data=tmp_path, **environment)
    assert run.stdout.strip() == expected, run.stderr


def test_the_env_file_is_read_and_the_environment_wins(tmp_path):
    env = tmp_path / "env"
    env.write_text("SITE_NAME=From the file\nSITE_TAGLINE=Also\n")
    probe = "from django.conf import settings; print(settings.SITE_NAME, '|', settings.SITE_TAGLINE)"
    run = manage("shell", "-v", "0", "-c", probe, data=tmp_path, ENV_FILE=str(env), SITE_NAME="From outside")
    assert run.stdout.strip() == "From outside | Also"


def test_every_variable_is_documented():
    import re

    settings = (ROOT / "chronicles" / "settings.py").read_text()
    used = set(re.findall(r'env\.\w+\(\s*"([A-Z_]+)"', settings))
    documented = set(re.findall(r"^#?([A-Z_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE))
    assert used == documented


class TestSecretKey:
    def test_it_is_made_once(self, tmp_path):
        assert secret_key(tmp_path / "new") == secret_key(tmp_path / "new")

    def test_two_folders_have_two_keys(self, tmp_path):
        assert secret_key(tmp_path / "a") != secret_key(tmp_path / "b")

    def test_many_at_once_agree(self, tmp_path):
        from concurrent.futures import ThreadPoolExecutor

        with ThreadPoolExecutor(16) as pool:
            assert len(set(pool.map(lambda _: secret_key(tmp_path), range(64)))) == 1
        assert [path.name for path in tmp_path.iterdir()] == ["secret_key"]

    def test_a_file_that_holds_none_is_refused(self, tmp_path):
        from django.core.exceptions import ImproperlyConfigured

        (tmp_path / "secret_key").write_text("short")
        with pytest.raises(ImproperlyConfigured, match="no usable key"):
            secret_key(tmp_path)


def test_flags_are_read_as_people_write_them(monkeypatch):
    env = Environment()
    for text, value in (("true", True), ("YES", True), ("1", True), ("off", False), ("False", False), ("", False)):
        monkeypatch.setenv("A_FLAG", text)
        assert env.flag("A_FLAG", default=True) is value
    monkeypatch.delenv("A_FLAG")
    assert env.flag("A_FLAG", default=True) is True


@pytest.mark.django_db
def test_sqlite_is_set_up_for_production():
    from django.db import connection

    if connection.vendor != "sqlite":
        pytest.skip("this run is on another database")
    with connection.cursor() as cursor:
        found = {
            name: cursor.execute(f"PRAGMA {name}").fetchone()[0]
            for name in ("synchronous", "foreign_keys", "busy_timeout")
        }
    assert found == {"synchronous": 2, "foreign_keys": 1, "busy_timeout": 10_000}
    assert connection.settings_dict["OPTIONS"]["transaction_mode"] == "IMMEDIATE"

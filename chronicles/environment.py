"""Reading settings from the environment, with errors that name the variable and what it takes."""

import os
import secrets
import warnings
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import environ
from django.core.exceptions import ImproperlyConfigured

_TRUE = ("1", "true", "yes", "on")
_FALSE = ("0", "false", "no", "off", "")


class Environment(environ.Env):
    """django-environ, but a value that makes no sense is refused instead of read as False."""

    def flag(self, name: str, *, default: bool) -> bool:
        value = self.str(name, default=str(default)).strip().lower()
        if value not in _TRUE + _FALSE:
            raise wrong(name, value, "true or false")
        return value in _TRUE

    def count(self, name: str, *, default: int, lowest: int, highest: int) -> int:
        value = self.str(name, default=str(default))
        if not value.isascii() or not value.isdigit() or not lowest <= int(value) <= highest:
            raise wrong(name, value, f"a whole number from {lowest} to {highest}")
        return int(value)

    def site_url(self, name: str) -> str:
        """An origin such as https://journal.example.org, without a slash at its end; "" when unset."""
        value = self.str(name, default="").strip().rstrip("/")
        parts = urlsplit(value)
        if value and (parts.scheme not in ("http", "https") or not parts.hostname or parts.path or parts.query):
            raise wrong(name, value, "an address such as https://journal.example.org, without a path")
        return value

    def choice(self, name: str, *, default: str, among: tuple[str, ...]) -> str:
        value = self.str(name, default=default)
        if value.upper() not in among:
            raise wrong(name, value, f"one of {', '.join(among)}")
        return value.upper()

    def time_zone(self, name: str, *, default: str) -> str:
        value = self.str(name, default=default)
        try:
            ZoneInfo(value)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            raise wrong(name, value, "a name from the time zone database such as Europe/Berlin") from None
        return value

    def database(self, name: str, *, default: str) -> dict[str, Any]:
        value = self.str(name, default=default)
        try:
            with warnings.catch_warnings(action="ignore"):  # said below, in one line
                config = self.db_url_config(value)
        except (ValueError, KeyError, ImproperlyConfigured):
            config = {}
        engine = str(config.get("ENGINE", "")).rpartition(".")[2]
        if engine not in ("sqlite3", "postgresql") or not config.get("NAME"):
            raise wrong(name, _without_password(value), "sqlite:///path or postgres://user:password@host/name")
        return config

    def mail(self, name: str, *, default: str) -> dict[str, Any]:
        """Django's settings for sending mail."""
        value = self.str(name, default=default)
        try:
            config = self.email_url_config(value)
        except (ValueError, KeyError, ImproperlyConfigured):
            config = {}
        if not config.get("EMAIL_BACKEND"):
            raise wrong(name, _without_password(value), "consolemail:// or smtp+tls://user:password@host:587")
        return {key: found for key, found in config.items() if key.startswith("EMAIL_")}

    def cache(self, name: str, *, default: str) -> dict[str, Any]:
        value = self.str(name, default=default)
        try:
            return self.cache_url_config(value)
        except (ValueError, KeyError, ImproperlyConfigured):
            raise wrong(name, _without_password(value), "locmemcache:// or redis://host:port/0") from None


def wrong(name: str, value: str, expected: str) -> ImproperlyConfigured:
    return ImproperlyConfigured(f"{name} is “{value[:80]}”, but it takes {expected}.")


def secret_key(folder: Path) -> str:
    """The key kept in `folder`, made with mode 0600 the first time. Two processes agree on one."""
    path = folder / "secret_key"
    try:
        return _kept(path)
    except FileNotFoundError:
        pass
    except OSError as error:
        raise ImproperlyConfigured(f"DATA_DIR: {path} cannot be read ({error.strerror}).") from None
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        own = folder / f"secret_key.{os.getpid()}.{secrets.token_hex(4)}"
        own.touch(mode=0o600, exist_ok=False)
        own.write_text(secrets.token_urlsafe(50))
        try:
            os.link(own, path)  # fails when another process was first: then its key counts
        except FileExistsError:
            pass
        finally:
            own.unlink()
        return _kept(path)
    except OSError as error:
        raise ImproperlyConfigured(
            f"DATA_DIR: the folder {folder} cannot be written ({error.strerror}). "
            "Make it writable, or set DATA_DIR to one that is."
        ) from None


def _kept(path: Path) -> str:
    key = path.read_text().strip()
    if len(key) < 32:
        raise ImproperlyConfigured(f"DATA_DIR: {path} holds no usable key. Delete it, and a new one is made.")
    return key


def _without_password(url: str) -> str:
    scheme, separator, rest = url.partition("://")
    return f"{scheme}{separator}{rest.rpartition('@')[2]}" if separator else url

"""What is kept where: whole pages and counters in each worker's memory, or in Redis for all workers of all machines."""

from typing import Any

_DAY = 24 * 3600  # seconds


def caches(pages: dict[str, Any], *, release: str, places: int) -> dict[str, dict[str, Any]]:
    """CACHES, of which `pages` says where. In Redis each `release` begins anew; in memory there are `places` for pages.

    "pages" holds whole answers, "searches" those to searches; the database's edition number keeps them true.
    "validators" holds the ETags of many more. "throttles" holds how often a program asked within the last minute.
    "default" holds how often somebody tried to sign in: in the database, so that all workers count together and none
    forgets.
    """
    attempts = {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "journal_attempts",
        "OPTIONS": {"MAX_ENTRIES": 20_000},
    }
    if pages["BACKEND"].endswith("RedisCache"):
        redis = {"BACKEND": "chronicles.cache.PatientRedisCache", "LOCATION": pages["LOCATION"]}
        return {
            "default": attempts,
            "pages": redis | {"KEY_PREFIX": f"pages-{release}", "TIMEOUT": _DAY},
            "searches": redis | {"KEY_PREFIX": f"searches-{release}", "TIMEOUT": 3600},
            "validators": redis | {"KEY_PREFIX": f"validators-{release}", "TIMEOUT": _DAY},
            "throttles": redis | {"KEY_PREFIX": "throttles", "TIMEOUT": 60},
        }
    return {
        "default": attempts,
        "pages": _memory("pages", places) | {"TIMEOUT": None},
        "searches": _memory("searches", places // 5) | {"TIMEOUT": None},
        "validators": _memory("validators", places * 10) | {"TIMEOUT": None},
        "throttles": _memory("throttles", 10_000) | {"TIMEOUT": 60},
    }


def _memory(name: str, places: int) -> dict[str, Any]:
    backend = "django.core.cache.backends.locmem.LocMemCache"
    return {"BACKEND": backend, "LOCATION": name, "OPTIONS": {"MAX_ENTRIES": places}}

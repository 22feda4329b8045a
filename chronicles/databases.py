"""What each kind of database is told: an acknowledged save survives a power cut, and a lost server comes back."""

from typing import Any

# WAL lets readers read while one writes; FULL keeps every acknowledged save through a power
# cut (NORMAL lost 28 of 1,675 when measured); IMMEDIATE makes writers wait for each other
# instead of failing half-way with "database is locked".
_SQLITE: dict[str, Any] = {
    "CONN_MAX_AGE": None,
    "OPTIONS": {
        "timeout": 10,
        "transaction_mode": "IMMEDIATE",
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; "
            "PRAGMA temp_store=MEMORY; PRAGMA cache_size=-1000; PRAGMA journal_size_limit=27103364"
        ),
    },
}


def tuned(database: dict[str, Any], *, threads: int) -> dict[str, Any]:
    """One of DATABASES, for a worker with so many threads."""
    if database["ENGINE"].endswith("sqlite3"):
        return database | _SQLITE
    return database | {"CONN_HEALTH_CHECKS": True, "OPTIONS": database.get("OPTIONS", {}) | _postgresql(threads)}


# Nothing waits without an end on PostgreSQL: in milliseconds. What takes longer by its nature says so: see `patient`.
_LIMITS = {"lock_timeout": 5_000, "statement_timeout": 30_000, "idle_in_transaction_session_timeout": 60_000}


def _postgresql(threads: int) -> dict[str, Any]:
    """A pool for each worker, which looks at a connection before it hands it out: a restart of the server is noticed
    there, and not by a reader."""
    return {
        "options": " ".join(f"-c {name}={value}" for name, value in _LIMITS.items()),
        "pool": {"min_size": 1, "max_size": threads + 2, "timeout": 5},
        # What a network that went away costs before it is noticed, in seconds (the last in milliseconds).
        "connect_timeout": 3,
        "keepalives_idle": 10,
        "keepalives_interval": 3,
        "keepalives_count": 3,
        "tcp_user_timeout": 5_000,
    }

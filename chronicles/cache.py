"""Redis as a cache that may go away: what is in it can be made again, slower and never wrong."""

import logging
from collections.abc import Callable
from time import monotonic
from typing import Any

from django.core.cache.backends.redis import RedisCache, RedisCacheClient
from redis.exceptions import RedisError

PATIENCE = 0.25  # seconds to wait for an answer
PAUSE = 5.0  # seconds without asking, after it did not answer

_logger = logging.getLogger("journal.cache")


def _patient(name: str, otherwise: Any) -> Callable[..., Any]:
    """The client's method of this name, or `otherwise` while Redis is away or holds what nobody can read."""
    question = getattr(RedisCacheClient, name)

    def asked(self: "PatientClient", *args: Any, **kwargs: Any) -> Any:
        fallback = args[1] if name == "get" else otherwise
        if monotonic() < self.asks_again_at:
            return fallback
        try:
            return question(self, *args, **kwargs)
        except (RedisError, OSError) as error:
            self.asks_again_at = monotonic() + PAUSE
            _logger.warning("Redis does not answer (%s): going on without it.", type(error).__name__)
        except Exception as error:  # a pickle of another release can fail in any way
            if not name.startswith("get"):
                raise
            _logger.warning("Redis holds what cannot be read: %s", type(error).__name__)
        return fallback

    return asked


class PatientClient(RedisCacheClient):
    """Answers as an empty cache would, while there is none."""

    asks_again_at = 0.0

    get = _patient("get", None)
    get_many = _patient("get_many", {})
    has_key = _patient("has_key", otherwise=False)
    add = _patient("add", otherwise=True)
    set = _patient("set", None)
    set_many = _patient("set_many", None)
    incr = _patient("incr", 0)
    touch = _patient("touch", otherwise=False)
    delete = _patient("delete", otherwise=False)
    delete_many = _patient("delete_many", None)
    clear = _patient("clear", otherwise=False)


class PatientRedisCache(RedisCache):
    def __init__(self, server: str, params: dict[str, Any]) -> None:
        options = {"socket_timeout": PATIENCE, "socket_connect_timeout": PATIENCE, **params.get("OPTIONS", {})}
        super().__init__(server, params | {"OPTIONS": options})
        self._class = PatientClient

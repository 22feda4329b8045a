"""Redis as a cache that may go away: pages are made again then, slower and never wrong."""

import logging
from time import monotonic
from typing import Any

from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

PATIENCE = 0.25  # seconds to wait for an answer
PAUSE = 5.0  # seconds without asking, after it did not answer

_logger = logging.getLogger("journal.cache")


class PatientRedisCache(RedisCache):
    """Answers as if it were empty while Redis is not there, and asks again after a pause."""

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        options = {"socket_timeout": PATIENCE, "socket_connect_timeout": PATIENCE, **params.get("OPTIONS", {})}
        super().__init__(server, params | {"OPTIONS": options})
        self._asks_again_at = 0.0

    def get(self, key: str, default: Any = None, version: int | None = None) -> Any:
        return self._asked(lambda: super(PatientRedisCache, self).get(key, default, version), default)

    def set(self, key: str, value: Any, *args: Any, **kwargs: Any) -> None:
        self._asked(lambda: super(PatientRedisCache, self).set(key, value, *args, **kwargs))

    def clear(self) -> None:
        self._asked(super().clear)

    def _asked(self, question: Any, otherwise: Any = None) -> Any:
        if monotonic() < self._asks_again_at:
            return otherwise
        try:
            return question()
        except (RedisError, OSError) as error:
            self._asks_again_at = monotonic() + PAUSE
            _logger.warning("Redis does not answer (%s): going on without it.", type(error).__name__)
            return otherwise

"""A cache in Redis that a broken Redis does not take the portal down with.

The cache holds what may be forgotten: counts of wrong passwords and of requests. While Redis does
not answer, the same calls go to a folder that the processes of this machine share, so that limits
still hold on each machine; a line in the log says so. See docs/decisions/0050.
"""

import logging
import time
from collections.abc import Callable
from typing import Any

from django.core.cache.backends.filebased import FileBasedCache
from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

logger = logging.getLogger(__name__)
ASK_AGAIN_SECONDS = 15.0
"""So long Redis is left alone after it failed to answer."""


class FallbackRedisCache(RedisCache):
    """Redis, and a folder (`OPTIONS["FALLBACK_FOLDER"]`) for as long as it does not answer."""

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        options = dict(params.get("OPTIONS", {}))
        folder = options.pop("FALLBACK_FOLDER")
        most = options.pop("MAX_ENTRIES", 20_000)
        super().__init__(server, {**params, "OPTIONS": options})
        limit = {"OPTIONS": {"MAX_ENTRIES": most}}
        self._folder = FileBasedCache(folder, {**params, **limit})
        self._left_alone_until = 0.0

    def _ask(self, name: str, *args: Any, **kwargs: Any) -> Any:
        if time.monotonic() >= self._left_alone_until:
            act: Callable[..., Any] = getattr(super(), name)
            try:
                return act(*args, **kwargs)
            except (RedisError, OSError) as error:
                self._leave_alone(error)
        return getattr(self._folder, name)(*args, **kwargs)

    def _leave_alone(self, error: Exception) -> None:
        self._left_alone_until = time.monotonic() + ASK_AGAIN_SECONDS
        logger.warning(
            "Redis does not answer (%s); limits are counted in a folder of this machine, and it "
            "is asked again in %d seconds.",
            error,
            ASK_AGAIN_SECONDS,
        )

    def add(self, *args: Any, **kwargs: Any) -> Any:
        return self._ask("add", *args, **kwargs)

    def get(self, *args: Any, **kwargs: Any) -> Any:
        return self._ask("get", *args, **kwargs)

    def set(self, *args: Any, **kwargs: Any) -> Any:
        return self._ask("set", *args, **kwargs)

    def touch(self, *args: Any, **kwargs: Any) -> Any:
        return self._ask("touch", *args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        return self._ask("delete", *args, **kwargs)

    def get_many(self, *args: Any, **kwargs: Any) -> Any:
        return self._ask("get_many", *args, **kwargs)

    def has_key(self, *args: Any, **kwargs: Any) -> Any:
        return self._ask("has_key", *args, **kwargs)

    def incr(self, *args: Any, **kwargs: Any) -> Any:
        return self._ask("incr", *args, **kwargs)

    def set_many(self, *args: Any, **kwargs: Any) -> Any:
        return self._ask("set_many", *args, **kwargs)

    def delete_many(self, *args: Any, **kwargs: Any) -> Any:
        return self._ask("delete_many", *args, **kwargs)

    def clear(self) -> Any:
        return self._ask("clear")

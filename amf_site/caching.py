"""The cache backend, and the cache headers of responses."""

import logging
import math
import time
from collections.abc import Collection
from contextvars import ContextVar
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.core.cache.backends.redis import RedisCache, RedisCacheClient
from django.db import transaction
from django.http import HttpRequest, HttpResponseBase
from redis.exceptions import RedisError

logger = logging.getLogger(__name__)

#: For readers' pages. Browsers and proxies may keep them for five seconds, serve the old page for five more while they
#: revalidate, and for a day if the site is down. Asking again is cheap, because the site keeps its answers
#: (``amf_site.answers``), so a page that was withdrawn leaves the proxy within ten seconds.
PAGE_CACHE_CONTROL = "public, max-age=5, s-maxage=5, stale-while-revalidate=5, stale-if-error=86400"
#: For feeds and calendars: programs may keep them for an hour, the proxy as long as a page.
SUBSCRIPTION_CACHE_CONTROL = PAGE_CACHE_CONTROL.replace("max-age=5", "max-age=3600", 1)

#: Whether the response that is being made lacks something because of a failure, such as a picture.
_is_incomplete: ContextVar[bool] = ContextVar("is_incomplete", default=False)


def say_incomplete() -> None:
    """Keep the response that is being made for a moment only: it may soon be complete."""
    _is_incomplete.set(True)


def begin_complete() -> None:
    _is_incomplete.set(False)


def is_complete() -> bool:
    return not _is_incomplete.get()


def allow_shared_cache(
    request: HttpRequest,
    response: HttpResponseBase,
    policy: str = PAGE_CACHE_CONTROL,
    parameters: Collection[str] | None = (),
) -> HttpResponseBase:
    """Allow browsers and proxies to cache the response to a reader without a session, and the site to keep it.

    The site keeps only answers whose query ``parameters`` are known, because there is no end of others; with ``None``
    it keeps none.

    Check the cookie, not ``request.user``, which would load the session and add ``Vary: Cookie``; shared caches would
    then not keep the page.
    """
    if response.status_code == 200 and settings.SESSION_COOKIE_NAME not in request.COOKIES:
        response.headers.setdefault("Cache-Control", policy)
        is_known = parameters is not None and set(request.GET) <= set(parameters)
        if response.headers["Cache-Control"] == policy and is_known:
            allow_keeping(response)
    return response


def allow_keeping(response: HttpResponseBase, seconds: int | None = None) -> None:
    """Let the site keep a response (``amf_site.answers``), at most so long."""
    vars(response)["kept_for"] = seconds or math.inf


def forbid_shared_cache(response: HttpResponseBase) -> HttpResponseBase:
    """Keep a page that is not public out of shared caches and search engines."""
    if response.headers.get("Cache-Control") != "no-store":
        response["Cache-Control"] = "private, no-cache"
    response["X-Robots-Tag"] = "noindex"
    return response


def invalidate(keys: list[str]) -> None:
    """Delete cache keys, both now and after the current transaction commits.

    A request that runs before the commit would put the old state back into the cache.
    """
    cache.delete_many(keys)
    transaction.on_commit(lambda: cache.delete_many(keys))


class ReusedClient(RedisCacheClient):
    """Keeps its client; Django makes one for each command, at twice the cost of the command. There is one server."""

    _kept: Any = None

    def get_client(self, key: Any = None, *, write: bool = False) -> Any:
        if self._kept is None:
            self._kept = super().get_client(key, write=write)
        return self._kept


class FailOpenRedisCache(RedisCache):
    """A Redis or Valkey cache where every lookup is a miss and every write a no-op while the server is unavailable.

    Django's own backend raises, so pages would answer 500.
    """

    #: Seconds without requests to the server after a failure: a page makes many, and each would wait for the timeout.
    #: Deletions are always attempted, so that no outdated value stays.
    PAUSE = 5
    _asked_again_at = 0.0

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._class = ReusedClient

    def _or(self, default: Any, method: str, *args: Any, **kwargs: Any) -> Any:
        if time.monotonic() < FailOpenRedisCache._asked_again_at and not method.startswith("delete"):
            return default
        try:
            return getattr(super(), method)(*args, **kwargs)
        except RedisError as error:
            FailOpenRedisCache._asked_again_at = time.monotonic() + self.PAUSE
            logger.warning("cache %s failed: %s", method, error)
            return default

    def add(self, *args, **kwargs):
        return self._or(False, "add", *args, **kwargs)

    def get(self, key, default=None, version=None):
        return self._or(default, "get", key, default, version)

    def set(self, *args, **kwargs):
        return self._or(None, "set", *args, **kwargs)

    def touch(self, *args, **kwargs):
        return self._or(False, "touch", *args, **kwargs)

    def delete(self, *args, **kwargs):
        return self._or(False, "delete", *args, **kwargs)

    def get_many(self, *args, **kwargs):
        return self._or({}, "get_many", *args, **kwargs)

    def has_key(self, *args, **kwargs):
        return self._or(False, "has_key", *args, **kwargs)

    def incr(self, *args, **kwargs):
        return self._or(1, "incr", *args, **kwargs)

    def set_many(self, data, *args, **kwargs):
        return self._or(list(data), "set_many", data, *args, **kwargs)

    def delete_many(self, *args, **kwargs):
        return self._or(None, "delete_many", *args, **kwargs)

    def clear(self):
        return self._or(False, "clear")

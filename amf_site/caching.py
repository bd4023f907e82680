"""What the site keeps between requests, and how long others may keep its pages."""

import logging
import time
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.core.cache.backends.redis import RedisCache
from django.db import transaction
from django.http import HttpRequest, HttpResponseBase
from redis.exceptions import RedisError

logger = logging.getLogger(__name__)

#: Readers' pages: a proxy may keep them for a minute, show the old one while it asks again, and for a day if the site
#: is down. Short on purpose: a withdrawn page is gone from every cache after max-age + stale-while-revalidate.
PAGE_CACHE_CONTROL = "public, max-age=60, s-maxage=60, stale-while-revalidate=30, stale-if-error=86400"


def allow_shared_cache(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    """Let browsers and proxies keep a page that a reader without a session has asked for.

    The cookie decides, not ``request.user``: that would open the session, and ``Vary: Cookie`` would keep the page out
    of shared caches.
    """
    if response.status_code == 200 and settings.SESSION_COOKIE_NAME not in request.COOKIES:
        response.headers.setdefault("Cache-Control", PAGE_CACHE_CONTROL)
    return response


def forbid_shared_cache(response: HttpResponseBase) -> HttpResponseBase:
    """A page that only staff are shown is kept by no cache but their browser's and found by no search engine."""
    response["Cache-Control"] = "private, no-cache"
    response["X-Robots-Tag"] = "noindex"
    return response


def invalidate(keys: list[str]) -> None:
    """Drop what is kept under these keys, now and once more when the change is committed.

    The admin saves within a transaction, and who asks before its end would keep the old state for all.
    """
    cache.delete_many(keys)
    transaction.on_commit(lambda: cache.delete_many(keys))


class FailOpenRedisCache(RedisCache):
    """Redis or Valkey whose absence makes every look-up a miss and every write a no-op, never an error.

    Django's own class raises, which turned a fifth of the pages of a test site into 500s when the server was gone.
    """

    #: After a failure the server is not asked for so many seconds: a page asks it often, and each time would wait.
    #: What is to be forgotten is told to it in any case.
    PAUSE = 5
    _asked_again_at = 0.0

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

"""Answer readers with what was kept, and keep what was made for them."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import TypeGuard

from django.conf import settings
from django.core.cache.backends.base import BaseCache
from django.db import InterfaceError, OperationalError, connection
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils import timezone

from amf_site.caching import begin_complete, is_complete

from . import version
from .kept import KeptAnswer, kept, key_of, store_for

#: Addresses of which nothing is kept: the admin, files (the proxy and browsers keep them), and the operator's.
NOT_KEPT = ("/admin/", "/static/", "/media/", "/documents/", "/-/")
#: Query strings of lists are short; longer ones are not kept.
LONGEST_QUERY = 300
#: Seconds for which an answer is kept that lacks something because of a failure.
INCOMPLETE = 30
#: What is found of an address of which nothing is kept, and for how many seconds.
NOTHING, REMEMBERED = "nothing", 300
#: Seconds for which others wait for an answer that is being made, and how often they look.
PATIENCE, INTERVAL = 5.0, 0.02


class KeepAnswers:
    """The outermost middleware, so that a kept answer has all its headers and costs nothing.

    Kept are public answers to readers without a session (``amf_site.caching.allow_shared_cache``), under the version of
    the content and the address. A change gives another version, so nothing has to be deleted.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not may_be_kept(request):
            return self.get_response(request)
        try:
            current = version.current()
        except (OperationalError, InterfaceError):  # the database is away, and the page says it
            return self.get_response(request)
        key, store = key_of(request, current), store_for(request)
        answer = found(store, key)
        if answer is None and not request.META.get("QUERY_STRING"):
            with made_once(store, key) as is_maker:
                answer = found(store, key)  # another process may just have finished
                if answer is None and is_maker:
                    return self.make(request, key, current)
        if isinstance(answer, KeptAnswer):
            return answer.response(request, "kept")
        return self.make(request, key, current)

    def make(self, request: HttpRequest, key: str, current: version.Version) -> HttpResponseBase:
        """Make the answer, and keep it if that is allowed; if not, remember it, so that nobody waits for it."""
        begin_complete()
        response = self.get_response(request)
        if is_keepable(response):
            longest = getattr(response, "kept_for", 0) if is_complete() else INCOMPLETE
            seconds = min((current.until - timezone.now()).total_seconds(), longest)
            answer = kept(response, timezone.now() + timedelta(seconds=seconds))
            if request.method == "GET":
                store_for(request).set(key, answer, seconds)
            return answer.response(request, "made")
        if not request.META.get("QUERY_STRING"):
            store_for(request).set(key, NOTHING, REMEMBERED)
        return response


def may_be_kept(request: HttpRequest) -> bool:
    return (
        request.method in ("GET", "HEAD")
        and not request.path_info.startswith(NOT_KEPT)
        and len(request.META.get("QUERY_STRING", "")) <= LONGEST_QUERY
        and settings.SESSION_COOKIE_NAME not in request.COOKIES
        and "Authorization" not in request.headers
        # Inside a transaction, as in tests, changes are visible that may never be committed.
        and not connection.in_atomic_block
    )


def is_keepable(response: HttpResponseBase) -> TypeGuard[HttpResponse]:
    return (
        isinstance(response, HttpResponse)
        and response.status_code == 200
        and hasattr(response, "kept_for")
        and not response.cookies
        and not response.has_header("Content-Encoding")
        and response.headers.get("Vary", "").lower() in ("", "accept-encoding")
    )


def found(store: BaseCache, key: str) -> KeptAnswer | str | None:
    """Return the kept answer, ``NOTHING`` if it is known that none is kept, or ``None``."""
    answer = store.get(key)
    return None if isinstance(answer, KeptAnswer) and answer.until <= timezone.now() else answer


@contextmanager
def made_once(store: BaseCache, key: str) -> Iterator[bool]:
    """Let one process make an answer while others wait for it; yield whether this is the one."""
    is_maker = store.add(f"{key}.making", True, PATIENCE)
    until = time.monotonic() + PATIENCE
    while not is_maker and time.monotonic() < until and store.get(f"{key}.making"):
        time.sleep(INTERVAL)
    try:
        yield is_maker
    finally:
        if is_maker:
            store.delete(f"{key}.making")

"""``make bench``: what a page costs when it is made and when it is kept, in the processor time of one process."""

import io
import statistics
import time
from collections.abc import Iterator

import pytest
from django.core.cache import caches
from django.core.handlers.wsgi import WSGIHandler
from django.test import RequestFactory
from pytest_django.plugin import DjangoDbBlocker

from tests.prepared import copies

ROUNDS = 15
#: A kept page costs at most this part of a page that is made, although it asks for the version without a shared cache.
MOST_KEPT = 0.1
PAGES = {
    "landing": "/en/",
    "text": "/en/who-we-are/about/",
    "plan": "/en/who-we-are/strategic-plan/",
    "directory": "/en/members/",
    "city": "/en/members/tabriz/",
    "events": "/en/events/",
    "news": "/en/news/",
    "article": "/en/news/general-assembly-in-tehran-2025/",
    "documents": "/en/documents/",
}


@pytest.fixture
def _committed(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    with django_db_blocker.unblock():
        yield
        copies.start_with("demo")


def answered(handler: WSGIHandler, address: str) -> int:
    """Return the bytes of an answer."""
    environ = RequestFactory()._base_environ(PATH_INFO=address)
    environ["wsgi.input"] = io.BytesIO()
    return sum(len(part) for part in handler(environ, lambda status, headers: None))  # type: ignore[arg-type,return-value]


def milliseconds(handler: WSGIHandler, address: str, *, is_kept: bool) -> float:
    """Return the median processor time of an answer."""

    def ask() -> float:
        if not is_kept:
            caches["answers"].clear()
        begun = time.process_time()
        answered(handler, address)
        return time.process_time() - begun

    ask()
    return statistics.median(ask() for _ in range(ROUNDS)) * 1000


@pytest.mark.usefixtures("_committed")
def test_pages_made_and_kept(capsys):
    handler = WSGIHandler()
    rows = [
        (
            name,
            answered(handler, address),
            milliseconds(handler, address, is_kept=False),
            milliseconds(handler, address, is_kept=True),
        )
        for name, address in PAGES.items()
    ]
    with capsys.disabled():
        print("\n\npage         bytes  made, ms  kept, ms")
        for name, size, made, kept in rows:
            print(f"{name:<10} {size:>7} {made:>9.1f} {kept:>9.2f}")
    assert all(kept < MOST_KEPT * made for _name, _size, made, kept in rows)

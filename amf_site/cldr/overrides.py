"""Lookup of name overrides, read from the cache once per request."""

from typing import Any

from asgiref.local import Local
from django.core.cache import cache
from django.core.signals import request_started
from django.db.models.signals import post_delete, post_save

from amf_site.caching import invalidate

from .models import NameOverride

CACHE_KEY = "name-overrides"
CACHE_SECONDS = 600
#: The overrides read during the current request: a list of cities needs a country name once per city.
_read = Local()


def overridden_name(kind: str, code: str, language: str) -> str | None:
    """Return the secretariat's name for a code in a language, or ``None``."""
    names = getattr(_read, "names", None)
    if names is None:
        names = cache.get(CACHE_KEY)
        if names is None:
            names = {(row.kind, row.code, row.language): row.name for row in NameOverride.objects.all()}
            cache.set(CACHE_KEY, names, CACHE_SECONDS)
        _read.names = names
    return names.get((kind, code, language))


def begin_request(**kwargs: Any) -> None:
    _read.names = None


def read_again(**kwargs: Any) -> None:
    invalidate([CACHE_KEY])
    _read.names = None


def connect() -> None:
    request_started.connect(begin_request)
    for signal in (post_save, post_delete):
        signal.connect(read_again, sender=NameOverride)

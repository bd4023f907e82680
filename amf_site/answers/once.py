"""What follows from the whole content, found once for each version of it."""

from collections.abc import Callable
from typing import Any

from django.core.cache import caches
from django.db import connection
from django.utils import timezone

from . import version
from .kept import release


def once_for_each_version(name: str, find: Callable[[], Any]) -> Any:
    """Return what ``find`` finds for everybody, from what was kept unless the content has changed since."""
    # Inside a transaction, as in tests, changes are visible that may never be committed.
    if connection.in_atomic_block:
        return find()
    current = version.current()
    key, store = f"{release()}.{current.number}.{name}", caches["answers"]
    found = store.get(key)
    if found is None:
        found = find()
        store.set(key, found, (current.until - timezone.now()).total_seconds())
    return found

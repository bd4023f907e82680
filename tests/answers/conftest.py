"""A site whose changes are committed, for the tests in this folder only: kept answers belong to committed states."""

from collections.abc import Iterator

import pytest
from django.core.cache import caches
from django.db import connection
from pytest_django.plugin import DjangoDbBlocker

from tests.prepared import copies


@pytest.fixture(scope="package", autouse=True)
def _committed(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    with django_db_blocker.unblock():
        yield
        copies.start_with("demo")


@pytest.fixture(autouse=True)
def _nothing_is_kept() -> Iterator[None]:
    for name in ("answers", "queries"):
        caches[name].clear()
    yield
    assert not connection.in_atomic_block

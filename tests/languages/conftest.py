"""The whole demo site in all languages, for the tests in this folder only."""

from collections.abc import Iterator

import pytest
from pytest_django.plugin import DjangoDbBlocker

from tests.prepared import copies


@pytest.fixture(scope="package", autouse=True)
def _all_languages(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    with django_db_blocker.unblock():
        copies.start_with("languages")
    yield
    with django_db_blocker.unblock():
        copies.start_with("demo")

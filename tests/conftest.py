"""Fixtures for all tests: a database with the demo content, and a clean state after each test."""

import gc
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.core.cache import cache
from django.test import Client, override_settings
from django.utils import translation
from pytest_django.plugin import DjangoDbBlocker

from amf_site.demo.editor import NAME, PASSWORD
from tests import servers
from tests.prepared import copies

#: The test files that take longest, the longest first.
LONGEST = (
    "test_autosave.py",
    "test_editors_week.py",
    "test_all_languages.py",
    "test_killing.py",
    "test_every_page.py",
    "test_directory.py",
    "test_health.py",
    "test_pdf_examination.py",
    "test_make.py",
    "test_exchange.py",
    "test_pictures.py",
    "test_scripts.py",
)


def pytest_configure() -> None:
    """Let Ctrl+C reach child processes: a shell that runs the tests in the background has it ignored."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    servers.end_in_order()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Run the longest files first, so that parallel processes finish at about the same time."""
    ranks = {name: rank for rank, name in enumerate(LONGEST)}
    items.sort(key=lambda item: ranks.get(item.path.name, len(ranks)))


def pytest_collection_finish() -> None:
    """Look for unused objects seldom: with all that the site has imported, each search is long."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 20, 20)


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None,
    django_db_modify_db_settings: None,
    django_db_blocker: DjangoDbBlocker,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[None]:
    """Load the demo site in English and Persian; ``tests/languages`` tests all fourteen languages."""
    media = tmp_path_factory.mktemp("site") / "media"
    with django_db_blocker.unblock(), override_settings(MEDIA_ROOT=media):
        copies.start_with("demo")
        yield
        copies.remove()


@pytest.fixture
def pdfs_come_back(settings: LazySettings) -> Iterator[None]:
    """Restore PDF files after the test: the database is rolled back, so the files to which it refers must be too."""
    folder = Path(settings.MEDIA_ROOT) / "pdf"
    before = {path: path.read_bytes() for path in folder.iterdir()}
    yield
    for path in folder.iterdir():
        if path not in before:
            path.unlink()
    for path, content in before.items():
        path.write_bytes(content)


@pytest.fixture(scope="module", autouse=True)
def _files_come_back() -> Iterator[None]:
    """Restore images and documents that tests replaced or deleted, before the next test file."""
    yield
    copies.bring_files_back()


@pytest.fixture(autouse=True)
def _forget_between_tests() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()
    translation.deactivate_all()


@pytest.fixture
def editor(db, client: Client) -> Client:
    """A client in which the demo editor is logged in."""
    from django.contrib.auth import get_user_model

    client.force_login(get_user_model().objects.get(username=NAME), backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def persian_editor(editor: Client) -> Client:
    """The same for an editor who has chosen Persian as the language of the admin."""
    from django.contrib.auth import get_user_model
    from wagtail.users.models import UserProfile

    profile = UserProfile.get_for_user(get_user_model().objects.get(username=NAME))
    profile.preferred_language = "fa"
    profile.save()
    return editor


@pytest.fixture
def editor_password() -> str:
    return PASSWORD

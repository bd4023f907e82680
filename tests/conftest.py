"""What all tests share: a database with the Forum's content, loaded once, and a language that no test leaves behind."""

from collections.abc import Iterator
from io import StringIO

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.test import Client
from django.utils import translation

from amf_site.demo.editor import NAME, PASSWORD, make_demo_editor


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker) -> None:
    """The whole demo site, built by the same command that ``make run`` uses."""
    with django_db_blocker.unblock():
        complaints = StringIO()
        call_command("load_demo", stdout=StringIO(), stderr=complaints)
        make_demo_editor()
        assert complaints.getvalue() == "", "the demo content is not complete"


@pytest.fixture(autouse=True)
def _forget_between_tests() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()
    translation.deactivate_all()


@pytest.fixture
def editor(db, client: Client) -> Client:
    """A browser in which the demo editor is logged in."""
    from django.contrib.auth import get_user_model

    client.force_login(get_user_model().objects.get(username=NAME), backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def editor_password() -> str:
    return PASSWORD

"""What all tests share: a database with the Forum's content, loaded once, and a language that no test leaves behind."""

import os
import tempfile
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.test import Client
from django.utils import translation
from PIL import Image

from amf_site.demo import builders
from amf_site.demo.content import picture_path
from amf_site.demo.editor import NAME, PASSWORD, make_demo_staff


def small_picture(name: str) -> Path:
    """An illustration of a fifth of its width: drawing all sizes of the real ones takes a minute."""
    path = Path(tempfile.gettempdir()) / f"amf-small-{os.getpid()}-{name}.webp"
    with Image.open(picture_path(name)) as picture:
        picture.resize((picture.width // 5, picture.height // 5)).save(path)
    return path


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker) -> None:
    """The demo site in English and Persian, by the command that ``make run`` uses, with its pictures in little.

    All fourteen languages have tests of their own in ``tests/languages``.
    """
    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch:
        patch.setattr(builders, "picture_path", small_picture)
        complaints = StringIO()
        call_command("load_demo", languages=["fa"], stdout=StringIO(), stderr=complaints)
        make_demo_staff()
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

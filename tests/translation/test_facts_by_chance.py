"""Whatever editors and translators do, in whatever order, and whenever a process ends: what readers have is right.

A few walks each time; ``AMF_WALKS=500 AMF_SEED=7 pytest -s tests/translation/test_facts_by_chance.py`` makes so many
others. The same seed makes the same walk; that of a walk which fails is told with what was done.
"""

import gc
import os
from collections.abc import Iterator

import pytest
from django.contrib.auth import get_user_model
from django.core.files.base import ContentFile
from django.db import connection
from django.test import Client
from pytest_django.plugin import DjangoDbBlocker
from wagtail.models import Page

from amf_site.media.models import SiteImage
from tests import picture_files
from tests.hostile import undone
from tests.prepared import copies

from .people import BACKEND
from .walking import Walk, homes, killed_at

pytestmark = pytest.mark.django_db

WALKS = int(os.environ.get("AMF_WALKS", "4"))
SEED = os.environ.get("AMF_SEED", "1")
#: Publications of each walk.
STEPS = 6


@pytest.fixture(scope="module", autouse=True)
def _empty_database(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Looking at the health of all pages after each publication costs the less the fewer there are."""
    with django_db_blocker.unblock():
        copies.start_with("tables")
    yield
    with django_db_blocker.unblock():
        copies.start_with("demo")


def picture(number: int) -> SiteImage:
    file = ContentFile(picture_files.written(picture_files.drawn((64, 40 + number)), "PNG"), f"picture-{number}.png")
    return SiteImage.objects.create(title=f"Picture {number}", file=file)


def test_walks():
    home, pictures = homes(), [picture(number) for number in range(3)]
    editor = Client()
    editor.force_login(get_user_model().objects.create_superuser("editor"), backend=BACKEND)
    failed = []
    for number in range(WALKS):
        seed = f"{SEED}-{number}"
        with undone():
            walk = Walk(seed, editor, home, pictures)
            try:
                for _ in range(STEPS):
                    walk.step()
                if number % 3 == 0:
                    walk.delete_source()
            except Exception as error:  # noqa: BLE001 the others are walked all the same
                failed.append(seed)
                print(f"walk {seed}: {error!r} after", *walk.told, sep="\n  ")
    print(f"{WALKS} walks of {STEPS} publications on {connection.vendor} with the seed {SEED}: {len(failed)} failed")
    assert failed == []


def test_a_process_that_is_killed_leaves_no_cursor_open():
    """PostgreSQL reads long results from a cursor on the server; psycopg warns of one that is not closed."""
    reached = []
    with killed_at(1):
        reached.extend(Page.objects.iterator())
    assert reached == []
    gc.collect()

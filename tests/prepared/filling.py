"""``python -m tests.prepared.filling KIND``: fill the database of ``DATABASE_URL`` and the media in ``VAR_DIR``.

Called by ``making``. The demo is loaded by the command that ``make run`` uses, with its pictures in little:
drawing all sizes of the real ones takes a minute.
"""

import sys
import tempfile
from io import StringIO
from pathlib import Path
from unittest.mock import patch

import django


def tables() -> None:
    from django.core.management import call_command

    call_command("migrate", interactive=False, verbosity=0)


def demo() -> None:
    """English and Persian, and the demo's staff. Migrating again makes what follows migrations: permissions, groups."""
    from amf_site.demo import builders
    from amf_site.demo.editor import make_demo_staff

    tables()
    with tempfile.TemporaryDirectory() as folder, patch.object(builders, "picture_path", small_picture_in(folder)):
        load_demo(languages=["fa"])
    make_demo_staff()


def languages() -> None:
    """All languages; where ``make run`` has loaded them already, the site only gets the address of the tests."""
    from wagtail.models import Site

    from amf_site.demo.translations import everything_is_loaded

    if everything_is_loaded():
        Site.objects.update(hostname="localhost", port=80)
    else:
        load_demo(no_pictures=True)


def site() -> None:
    """The files of one city, in every language; those of others are made beside the tests while nobody wants a core."""
    from django_tasks_db.models import DBTaskResult

    from amf_site.printing.making import make_pdf
    from members.models import CityPage

    for city in CityPage.objects.filter(slug="tabriz"):
        if problem := make_pdf(city).problem:
            sys.exit(problem)
    DBTaskResult.objects.all().delete()


def load_demo(**options) -> None:
    from django.core.management import call_command

    complaints = StringIO()
    call_command("load_demo", stdout=StringIO(), stderr=complaints, **options)
    if complaints.getvalue():
        sys.exit(f"The demo content is not complete: {complaints.getvalue()}")


def small_picture_in(folder: str):
    """What finds an illustration, a fifth as wide as it is."""
    from PIL import Image

    from amf_site.demo.content import picture_path

    def small_picture(name: str) -> Path:
        path = Path(folder) / picture_path(name).name
        with Image.open(picture_path(name)) as picture:
            picture.resize((picture.width // 5, picture.height // 5)).save(path)
        return path

    return small_picture


if __name__ == "__main__":
    django.setup()
    {"tables": tables, "demo": demo, "languages": languages}[sys.argv[1]]()

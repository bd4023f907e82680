"""``python -m tests.prepared.filling KIND``: fill the database of ``DATABASE_URL`` and the media in ``VAR_DIR``.

Called by ``making``. The demo is loaded with the command that ``make run`` uses, but with small images: creating all
renditions of the real ones takes a minute.
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
    """Load English, Persian and the demo's staff. Migrate again to create permissions and groups."""
    from amf_site.demo import builders
    from amf_site.demo.editor import make_demo_staff

    tables()
    with tempfile.TemporaryDirectory() as folder, patch.object(builders, "picture_path", small_picture_in(folder)):
        load_demo(languages=["fa"])
    make_demo_staff()


def languages() -> None:
    """Load all languages; if ``make run`` has loaded them already, only set the host name for the tests."""
    from wagtail.models import Site

    from amf_site.demo.translations import everything_is_loaded

    if everything_is_loaded():
        Site.objects.update(hostname="localhost", port=80)
    else:
        load_demo(no_pictures=True)


def index() -> None:
    """Fill the admin's search index, whose table is not the same in both databases."""
    from django.core.management import call_command

    call_command("update_index", verbosity=0)


def site() -> None:
    """Create the files of one city in all languages; others are created when a test asks for them."""
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
    """Return a function that finds an illustration and scales it to a fifth of its width."""
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
    {"tables": tables, "demo": demo, "languages": languages, "index": index}[sys.argv[1]]()

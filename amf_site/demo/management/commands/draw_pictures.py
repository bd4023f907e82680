"""``manage.py draw_pictures``: every size of every picture that the pages use, so that no reader waits for one."""

import subprocess
import sys
from urllib.parse import urlsplit

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.test import Client
from wagtail.models import Page

from amf_site.addresses import page_path


class Command(BaseCommand):
    help = "Asks for every page once: exactly the sizes that the templates use are made."

    def add_arguments(self, parser):
        parser.add_argument("--processes", type=int, default=1, help="How many draw at the same time.")
        parser.add_argument("--quiet", action="store_true", help="Say nothing of progress.")
        parser.add_argument("--part", type=int, default=0, help="Which of them this one is, from 0.")

    def handle(self, *args, processes: int = 1, part: int = 0, quiet: bool = False, **options) -> None:
        others = [
            subprocess.Popen(  # noqa: S603 this very command
                [sys.executable, "manage.py", "draw_pictures", f"--processes={processes}", f"--part={number}"],
                cwd=settings.BASE_DIR,
            )
            for number in range(1, processes)
            if part == 0
        ]
        self.draw(part, processes, quiet)
        if any(other.wait() for other in others):
            raise CommandError("A process that draws pictures has failed: see above.")

    def draw(self, part: int, processes: int, quiet: bool) -> None:
        """Every page whose turn it is; versions of a page in other languages have the same pictures."""
        client = Client(SERVER_NAME=urlsplit(settings.WAGTAILADMIN_BASE_URL).hostname, HTTP_X_FORWARDED_PROTO="https")
        drawn: set = set()
        pages = Page.objects.live().filter(depth__gte=2).select_related("locale").order_by("path")
        for page in pages:
            if page.translation_key in drawn:
                continue
            drawn.add(page.translation_key)
            if len(drawn) % processes == part:
                client.get(page_path(page, page.locale.language_code))
                if not quiet:
                    self.stdout.write(".", ending="")
                    self.stdout.flush()

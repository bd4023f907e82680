"""``manage.py load_demo``: the Forum's content in every language that has a catalogue."""

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from wagtail.models import Page, Site

from amf_site.demo import builders, content, records, translations
from amf_site.demo.bulk import catch_up, in_bulk
from amf_site.printing.making import make_pdf
from amf_site.printing.signals import remake_pdfs
from members.models import CityPage
from strategy.models import PlanEditionPage


class Command(BaseCommand):
    help = (
        "Loads the Forum's content. What exists already is left as editors made it; "
        "--overwrite puts the words of the content files back."
    )

    def add_arguments(self, parser):
        parser.add_argument("--overwrite", action="store_true", help="Put the words of the content files back.")
        parser.add_argument("--languages", nargs="*", help="Which translations; all without it.")
        parser.add_argument("--no-pictures", action="store_true", help="Do not draw the pictures in all sizes now.")
        parser.add_argument("--processes", type=int, default=1, help="How many work at the same time.")

    def handle(
        self,
        *args,
        overwrite: bool = False,
        languages: list[str] | None = None,
        no_pictures: bool = False,
        processes: int = 1,
        **options,
    ) -> None:
        wanted = content.languages() if languages is None else languages
        new = [language for language in wanted if overwrite or not translations.is_loaded(language)]
        with in_bulk():
            with self.step("Facts"):
                records.build_records()
            with self.step("Pages in English"):
                self.remove_wagtails_first_page()
                builders.build_pages(overwrite, lambda name: None)
                builders.build_navigation(overwrite)
                self.serve_from(builders.page_of("home"))
            for language in wanted:
                translations.open_language(language)
                translations.load_terms(language)
        with self.step(f"Translations into {len(wanted)} languages"):
            self.translate(wanted, overwrite, processes)
        translations.make_public(new)
        with self.step("The admin's search and list of uses"):
            catch_up()
        with self.step("The plan as PDF"):
            self.make_files()
        if not no_pictures:
            with self.step("Pictures in all sizes"):
                call_command("draw_pictures", processes=processes)

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        self.stdout.write(f"  {name}: ", ending="")
        self.stdout.flush()
        started = time.monotonic()
        yield
        self.stdout.write(f" {time.monotonic() - started:.0f} s")
        self.stdout.flush()

    def translate(self, languages: list[str], overwrite: bool, processes: int) -> None:
        """Several processes take a share of the languages each; a database in memory is this process's alone."""
        shares = [share for number in range(processes) if (share := languages[number::processes])]
        flags = ["--overwrite"] if overwrite else []
        others = [
            subprocess.Popen(  # noqa: S603 a command of ours
                [sys.executable, "manage.py", "translate_demo", *share, *flags], cwd=settings.BASE_DIR
            )
            for share in shares[1:]
        ]
        if shares:
            call_command("translate_demo", *shares[0], overwrite=overwrite, stdout=self.stdout, stderr=self.stderr)
        if any(other.wait() for other in others):
            raise CommandError("A process that translates has failed: see above.")

    def make_files(self) -> None:
        """The plan's files now, those of the cities by the worker; without one, ``make_pdfs`` makes them."""
        for page in PlanEditionPage.objects.live().select_related("edition", "locale"):
            self.stdout.write(f"{page.locale.language_code} ", ending="")
            self.stdout.flush()
            problem = make_pdf(page).problem
            if problem:
                self.stderr.write(self.style.WARNING(f"{page.locale.language_code}: {problem}"))
        if settings.HAS_WORKER:
            remake_pdfs(CityPage.objects.live().values_list("pk", flat=True))

    def remove_wagtails_first_page(self) -> None:
        """Wagtail's migrations leave a page "Welcome to your new Wagtail site!"; it is the only plain ``Page``."""
        for page in Page.objects.filter(depth=2, content_type__model="page", content_type__app_label="wagtailcore"):
            page.delete()

    def serve_from(self, home: Page) -> None:
        """Make the English landing page the root of the site, at the address that the settings name."""
        address = urlsplit(settings.WAGTAILADMIN_BASE_URL)
        port = address.port or (443 if address.scheme == "https" else 80)
        Site.objects.update_or_create(
            is_default_site=True,
            defaults={
                "hostname": address.hostname or "localhost",
                "port": port,
                "root_page": home,
                "site_name": settings.WAGTAIL_SITE_NAME,
            },
        )

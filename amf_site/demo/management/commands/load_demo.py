"""``manage.py load_demo``: load the Forum's content in every language that has a PO file."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import transaction
from wagtail.models import Page, Site

from amf_site.demo import builders, content, forum_records, records, translations
from amf_site.demo.bulk import catch_up, in_bulk
from amf_site.languages import SOURCE_LANGUAGE
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
        parser.add_argument("--no-pictures", action="store_true", help="Leave what make_files makes to it.")

    def handle(
        self,
        *args,
        overwrite: bool = False,
        languages: list[str] | None = None,
        no_pictures: bool = False,
        **options,
    ) -> None:
        """Run all steps. After an interruption the next run continues: every step skips what exists already."""
        wanted = content.languages() if languages is None else languages
        with in_bulk():
            with self.step("Pages in English"):
                builders.upload_pictures()
                self.build(overwrite)
            for language in wanted:
                translations.open_language(language)
                translations.load_terms(language)
            with self.step(f"Translations into {len(wanted)} languages"):
                for segment in translations.translate(wanted, overwrite, self.tell_share):
                    self.stderr.write(self.style.WARNING(segment))
        with self.step("The admin's search and list of uses"):
            catch_up()
        with self.step("The plan as PDF"):
            self.make_plans()
        translations.finish([SOURCE_LANGUAGE, *wanted])
        if no_pictures:
            return
        with self.step("Pictures in all sizes"):
            call_command("draw_pictures")
        if settings.HAS_WORKER:
            remake_pdfs(CityPage.objects.live().values_list("pk", flat=True))

    @transaction.atomic
    def build(self, overwrite: bool) -> None:
        """Build records and English pages in one transaction, because they refer to one another."""
        records.build_records()
        forum_records.build_forum_records()
        self.remove_wagtails_first_page()
        builders.build_pages(overwrite)
        builders.build_navigation(overwrite)
        self.serve_from(builders.page_of("home"))

    def tell_share(self, done: int, total: int) -> None:
        """Print the progress of the longest step, at every tenth."""
        if done * 10 // total > (done - 1) * 10 // total:
            self.stdout.write(f"{100 * done // total} % ", ending="")
            self.stdout.flush()

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        self.stdout.write(f"  {name}: ", ending="")
        self.stdout.flush()
        started = time.monotonic()
        yield
        self.stdout.write(f" {time.monotonic() - started:.0f} s")
        self.stdout.flush()

    def make_plans(self) -> None:
        for page in PlanEditionPage.objects.live().select_related("edition", "locale"):
            self.stdout.write(f"{page.locale.language_code} ", ending="")
            self.stdout.flush()
            problem = make_pdf(page).problem
            if problem:
                self.stderr.write(self.style.WARNING(f"{page.locale.language_code}: {problem}"))

    def remove_wagtails_first_page(self) -> None:
        """Delete the welcome page that Wagtail's migrations create; it is the only plain ``Page``."""
        for page in Page.objects.filter(depth=2, content_type__model="page", content_type__app_label="wagtailcore"):
            page.delete()

    def serve_from(self, home: Page) -> None:
        """Make the English home page the root of the default site, with the host and port from the settings."""
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

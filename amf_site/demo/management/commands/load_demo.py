"""``manage.py load_demo``: the Forum's content in every language that has a catalogue."""

from urllib.parse import urlsplit

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand
from wagtail.models import Page, Site

from amf_site.demo import builders, content, records, translations
from amf_site.printing.making import make_pdf
from amf_site.printing.signals import held_back, remake_pdfs
from members.models import CityPage
from strategy.models import PlanEditionPage


class Command(BaseCommand):
    help = (
        "Loads the Forum's content. What exists already is left as editors made it; "
        "--overwrite puts the words of the content files back."
    )

    def add_arguments(self, parser):
        parser.add_argument("--overwrite", action="store_true", help="Put the words of the content files back.")
        parser.add_argument("--no-pictures", action="store_true", help="Do not draw the pictures in all sizes now.")
        parser.add_argument("--processes", type=int, default=1, help="How many draw pictures at the same time.")

    def handle(self, *args, overwrite: bool = False, no_pictures: bool = False, processes: int = 1, **options) -> None:
        with held_back():
            self.load(overwrite)
        self.say("The plan as PDF")
        self.make_files()
        if not no_pictures:
            self.say("Pictures in all sizes")
            call_command("draw_pictures", processes=processes)
        self.stdout.write("")

    def load(self, overwrite: bool) -> None:
        self.say("Facts")
        records.build_records()
        self.say("Pages in English")
        self.remove_wagtails_first_page()
        builders.build_pages(overwrite, self.progress)
        builders.build_navigation(overwrite)
        self.serve_from(builders.page_of("home"))
        for language in content.languages():
            self.say(f"Translation: {language}")
            missing = translations.translate(language, overwrite, self.progress)
            for segment in missing:
                self.stderr.write(self.style.WARNING(f"{language} lacks {segment}"))

    def make_files(self) -> None:
        """The plan's files now, those of the cities by the worker; without one, ``make_pdfs`` makes them."""
        for page in PlanEditionPage.objects.live().select_related("edition", "locale"):
            self.progress(page.locale.language_code)
            problem = make_pdf(page).problem
            if problem:
                self.stderr.write(self.style.WARNING(f"{page.locale.language_code}: {problem}"))
        if settings.HAS_WORKER:
            remake_pdfs(CityPage.objects.live().values_list("pk", flat=True))

    def say(self, step: str) -> None:
        self.stdout.write(f"\n  {step}: ", ending="")
        self.stdout.flush()

    def progress(self, name: str) -> None:
        self.stdout.write(f"{name} ", ending="")
        self.stdout.flush()

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

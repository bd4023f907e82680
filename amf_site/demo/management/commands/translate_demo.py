"""``manage.py translate_demo LANGUAGE …``: what one process of ``load_demo`` does."""

from django.core.management.base import BaseCommand

from amf_site.demo import translations
from amf_site.demo.bulk import in_bulk


class Command(BaseCommand):
    help = "Translates the Forum's content into languages whose landing pages are there. Used by load_demo."

    def add_arguments(self, parser):
        parser.add_argument("languages", nargs="+")
        parser.add_argument("--overwrite", action="store_true", help="Put the words of the content files back.")

    def handle(self, *args, languages: list[str], overwrite: bool = False, **options) -> None:
        with in_bulk():
            for language in languages:
                self.stdout.write(f"{language} ", ending="")
                self.stdout.flush()
                for segment in translations.translate(language, overwrite, lambda name: None):
                    self.stderr.write(self.style.WARNING(f"{language} lacks {segment}"))

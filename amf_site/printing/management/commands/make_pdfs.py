"""``manage.py make_pdfs``: create the missing and outdated PDFs of live pages."""

from django.core.management.base import BaseCommand

from amf_site.printing.making import make_missing


class Command(BaseCommand):
    help = "Makes the PDFs of pages that lack one or have changed since. The scheduler runs it once a day."

    def handle(self, *args, **options) -> None:
        for row in make_missing():
            if row.problem:
                language = row.page.locale.language_code
                self.stderr.write(self.style.WARNING(f"{row.page_id} {language}: {row.problem}"))
            else:
                self.stdout.write(f"{row.file.name} {row.size} bytes")

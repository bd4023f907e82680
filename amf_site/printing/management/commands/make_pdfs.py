"""``manage.py make_pdfs``: the file of every live page that is offered as one, where it is missing or out of date."""

from django.core.management.base import BaseCommand
from wagtail.models import Page, get_page_models

from amf_site.printing.making import make_pdf
from amf_site.printing.models import PrintedPage


class Command(BaseCommand):
    help = "Makes the PDFs of pages that lack one or have changed since. The scheduler runs it once a day."

    def handle(self, *args, **options) -> None:
        printed = [model for model in get_page_models() if issubclass(model, PrintedPage)]
        pages = Page.objects.live().type(*printed).order_by("path") if printed else []
        for page in pages:
            row = make_pdf(page.specific)
            if row.problem:
                self.stderr.write(self.style.WARNING(f"{row.page_id} {page.locale.language_code}: {row.problem}"))
            else:
                self.stdout.write(f"{row.file.name} {row.size} bytes")

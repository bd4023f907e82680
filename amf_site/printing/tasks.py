"""PDFs are made by the worker, never in a request."""

from django_tasks import task
from wagtail.models import Page

from .making import make_pdf
from .models import PagePdf, PrintedPage
from .telling import tell_publisher


@task()
def make_pdfs_of(page_ids: list[int]) -> None:
    """The files of these pages, those that are live and printed."""
    for page in Page.objects.live().filter(pk__in=page_ids).specific().select_related("locale"):
        if isinstance(page, PrintedPage):
            known = PagePdf.objects.filter(page=page).values_list("problem", flat=True).first()
            row = make_pdf(page)
            if row.problem and row.problem != known:
                tell_publisher(row)

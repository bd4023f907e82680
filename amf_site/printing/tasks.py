"""The background task that creates PDFs, so that no request has to wait."""

from django_tasks import task
from wagtail.models import Page

from .making import make_pdf
from .models import PagePdf, PrintedPage
from .telling import tell_publisher


@task()
def make_pdfs_of(page_ids: list[int]) -> None:
    """Create the PDFs of those pages that are live and of a printed type; report new problems to the publisher."""
    for page in Page.objects.live().filter(pk__in=page_ids).specific().select_related("locale"):
        if isinstance(page, PrintedPage):
            known = PagePdf.objects.filter(page=page).values_list("problem", flat=True).first()
            row = make_pdf(page)
            if row.problem and row.problem != known:
                tell_publisher(row)

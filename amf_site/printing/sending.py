"""Send the PDF of a page."""

from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils import timezone
from django.utils.translation import get_language

from amf_site.addresses import absolute, page_path
from amf_site.media.sending import send_file

from .models import PagePdf


def send_pdf(request: HttpRequest, page: Any) -> HttpResponseBase:
    """Return the PDF of a page as an attachment named after it. Raise ``Http404`` if there is none."""
    try:
        response = _send(request, page)
    except FileNotFoundError:
        # A new file has replaced it since the query.
        response = _send(request, page)
    response["Link"] = f'<{absolute(page_path(page, get_language()))}>; rel="canonical"'
    return response


def _send(request: HttpRequest, page: Any) -> HttpResponseBase:
    made = PagePdf.objects.filter(page_id=page.pk).exclude(file="").first()
    if made is None:
        raise Http404
    name = file_name(page.title, made.made_at if made.is_behind else None)
    return send_file(request, made.file, name=name, size=made.size, tag=made.sha256, modified=made.made_at)


def file_name(title: str, older_since: datetime | None) -> str:
    """Return the name of a download: the title of the page, with the date of the file if it is outdated."""
    return f"{title} ({timezone.localdate(older_since).isoformat()}).pdf" if older_since else f"{title}.pdf"

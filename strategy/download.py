"""The download of the plan as a PDF."""

from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.template.response import TemplateResponse

from amf_site.addresses import absolute
from amf_site.media.sending import begins_a_download, send_file
from amf_site.printing.sending import file_name

from .files import DownloadableFile


def answer_with_file(request: HttpRequest, page: Any) -> HttpResponseBase:
    """Send the file in the page's language. Without one, show a 404 page that lists the available languages."""
    from .models.downloads import count_download

    file = page.file
    if file is None:
        return TemplateResponse(request, "strategy/plan_file_missing.html", page.get_context(request), status=404)
    try:
        response = _send(request, page, file)
    except FileNotFoundError:
        # A new PDF has replaced the file since the query.
        for known in ("files", "file"):
            page.__dict__.pop(known, None)
        response = _send(request, page, page.file)
    if request.method == "GET" and begins_a_download(response):
        count_download(page.edition_id, page.locale.language_code)
    canonical = page.stable_path if page.is_shown_above else page.own_path
    response["Link"] = f'<{absolute(canonical)}>; rel="canonical"'
    return response


def _send(request: HttpRequest, page: Any, file: DownloadableFile) -> HttpResponseBase:
    name = file_name(page.title, file.modified if file.is_old else None)
    return send_file(request, file.file, name=name, size=file.size, tag=file.checksum, modified=file.modified)

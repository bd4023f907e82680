"""The plan as a file."""

from django.http import HttpRequest, HttpResponseBase
from django.template.response import TemplateResponse

from amf_site.media.sending import send_document


def answer_with_file(request: HttpRequest, page) -> HttpResponseBase:
    """Send the file of the page's language; without one, say so with status 404 and offer the languages that have."""
    if page.file is None:
        return TemplateResponse(request, "strategy/plan_file_missing.html", page.get_context(request), status=404)
    name = f"{page.title}.{page.file.document.file_extension}"
    return send_document(request, page.file.document, name)

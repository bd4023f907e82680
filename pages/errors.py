"""What is answered when a request cannot be: the handlers that ``amf_site.urls`` names."""

import sys

from botocore.exceptions import BotoCoreError, ClientError
from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import get_language, get_language_from_path, override
from s3transfer.exceptions import RetriesExceededError

from amf_site.languages import SOURCE_LANGUAGE

from .frame import PageContext

#: What is raised while a part of the site is away: the database, or the store, whose "not found" is another error.
OUTAGES = (OperationalError, InterfaceError, BotoCoreError, ClientError, RetriesExceededError)


def server_error(request: HttpRequest) -> HttpResponse:
    """500 without database, session or language: a page that can always be made. Or 503, if it is an outage."""
    # Django calls this while it handles the exception and does not hand it over.
    if isinstance(sys.exc_info()[1], OUTAGES):
        return unavailable(request)
    return HttpResponse(render_to_string("errors/500.html"), status=500)


def unavailable(request: HttpRequest) -> HttpResponse:
    """503 in the reader's language, for nobody to keep; a proxy shows what it has kept instead."""
    code = get_language_from_path(request.path_info) or get_language() or settings.LANGUAGE_CODE
    with override(code):
        content = render_to_string("errors/503.html", {"code": code})
    return HttpResponse(content, status=503, headers={"Retry-After": "60", "Cache-Control": "no-store"})


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return HttpResponse(render_to_string("errors/403.html"), status=403)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return HttpResponse(render_to_string("errors/400.html"), status=400)


def page_not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404 in the language of the address, with the languages in which the page exists.

    An address in no open language is answered in the source language: the other's words could not be shown around it.
    """
    code = get_language_from_path(request.path_info)
    if code not in [row.code for row in PageContext(request).open_languages]:
        code = SOURCE_LANGUAGE
    with override(code):
        response = render(request, "errors/404.html", status=404)
        response["Content-Language"] = code
    return response

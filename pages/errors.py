"""The error handlers that ``amf_site.urls`` registers."""

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

#: Exceptions raised while the database or the object store is unavailable. A missing file raises a different error.
OUTAGES = (OperationalError, InterfaceError, BotoCoreError, ClientError, RetriesExceededError)


def server_error(request: HttpRequest) -> HttpResponse:
    """Return a 500 page that needs no database, session or language, or a 503 page if the cause is an outage."""
    # Django calls this while it handles the exception, but does not pass the exception as an argument.
    if isinstance(sys.exc_info()[1], OUTAGES):
        return unavailable(request)
    return HttpResponse(render_to_string("errors/500.html"), status=500)


def unavailable(request: HttpRequest) -> HttpResponse:
    """Return an uncacheable 503 page in the reader's language; a proxy may serve its stale copy instead."""
    code = get_language_from_path(request.path_info) or get_language() or settings.LANGUAGE_CODE
    with override(code):
        content = render_to_string("errors/503.html", {"code": code})
    return HttpResponse(content, status=503, headers={"Retry-After": "60", "Cache-Control": "no-store"})


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return HttpResponse(render_to_string("errors/403.html"), status=403)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return HttpResponse(render_to_string("errors/400.html"), status=400)


def page_not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Return a 404 page in the language of the URL, with links to the languages in which the page exists.

    If that language is not open, use the source language: a closed language has no menu or footer to show.
    """
    code = get_language_from_path(request.path_info)
    if code not in [row.code for row in PageContext(request).open_languages]:
        code = SOURCE_LANGUAGE
    with override(code):
        response = render(request, "errors/404.html", status=404)
        response["Content-Language"] = code
    return response

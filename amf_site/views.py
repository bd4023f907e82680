"""Answers that are no pages: robots, security contact, health, faults."""

import datetime
import sys

from botocore.exceptions import BotoCoreError, ClientError
from django.conf import settings
from django.db import Error, InterfaceError, OperationalError, connection
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import get_language_from_path
from django.views.decorators.http import require_safe
from s3transfer.exceptions import RetriesExceededError


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    lines = [
        "User-agent: *",
        "Disallow: /admin/",
        "Disallow: /*/search/",
        f"Sitemap: {settings.WAGTAILADMIN_BASE_URL.rstrip('/')}/sitemap.xml",
        "",
    ]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


@require_safe
def security_txt(request: HttpRequest) -> HttpResponse:
    """Where to report a vulnerability (RFC 9116); 404 while the installation names no contact."""
    if not settings.SECURITY_CONTACT:
        raise Http404
    expires = datetime.datetime.now(datetime.UTC).replace(microsecond=0) + datetime.timedelta(days=180)
    lines = [
        f"Contact: {settings.SECURITY_CONTACT}",
        f"Expires: {expires.isoformat().replace('+00:00', 'Z')}",
        "Preferred-Languages: en, fa",
        f"Canonical: {settings.WAGTAILADMIN_BASE_URL.rstrip('/')}/.well-known/security.txt",
        "",
    ]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


@require_safe
def live(request: HttpRequest) -> JsonResponse:
    """This process answers. Nothing else is asked, so a database that hangs does not get it killed."""
    return _health({"live": True}, 200)


@require_safe
def ready(request: HttpRequest) -> JsonResponse:
    """This process can serve pages: the database answers. The cache may be gone, the site does without."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Error:
        return _health({"ready": False, "database": False}, 503)
    return _health({"ready": True, "database": True}, 200)


def _health(state: dict[str, bool], status: int) -> JsonResponse:
    return JsonResponse(state, status=status, headers={"Cache-Control": "no-store"})


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
    code = get_language_from_path(request.path_info) or translation.get_language() or settings.LANGUAGE_CODE
    with translation.override(code):
        content = render_to_string("errors/503.html", {"code": code})
    return HttpResponse(content, status=503, headers={"Retry-After": "60", "Cache-Control": "no-store"})


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return HttpResponse(render_to_string("errors/403.html"), status=403)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return HttpResponse(render_to_string("errors/400.html"), status=400)

"""Answers that are no pages: robots, security contact, health."""

import datetime

from django.conf import settings
from django.db import Error, connection
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe


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

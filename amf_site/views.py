"""Views that are not pages: robots.txt, security.txt and health checks."""

import datetime

from django.conf import settings
from django.db import Error, connection
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.views.decorators.http import require_safe

from .caching import allow_shared_cache


@require_safe
def robots(request: HttpRequest) -> HttpResponseBase:
    lines = [
        "User-agent: *",
        "Disallow: /admin/",
        "Disallow: /*/search/",
        f"Sitemap: {settings.WAGTAILADMIN_BASE_URL.rstrip('/')}/sitemap.xml",
        "",
    ]
    return allow_shared_cache(request, HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8"))


@require_safe
def security_txt(request: HttpRequest) -> HttpResponseBase:
    """Return the contact for reporting vulnerabilities (RFC 9116), or 404 if none is configured."""
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
    return allow_shared_cache(request, HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8"))


@require_safe
def live(request: HttpRequest) -> JsonResponse:
    """Liveness: this process responds. The database is not checked: its failure must not restart the process."""
    return _health({"live": True}, 200)


@require_safe
def ready(request: HttpRequest) -> JsonResponse:
    """Readiness: the database responds. The cache is not checked, because the site works without it."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Error:
        return _health({"ready": False, "database": False}, 503)
    return _health({"ready": True, "database": True}, 200)


def _health(state: dict[str, bool], status: int) -> JsonResponse:
    return JsonResponse(state, status=status, headers={"Cache-Control": "no-store"})

"""Redirects from the former URLs of a page to its current one.

They are stored in Wagtail's ``Redirect`` model, where editors can add more. This module replaces Wagtail's automatic
redirects and its middleware, which leave a redirect to itself when a page is renamed back, redirect to unpublished
pages, drop the query string, let browsers cache redirects for ever, and cannot store a path of over 255 characters.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import islice
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase, HttpResponsePermanentRedirect, HttpResponseRedirect
from django.urls import Resolver404, resolve
from django.utils import timezone, translation
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, Site
from wagtail.signals import page_slug_changed, post_page_move

from amf_site.addresses import page_path
from amf_site.visibility.languages import open_to
from amf_site.visibility.pages import HOME_DEPTH, reachable

from .serving import resolve_path, serve

#: Age after which an automatic redirect becomes permanent. Before that, the page may be renamed back, and a browser
#: that had cached the redirect would loop.
SETTLED = timedelta(days=30)
#: ``Cache-Control`` values of permanent and of temporary redirects.
PERMANENT_CACHE_CONTROL, TEMPORARY_CACHE_CONTROL = "public, max-age=3600", "no-cache"
#: Length of the ``old_path`` column, and how many characters of a longer path are kept before its hash.
LONGEST, KEPT = Redirect._meta.get_field("old_path").max_length, 180
#: Number of pages whose redirects are written in one batch.
BATCH = 200


def stored_path(path: str) -> str:
    """Return the ``old_path`` of a path: as Wagtail normalises it; if too long, its beginning, ``#`` and a hash."""
    path = Redirect.normalise_path(path)
    return path if len(path) <= LONGEST else f"{path[:KEPT]}#{hashlib.sha256(path.encode()).hexdigest()}"


def redirect_former_urls(page: Page, url_path_before: str) -> None:
    """Redirect the former URLs of a page and its descendants, and delete redirects from their current URLs."""
    if page.depth <= HOME_DEPTH or page.url_path == url_path_before:
        return  # the slug of a landing page is not part of any URL
    code, site = page.locale.language_code, Site.objects.get(is_default_site=True)
    moved = page.get_descendants(inclusive=True).defer_streamfields().specific().iterator()
    while batch := list(islice(moved, BATCH)):
        earlier, present = {}, set()
        for one in batch:
            now = page_path(one, code)
            one.url_path = url_path_before + one.url_path[len(page.url_path) :]
            for route in one.get_route_paths():
                present.add(stored_path(now.rstrip("/") + route))
                earlier[stored_path(page_path(one, code).rstrip("/") + route)] = (one.pk, route.strip("/") and route)
        Redirect.objects.filter(old_path__in=present | earlier.keys(), automatically_created=True).delete()
        Redirect.objects.bulk_create(
            Redirect(
                old_path=old_path,
                site=site,
                redirect_page_id=pk,
                redirect_page_route_path=route,
                automatically_created=True,
            )
            for old_path, (pk, route) in earlier.items()
            if old_path not in present
        )


def on_slug_changed(sender: type, instance: Page, instance_before: Page, **kwargs: Any) -> None:
    redirect_former_urls(instance, instance_before.url_path)


def on_page_moved(sender: type, instance: Page, url_path_before: str, **kwargs: Any) -> None:
    redirect_former_urls(instance, url_path_before)


def connect() -> None:
    page_slug_changed.connect(on_slug_changed)
    post_page_move.connect(on_page_moved)


class FollowRedirects:
    """Middleware that turns a 404 response into a redirect if the URL has one."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if response.status_code != 404:
            return response
        target = find_target(request.get_full_path(), request)
        if target is None or urlsplit(target.url).path == urlsplit(request.get_full_path()).path:
            return response
        kind = HttpResponsePermanentRedirect if target.is_permanent else HttpResponseRedirect
        answer = kind(target.url)
        answer["Cache-Control"] = PERMANENT_CACHE_CONTROL if target.is_permanent else TEMPORARY_CACHE_CONTROL
        return answer


@dataclass(frozen=True)
class Target:
    """The destination of a redirect."""

    url: str
    is_permanent: bool


def find_target(address: str, request: HttpRequest, passed: tuple[int, ...] = ()) -> Target | None:
    """Follow the redirects from a path with its query to the end. ``None`` if it is unreachable or they loop."""
    path, query = urlsplit(address).path, urlsplit(address).query
    found = Redirect.get_for_site(Site.find_for_request(request)).filter(
        old_path__in={stored_path(address), stored_path(path)}
    )
    # A redirect with a query is more specific than one without, and one of this site more than one of all sites.
    row = max(found, key=lambda one: ("?" in one.old_path, one.site_id is not None), default=None)
    if row is None or row.pk in passed:
        return None
    if "?" in row.old_path:
        query = ""  # it was part of the old path, so it is not passed on
    if row.redirect_page_id is not None:
        url = _with_query(_page_address(row, request), query)
        return Target(url, _is_permanent(row)) if url else None
    url = _with_query(_local(row.redirect_link, request), query)
    if url.startswith("/") and not resolves(url, request):
        further = find_target(url, request, (*passed, row.pk))
        return further and replace(further, is_permanent=further.is_permanent and _is_permanent(row))
    return Target(url, _is_permanent(row)) if url else None


def _is_permanent(row: Redirect) -> bool:
    """Whether the redirect is marked as permanent and, if it was created automatically, is older than ``SETTLED``."""
    is_new = row.automatically_created and row.created_at and row.created_at > timezone.now() - SETTLED
    return row.is_permanent and not is_new


def _page_address(row: Redirect, request: HttpRequest) -> str:
    """Return the path of the redirect's page, or an empty string if readers cannot reach it."""
    page = Page.objects.filter(reachable(), open_to(request), pk=row.redirect_page_id).select_related("locale").first()
    if page is None:
        return ""
    route = row.redirect_page_route_path
    return page_path(page, page.locale.language_code).rstrip("/") + (route if _has_route(page, route) else "/")


def _has_route(page: Page, route: str) -> bool:
    try:
        return bool(route and page.specific_deferred.resolve_subpage(route))
    except (AttributeError, Resolver404):
        return False


def _local(link: str, request: HttpRequest) -> str:
    """Return a link that an editor entered, without scheme and host if it points to this site."""
    parts = urlsplit(link)
    own = {request.get_host(), urlsplit(settings.WAGTAILADMIN_BASE_URL).netloc}
    return parts._replace(scheme="", netloc="").geturl() if parts.netloc in own else link


def _with_query(url: str, query: str) -> str:
    parts = urlsplit(url)
    return parts._replace(query="&".join(filter(None, [parts.query, query]))).geturl() if url else ""


def resolves(url: str, request: HttpRequest) -> bool:
    """Whether a local URL resolves to a view or a reachable page, without calling the view."""
    path = urlsplit(url).path
    code = translation.get_language_from_path(path) or translation.get_language()
    with translation.override(code):
        try:
            match = resolve(path)
        except Resolver404:
            return False
    if match.func is not serve:
        return True
    slugs = [slug for slug in path.split("/")[2:] if slug]
    way = resolve_path(slugs, code, request)
    if not way or way[-1].is_private:
        return False
    rest = slugs[len(way) - 1 :]
    return not rest or _has_route(way[-1], f"/{'/'.join(rest)}/")

"""``/sitemap.xml`` lists one sitemap for each open language, with all reachable pages in it and their translations.

A page is as new as the record of which it tells. Sitemaps have the same cache headers as pages, so a page that becomes
private is not listed longer than it is cached.
"""

from datetime import datetime
from math import ceil
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.contrib.sitemaps import Sitemap, views
from django.db.models import Count, F, Max, QuerySet
from django.http import Http404, HttpRequest, HttpResponseBase
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.http import require_safe
from wagtail.models import Page, RevisionMixin, get_page_models

from .addresses import absolute, path_of
from .caching import allow_shared_cache
from .languages import LANGUAGES
from .visibility.pages import HOME_DEPTH, listed_pages

#: The maximum number of addresses in a file: with their translations, they have about 3 MB.
MAX_ADDRESSES = 2_000


def record_dates() -> list[str]:
    """Return the paths from ``Page`` to the days on which records were changed of which page types tell."""
    return [
        f"{model._meta.model_name}__{name}__{date}"
        for model in get_page_models()
        for name in getattr(model, "one_for_each", None) or ()
        for date in dates_of(model._meta.get_field(name).related_model)
    ]


def dates_of(record: Any) -> list[str]:
    """Return the paths to when a record was changed: in the admin, and by whatever else saves it."""
    in_the_admin = ["latest_revision__created_at"] if issubclass(record, RevisionMixin) else []
    return in_the_admin + [field.name for field in record._meta.fields if field.name == "modified_at"]


def dates() -> dict[str, str]:
    """Return the paths to all days on which what a page shows may have been changed, by a name for each."""
    return {f"changed_{place}": path for place, path in enumerate(["last_published_at", *record_dates()])}


def pages_in_sitemaps() -> QuerySet[Page]:
    return listed_pages().filter(depth__gte=HOME_DEPTH, alias_of=None)


class LanguageSitemap(Sitemap):
    """The pages in one language. Wagtail's own covers the default language only (wagtail issue 12420)."""

    limit = MAX_ADDRESSES
    protocol = urlsplit(settings.WAGTAILADMIN_BASE_URL).scheme

    def __init__(self, code: str) -> None:
        self.code = code
        self.dates = dates()

    def get_domain(self, site: Any = None) -> str:
        return urlsplit(settings.WAGTAILADMIN_BASE_URL).netloc

    def items(self) -> QuerySet[Page, dict[str, Any]]:
        changed = {name: F(path) for name, path in self.dates.items()}
        pages = pages_in_sitemaps().filter(locale__language_code=self.code).order_by("path")
        return pages.values("url_path", "translation_key", **changed)

    def location(self, item: dict[str, Any]) -> str:
        return path_of(item["url_path"], self.code)

    def lastmod(self, item: dict[str, Any]) -> datetime | None:
        return max(filter(None, (item[name] for name in self.dates)), default=None)

    def get_urls(self, page: Any = 1, site: Any = None, protocol: str | None = None) -> list[dict[str, Any]]:
        """Add the translations to Django's rows, with one query for all of them."""
        rows = super().get_urls(page, site, protocol)
        versions = addresses_of_versions([row["item"]["translation_key"] for row in rows])
        for row in rows:
            by_code = versions[row["item"]["translation_key"]]
            if len(by_code) > 1:
                row["alternates"] = [*by_code.items(), ("x-default", next(iter(by_code.values())))]
        return rows


def addresses_of_versions(keys: list[UUID]) -> dict[UUID, dict[str, str]]:
    """Return the addresses of pages by translation key and language, in the order of the languages."""
    found: dict[UUID, dict[str, str]] = {key: {} for key in keys}
    rows = pages_in_sitemaps().filter(translation_key__in=keys).order_by()
    for key, code, url_path in rows.values_list("translation_key", "locale__language_code", "url_path"):
        found[key][code] = absolute(path_of(url_path, code))
    order = {language.code: place for place, language in enumerate(LANGUAGES)}
    return {key: dict(sorted(by_code.items(), key=lambda pair: order[pair[0]])) for key, by_code in found.items()}


@require_safe
def sitemap_index(request: HttpRequest) -> HttpResponseBase:
    """List the files of all languages, with one query: Django's view has two for each of them."""
    languages = (
        pages_in_sitemaps()
        .order_by()
        .values_list("locale__language_code")
        .annotate(Count("pk"), *(Max(path) for path in dates().values()))
        .order_by("locale__language_code")
    )
    files = [
        views.SitemapIndexItem(
            absolute(reverse("sitemap", args=[code])) + (f"?p={number}" if number > 1 else ""),
            max(filter(None, changed), default=None),
        )
        for code, count, *changed in languages
        for number in range(1, ceil(count / LanguageSitemap.limit) + 1)
    ]
    response = TemplateResponse(request, "sitemap_index.xml", {"sitemaps": files}, content_type="application/xml")
    return allow_shared_cache(request, response)


@require_safe
def sitemap(request: HttpRequest, code: str) -> HttpResponseBase:
    response = views.sitemap(request, {code: LanguageSitemap(code)}, code)
    if not (response.context_data or {}).get("urlset"):
        raise Http404
    # It stays the same when a page is withdrawn, and nginx would tell robots that nothing has changed.
    response.headers.pop("Last-Modified", None)
    return allow_shared_cache(request, response, parameters=("p",))

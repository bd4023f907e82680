"""``/sitemap.xml``: all reachable pages in all public languages, with their translations.

A page is as new as the record of which it tells. The sitemap has the same cache headers as pages, so a page that
becomes private is not listed longer than it is cached.
"""

from collections import defaultdict
from typing import Any

from django.db.models import F
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe
from wagtail.models import RevisionMixin, Site, get_page_models

from .addresses import absolute, page_path
from .caching import allow_shared_cache
from .languages import LANGUAGES
from .visibility.pages import listed_pages, reachable

#: The maximum number of URLs in a sitemap (sitemaps.org).
MAX_ADDRESSES = 50_000


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


@require_safe
def sitemap(request: HttpRequest) -> HttpResponseBase:
    """Render the sitemap with two queries. Wagtail's own covers the default language only (wagtail issue 12420)."""
    home = Site.find_for_request(request).root_page
    open_codes = set(
        home.get_translations(inclusive=True).filter(reachable()).values_list("locale__language_code", flat=True)
    )
    dates = record_dates()
    pages = (
        listed_pages()
        .filter(depth__gte=home.depth, alias_of=None, locale__language_code__in=open_codes)
        .select_related("locale")
        .annotate(**{f"changed_{place}": F(path) for place, path in enumerate(dates)})
        .order_by("path")[:MAX_ADDRESSES]
    )
    order = [row.code for row in LANGUAGES]
    versions: dict = defaultdict(dict)
    modified = {}
    for page in pages:
        code = page.locale.language_code
        versions[page.translation_key][code] = absolute(page_path(page, code))
        moments = [page.last_published_at, *(getattr(page, f"changed_{place}") for place in range(len(dates)))]
        modified[page.translation_key, code] = max(filter(None, moments), default=None)
    entries = [
        {
            "url": url,
            "modified": modified[key, code],
            "alternates": [(other, by_code[other]) for other in order if other in by_code] if len(by_code) > 1 else [],
            "default": next((by_code[other] for other in order if other in by_code), url),
        }
        for key, by_code in versions.items()
        for code, url in by_code.items()
    ]
    response = render(request, "sitemap.xml", {"entries": entries}, content_type="application/xml")
    return allow_shared_cache(request, response)

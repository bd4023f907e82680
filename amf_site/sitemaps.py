"""``/sitemap.xml``: all reachable pages in all public languages, with their translations.

It has the same cache headers as pages, so a page that becomes private is not listed longer than it is cached.
"""

from collections import defaultdict

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe
from wagtail.models import Site

from .addresses import absolute, page_path
from .caching import allow_shared_cache
from .languages import LANGUAGES
from .visibility.pages import listed_pages, reachable

#: The maximum number of URLs in a sitemap (sitemaps.org).
MAX_ADDRESSES = 50_000


@require_safe
def sitemap(request: HttpRequest) -> HttpResponseBase:
    """Render the sitemap with two queries. Wagtail's own covers the default language only (wagtail issue 12420)."""
    home = Site.find_for_request(request).root_page
    open_codes = set(
        home.get_translations(inclusive=True).filter(reachable()).values_list("locale__language_code", flat=True)
    )
    pages = (
        listed_pages()
        .filter(depth__gte=home.depth, alias_of=None, locale__language_code__in=open_codes)
        .select_related("locale")
        .order_by("path")[:MAX_ADDRESSES]
    )
    order = [row.code for row in LANGUAGES]
    versions: dict = defaultdict(dict)
    modified = {}
    for page in pages:
        code = page.locale.language_code
        versions[page.translation_key][code] = absolute(page_path(page, code))
        modified[page.translation_key, code] = page.last_published_at
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

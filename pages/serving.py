"""Resolve a URL to its page and serve it.

Wagtail's own routing queries for the site, the locale and its home page, and then twice for every level of the tree.
This module looks up all slugs of the URL together: one query for the whole path and one for the page itself.
"""

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.template.loader import render_to_string
from django.utils.translation import get_language
from django.views.decorators.csrf import csrf_exempt
from wagtail import hooks
from wagtail.contrib.routable_page.models import RoutablePageMixin
from wagtail.models import Page
from wagtail.views import serve_chain
from wagtail.wagtail_hooks import check_view_restrictions

from amf_site.caching import allow_shared_cache, forbid_shared_cache
from amf_site.visibility.languages import open_to
from amf_site.visibility.pages import HOME_DEPTH, addressed, private

from .frame import PageContext
from .models import BasePage
from .querysets import LINKED

#: Maximum depth of the page tree, limited by the length of Wagtail's ``path`` column.
DEEPEST = Page._meta.get_field("path").max_length // Page.steplen


def resolve_path(slugs: list[str], code: str, request: HttpRequest | None = None) -> list[Page]:
    """Return the live pages from a language's landing page down to the deepest one that the slugs match.

    The list is empty if the landing page is not live or the language is not open to this user. Only pages of that
    language match: Wagtail would serve the English page if a language has no live landing page (wagtail issue 12775).
    """
    steps = Q(depth=HOME_DEPTH)
    for depth, slug in zip(range(HOME_DEPTH + 1, DEEPEST + 1), slugs, strict=False):
        steps |= Q(depth=depth, slug=slug)
    candidates = (
        Page.objects.filter(addressed(), steps, open_to(request), locale__language_code=code)
        .select_related("locale")
        .only(*LINKED)
        .annotate(is_private=private(), is_public=open_to())
        .order_by("depth", "path")
    )
    way: list[Page] = []
    for page in candidates:
        if len(way) == page.depth - HOME_DEPTH and (not way or page.path.startswith(way[-1].path)):
            way.append(page)
    return way


@csrf_exempt  # readers have no cookie: pages that take forms check where they come from (``public_forms.requests``)
def serve(request: HttpRequest, path: str) -> HttpResponseBase:
    """Serve the page at a URL and run Wagtail's hooks. Raise ``Http404`` if the language has no such page."""
    slugs = [slug for slug in path.split("/") if slug]
    way = resolve_path(slugs, get_language(), request)
    if not way:
        raise Http404
    place = way[-1]
    page = place.specific_class._default_manager.with_records().get(pk=place.pk)
    rest = slugs[len(way) - 1 :]
    if rest and not isinstance(page, RoutablePageMixin):
        raise Http404
    found, args, kwargs = page.route(request, rest)
    if found != page:  # Wagtail looks for a child, and asks only whether it is live
        raise Http404
    if request.method not in ("GET", "HEAD", "OPTIONS") and not page.accepts_post:
        page_of_words = render_to_string("errors/400.html")
        return HttpResponse(page_of_words, status=405, headers={"Allow": "GET, HEAD", "Cache-Control": "no-store"})
    is_public = place.is_public
    request.page_frame = PageContext(  # type: ignore[attr-defined]
        request, page, ancestors=way[:-1], is_public=is_public
    )

    answer = serve_to_whoever_passed if place.is_private else serve_chain
    for hook in reversed(hooks.get_hooks("on_serve_page")):
        # Wagtail's check would need two more queries for what ``is_private`` already tells.
        if place.is_private or hook is not check_view_restrictions:
            answer = hook(answer)
    for hook in hooks.get_hooks("before_serve_page"):
        result = hook(page, request, args, kwargs)
        if isinstance(result, HttpResponse):
            return result
    response = answer(page, request, args, kwargs)
    if not is_public:
        return forbid_shared_cache(response)
    # Forms say when they were made, so the site keeps none.
    return allow_shared_cache(request, response, parameters=None if page.accepts_post else page.query_parameters)


def serve_to_whoever_passed(page: BasePage, request: HttpRequest, args: list, kwargs: dict) -> HttpResponseBase:
    """Serve a private page whose restrictions the reader has passed: it may list other pages below the same ones."""
    page.passed_restrictions = frozenset(page.get_view_restrictions().values_list("pk", flat=True))
    return serve_chain(page, request, args, kwargs)

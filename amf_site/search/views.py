"""The search page."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from amf_site.addresses import page_path
from amf_site.caching import allow_keeping
from amf_site.languages import LANGUAGES, Language
from amf_site.media.models import SiteDocument

from .excerpts import excerpt, marked
from .finding import entries, find
from .kinds import Order, SearchKind
from .models import SearchEntry
from .spelling import meant
from .words import Term, bounded, terms_of

#: The number of results per page.
PART = 20
#: The query parameters, and for how many seconds the site keeps results. Browsers and proxies keep none.
PARAMETERS, KEPT = frozenset({"q", "kind", "order", "page"}), 60


@dataclass(frozen=True)
class Result:
    """A page or document in the list of results."""

    title: SafeString
    url: str
    excerpt: SafeString
    document: SiteDocument | None


@dataclass(frozen=True)
class KindOfResults:
    """A kind with results, and their number; without a kind, all of them."""

    kind: SearchKind | None
    count: int
    is_chosen: bool


@dataclass(frozen=True)
class OtherLanguage:
    """Another language with results."""

    language: Language
    count: int


def result_of(entry: SearchEntry, terms: Sequence[Term], code: str) -> Result:
    """Return an entry as a result, with the terms highlighted."""
    url = entry.document.url if entry.document else page_path(entry.page, code)
    return Result(marked(entry.title, terms), url, excerpt(entry, terms, code), entry.document)


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """List the results in the reader's language that contain every term of ``?q=``, and count those in other languages.

    ``?kind=`` and ``?order=`` are optional; an unknown value is left out, and the page tells the reader. If nothing is
    found, search for a corrected query instead; the page tells this as well.
    """
    query, code = bounded(request.GET.get("q", "")), get_language()
    kind, order = request.GET.get("kind", ""), request.GET.get("order", "")
    understood = kind in ("", *SearchKind.values) and order in ("", *Order.values)
    choice = SearchKind(kind) if kind in SearchKind.values else None
    sorting = Order(order) if order in Order.values else Order.BEST
    terms = terms_of(query, code)
    found = find(query, terms, code, request, choice, sorting)
    other, elsewhere = "", found.elsewhere
    if terms and not found.kinds and (nearest := meant(query, terms, code)):
        corrected = find(nearest, terms_of(nearest, code), code, request, choice, sorting)
        if corrected.kinds:
            found, other, terms = corrected, nearest, terms_of(nearest, code)
    kinds = [KindOfResults(row, found.kinds[row], row == choice) for row in SearchKind if found.kinds[row]]
    if choice and not found.kinds[choice]:
        kinds.append(KindOfResults(choice, 0, is_chosen=True))
    part = Paginator(found.keys, PART).get_page(request.GET.get("page"))
    context = {
        "query": query,
        "asked": format_html("<bdi>{}</bdi>", query),
        "other": format_html("<bdi>{}</bdi>", other) if other else "",
        "part": part,
        "count": len(found.keys),
        "kinds": [KindOfResults(None, found.kinds.total(), choice is None), *kinds] if len(kinds) > 1 or choice else [],
        "kind": choice,
        "order": sorting,
        "orders": Order,
        "message": "" if understood else _("There is no such choice in this list. It has been left out."),
        "results": [result_of(entry, terms, code) for entry in entries(list(part))],
        "elsewhere": [OtherLanguage(row, elsewhere[row.code]) for row in LANGUAGES if row.code in elsewhere],
    }
    response = render(request, "search/search.html", context)
    response["Cache-Control"] = "no-store"
    response["X-Robots-Tag"] = "noindex"
    if set(request.GET) <= PARAMETERS:
        allow_keeping(response, KEPT)
    return response

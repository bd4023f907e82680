"""The search page."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from amf_site.addresses import page_path
from amf_site.languages import LANGUAGES, Language
from amf_site.media.models import SiteDocument

from .excerpts import excerpt, marked
from .finding import entries, find
from .models import SearchEntry
from .spelling import meant
from .words import Term, bounded, terms_of

#: The number of results per page.
PART = 20


@dataclass(frozen=True)
class Result:
    """A page or document in the list of results."""

    title: SafeString
    url: str
    excerpt: SafeString
    document: SiteDocument | None


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

    If there are none, search for a corrected query instead; the page tells the reader.
    """
    query, code = bounded(request.GET.get("q", "")), get_language()
    terms = terms_of(query, code)
    keys, elsewhere = find(query, terms, code, request)
    other = ""
    if terms and not keys and (nearest := meant(query, terms, code)):
        keys, _elsewhere = find(nearest, terms_of(nearest, code), code, request)
        if keys:
            other, terms = nearest, terms_of(nearest, code)
    part = Paginator(keys, PART).get_page(request.GET.get("page"))
    context = {
        "query": query,
        "asked": format_html("<bdi>{}</bdi>", query),
        "other": format_html("<bdi>{}</bdi>", other) if other else "",
        "part": part,
        "count": len(keys),
        "results": [result_of(entry, terms, code) for entry in entries(list(part))],
        "elsewhere": [OtherLanguage(row, elsewhere[row.code]) for row in LANGUAGES if row.code in elsewhere],
    }
    response = render(request, "search/search.html", context)
    response["Cache-Control"] = "no-store"
    response["X-Robots-Tag"] = "noindex"
    return response

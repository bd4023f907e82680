"""Search in one language."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.core.paginator import Page as ListPart
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
from .finding import count_by_language, find_entries
from .models import SearchEntry
from .spelling import meant
from .words import Term, bounded, terms_of

#: How many results a page of the list shows.
PART = 20


@dataclass(frozen=True)
class Result:
    """A found page or document, as the list shows it."""

    title: SafeString
    url: str
    excerpt: SafeString
    document: SiteDocument | None


@dataclass(frozen=True)
class OtherLanguage:
    """Another language in which something was found."""

    language: Language
    count: int


def result_of(entry: SearchEntry, terms: Sequence[Term], code: str) -> Result:
    """The entry with the found words marked."""
    url = entry.document.url if entry.document else page_path(entry.page, code)
    return Result(marked(entry.title, terms), url, excerpt(entry, terms, code), entry.document)


def part_of(terms: Sequence[Term], code: str, count: int, number: str | None) -> ListPart:
    """The part of the results that was asked for; how many there are is known already."""
    paginator = Paginator(find_entries(terms, code) if count else SearchEntry.objects.none(), PART)
    paginator.count = count  # type: ignore[misc]  # else it would be asked for once more
    return paginator.get_page(number)


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """What the reader's language has that holds every word of ``?q=``; what other languages have is only counted.

    Where nothing is found, the nearest known words are searched for instead, and the page says so.
    """
    query, code = bounded(request.GET.get("q", "")), get_language()
    terms = terms_of(query, code)
    counts = count_by_language(terms)
    count, other = _count(counts, code), ""
    if terms and not count and (other := meant(query, terms, code)):
        other_terms = terms_of(other, code)
        count = _count(count_by_language(other_terms), code)
        terms, other = (other_terms, other) if count else (terms, "")
    part = part_of(terms, code, count, request.GET.get("page"))
    context = {
        "query": query,
        "asked": format_html("<bdi>{}</bdi>", query),
        "other": format_html("<bdi>{}</bdi>", other) if other else "",
        "part": part,
        "count": count,
        "results": [result_of(entry, terms, code) for entry in part],
        "other_languages": [
            OtherLanguage(row, counts[row.code]) for row in LANGUAGES if row.code != code and row.code in counts
        ],
    }
    response = render(request, "search/search.html", context)
    response["Cache-Control"] = "no-store"
    response["X-Robots-Tag"] = "noindex"
    return response


def _count(counts: dict[str, int], code: str) -> int:
    """Of a language: what is in it, and documents that may be in any."""
    return counts.get(code, 0) + counts.get("", 0)

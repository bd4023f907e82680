"""Search in one language."""

import unicodedata
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from amf_site.addresses import page_path

from .index import find_entries

#: Longer queries are cut: no reader types them, and a parser would suffer.
MAX_CHARACTERS = 100
MAX_WORDS = 10
MAX_RESULTS = 30


@dataclass(frozen=True)
class Result:
    """A found page, as the list shows it."""

    title: str
    url: str
    excerpt: str


def bounded(query: str) -> str:
    """What of a typed query is searched for: printable characters, a few words of them."""
    printable = "".join(sign if unicodedata.category(sign)[0] != "C" or sign == "\u200c" else " " for sign in query)
    return " ".join(printable[:MAX_CHARACTERS].split()[:MAX_WORDS])


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Pages of the reader's language that hold every word of ``?q=``, those with it in the title first."""
    query = bounded(request.GET.get("q", ""))
    language = get_language()
    entries = find_entries(query, language, MAX_RESULTS) if query else []
    results = [Result(entry.title, page_path(entry.page, language), entry.summary) for entry in entries]
    response = render(request, "search/search.html", {"query": query, "results": results, "count": len(results)})
    response["Cache-Control"] = "no-store"
    response["X-Robots-Tag"] = "noindex"
    return response

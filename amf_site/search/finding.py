"""Ask the table: which pages and documents hold the words of a query, and how many there are in each language."""

from collections.abc import Iterable, Sequence
from functools import reduce
from operator import and_

from django.db.models import Case, Count, Exists, IntegerField, OuterRef, Q, QuerySet, TextField, Value, When
from django.db.models.expressions import Combinable
from django.db.models.functions import Length, Replace, StrIndex, Substr
from wagtail.models import CollectionViewRestriction, Page

from amf_site.media.models import SiteDocument
from amf_site.reachable import HOME_DEPTH, listed_pages

from .models import SearchEntry
from .words import Term

#: Of how many words the places are compared to see which page speaks of them earlier.
COMPARED = 6


def visible() -> Q:
    """For a filter of entries: pages that lists name; documents of collections that are open to everybody."""
    page = listed_pages().filter(pk=OuterRef("page_id"))
    above = Substr(OuterRef("collection__path"), 1, Length("collection__path"))
    restricted = CollectionViewRestriction.objects.filter(collection__path=above)
    document = SiteDocument.objects.filter(~Exists(restricted), pk=OuterRef("document_id"))
    open_languages = Page.objects.filter(depth=HOME_DEPTH, live=True).values("locale__language_code")
    open_language = Q(language="") | Q(language__in=open_languages)
    return Q(Exists(page), page__isnull=False) | Q(Exists(document), open_language, document__isnull=False)


def _holds(term: Term) -> Q:
    """The word is a part of the text; where spaces are a matter of taste, also across them."""
    held = Q(folded_text__contains=term.stem)
    return held | Q(closed_up__contains=term.stem) if term.is_loosely_spaced else held


def holding(terms: Sequence[Term]) -> QuerySet[SearchEntry]:
    """Entries that hold every word, in every language, seen or not."""
    entries = SearchEntry.objects.all()
    if any(term.is_loosely_spaced for term in terms):
        entries = entries.alias(closed_up=_closed("folded_text"))
    return entries.filter(*map(_holds, terms))


def count_elsewhere(terms: Sequence[Term], language: str) -> dict[str, int]:
    """How many visible entries hold every word in each other language, as far as there are any."""
    if not terms:
        return {}
    others = holding(terms).filter(visible()).exclude(language__in=["", language])
    return dict(others.order_by().values_list("language").annotate(Count("pk")))


def find(terms: Sequence[Term], language: str) -> list[int]:
    """Visible entries of a language that hold every word, the best first; keys alone, which are quickly sorted.

    Best is whose title is the query, begins with it or holds its words, spaces apart; then whose text holds the query
    as it is, or its words as beginnings of words; among equals, who speaks of them earlier.
    """
    if not terms:
        return []
    phrase = " ".join(term.whole for term in terms)
    closed = phrase.replace(" ", "")
    starts = [term.stem if term.is_spaceless else f" {term.stem}" for term in terms]
    first = phrase if terms[0].is_spaceless else f" {phrase}"
    rank = Case(
        When(closed_title=closed, then=Value(0)),
        When(closed_title__startswith=closed, then=Value(1)),
        When(_all(Q(closed_title__contains=term.stem) for term in terms), then=Value(2)),
        When(Q(folded_text__contains=first) | Q(folded_text__contains=closed), then=Value(3)),
        When(_all(Q(folded_text__contains=start) for start in starts), then=Value(4)),
        default=Value(5),
        output_field=IntegerField(),
    )
    place: Combinable = Value(0)
    for term in terms[:COMPARED]:
        place += StrIndex("folded_text", Value(term.stem))
    found = holding(terms).filter(visible(), language__in=["", language]).alias(closed_title=_closed("folded_title"))
    return list(found.order_by(rank, place, "pk").values_list("pk", flat=True))


def entries(keys: Sequence[int]) -> list[SearchEntry]:
    """Entries with their pages and documents, in the order of the keys."""
    found = SearchEntry.objects.select_related("page", "document").in_bulk(keys)
    return [found[key] for key in keys]


def _closed(column: str) -> Replace:
    return Replace(column, Value(" "), output_field=TextField())


def _all(conditions: Iterable[Q]) -> Q:
    return reduce(and_, conditions, Q())

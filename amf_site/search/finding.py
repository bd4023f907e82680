"""Ask the table: which pages and documents hold the words of a query, and how many there are in each language."""

from collections.abc import Sequence
from functools import reduce
from operator import and_

from django.db.models import Case, Count, Exists, IntegerField, OuterRef, Q, QuerySet, TextField, Value, When
from django.db.models.functions import Length, Replace, StrIndex, Substr
from wagtail.models import CollectionViewRestriction, Page

from amf_site.reachable import HOME_DEPTH, listed_pages

from .models import SearchEntry
from .words import Term

#: Of how many words the places are compared to see which page speaks of them earlier.
COMPARED = 6


def visible() -> Q:
    """For a filter of entries: pages that lists name; documents of collections that are open to everybody."""
    page = listed_pages().filter(pk=OuterRef("page_id"))
    above = Substr(OuterRef("document__collection__path"), 1, Length("collection__path"))
    restricted = CollectionViewRestriction.objects.filter(collection__path=above)
    open_language = Page.objects.filter(depth=HOME_DEPTH, live=True, locale__language_code=OuterRef("language"))
    of_document = Q(document__isnull=False) & ~Exists(restricted) & (Q(language="") | Exists(open_language))
    return Q(Exists(page), page__isnull=False) | of_document


def _holds(term: Term) -> Q:
    """The word is a part of the text; where spaces are a matter of taste, also across them."""
    held = Q(folded_text__contains=term.stem)
    return held | Q(closed_up__contains=term.stem) if term.is_loosely_spaced else held


def holding(terms: Sequence[Term]) -> QuerySet[SearchEntry]:
    """Entries that hold every word, in every language, seen or not."""
    entries = SearchEntry.objects.all()
    if any(term.is_loosely_spaced for term in terms):
        entries = entries.alias(closed_up=Replace("folded_text", Value(" "), output_field=TextField()))
    return entries.filter(*map(_holds, terms)) if terms else entries.none()


def count_by_language(terms: Sequence[Term]) -> dict[str, int]:
    """How many visible entries hold every word; documents of no known language below the empty code."""
    counted = holding(terms).filter(visible()).order_by().values_list("language").annotate(Count("pk"))
    return dict(counted)


def find_entries(terms: Sequence[Term], language: str) -> QuerySet[SearchEntry]:
    """Visible entries of a language that hold every word, the best first.

    Best is whose title is the query, begins with it or holds its words; then whose text holds the query as it is, or
    its words as beginnings of words; among equals, who speaks of them earlier.
    """
    phrase = " ".join(term.whole for term in terms)
    starts = [term.stem if term.is_spaceless else f" {term.stem}" for term in terms]
    first = phrase if terms and terms[0].is_spaceless else f" {phrase}"
    rank = Case(
        When(folded_title=phrase, then=Value(0)),
        When(folded_title__startswith=phrase, then=Value(1)),
        When(_all(Q(folded_title__contains=start.strip()) for start in starts), then=Value(2)),
        When(folded_text__contains=first, then=Value(3)),
        When(_all(Q(folded_text__contains=start) for start in starts), then=Value(4)),
        default=Value(5),
        output_field=IntegerField(),
    )
    places = reduce(lambda sum_, term: sum_ + StrIndex("folded_text", Value(term.stem)), terms[:COMPARED], Value(0))
    found = holding(terms).filter(visible(), language__in=["", language])
    return found.select_related("page", "document").annotate(rank=rank, place=places).order_by("rank", "place", "pk")


def _all(conditions) -> Q:
    return reduce(and_, conditions, Q())

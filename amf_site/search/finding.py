"""The search query: which pages and documents contain all terms, and how many there are in each language."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import reduce
from operator import and_

from django.db.models import Case, Exists, F, IntegerField, OuterRef, Q, QuerySet, TextField, Value, When
from django.db.models.expressions import Combinable
from django.db.models.functions import Length, Replace, StrIndex, Substr
from django.http import HttpRequest
from wagtail.models import CollectionViewRestriction, Page

from amf_site.media.models import SiteDocument
from amf_site.visibility.languages import open_to
from amf_site.visibility.pages import HOME_DEPTH, listed_pages, reachable

from .folding import fold
from .kinds import Order, SearchKind, date_of_entry, kind_of
from .models import SearchEntry
from .words import Term

#: The number of terms whose positions are used to rank otherwise equal entries.
COMPARED = 6


def visible(request: HttpRequest | None = None) -> Q:
    """Return a filter for entries of listed pages, and of documents in collections without view restrictions."""
    page = listed_pages(request).filter(pk=OuterRef("page_id"))
    above = Substr(OuterRef("collection__path"), 1, Length("collection__path"))
    restricted = CollectionViewRestriction.objects.filter(collection__path=above)
    document = SiteDocument.objects.filter(~Exists(restricted), pk=OuterRef("document_id"))
    open_languages = Page.objects.filter(open_to(request), reachable(), depth=HOME_DEPTH).values(
        "locale__language_code"
    )
    open_language = Q(language="") | Q(language__in=open_languages)
    return Q(Exists(page)) | Q(Exists(document), open_language)


def _holds(term: Term) -> Q:
    """Return a filter for entries that contain a term; if its spacing varies, spaces are ignored as well."""
    held = Q(folded_text__contains=term.stem)
    return held | Q(closed_up__contains=term.stem) if term.is_loosely_spaced else held


def holding(terms: Sequence[Term]) -> QuerySet[SearchEntry]:
    """Return the entries that contain every term, in all languages, whether visible or not."""
    entries = SearchEntry.objects.all()
    if any(term.is_loosely_spaced for term in terms):
        entries = entries.alias(closed_up=_closed("folded_text"))
    return entries.filter(*map(_holds, terms))


def _best_first(query: str, terms: Sequence[Term]) -> list[Q]:
    """Return conditions in order of rank: the title equals the query, starts with it or contains all terms, without
    regard to spaces; then the text contains the exact query, or each term at the start of a word.
    """
    phrase = fold(query)
    closed = phrase.replace(" ", "")
    as_it_is = Q(folded_text__contains=phrase if terms[0].is_spaceless else f" {phrase}")
    starts = [term.stem if term.is_spaceless else f" {term.stem}" for term in terms]
    return [
        Q(closed_title=closed),
        Q(closed_title__startswith=closed),
        _all(Q(closed_title__contains=term.stem) for term in terms),
        as_it_is | Q(folded_text__contains=closed) if closed != phrase else as_it_is,
        _all(Q(folded_text__contains=start) for start in starts),
    ]


@dataclass(frozen=True)
class Found:
    """The keys of the entries of a kind in the reader's language, and the numbers of all other matches."""

    keys: list[int] = field(default_factory=list)
    #: In the reader's language.
    kinds: Counter[SearchKind] = field(default_factory=Counter)
    #: Of the kind, in each other language.
    elsewhere: Counter[str] = field(default_factory=Counter)


def find(
    query: str,
    terms: Sequence[Term],
    language: str,
    request: HttpRequest | None = None,
    kind: SearchKind | None = None,
    order: Order = Order.BEST,
) -> Found:
    """Return the visible entries that contain every term; without a ``kind``, those of all kinds.

    One query covers all languages and selects keys only, which are sorted quickly. Entries of the same rank are sorted
    by how early the terms appear.
    """
    found = Found()
    if not terms:
        return found
    elsewhere = ~Q(language__in=["", language])
    ranks = enumerate([elsewhere, *_best_first(query, terms)])
    rank = Case(*(When(condition, then=Value(number)) for number, condition in ranks), default=Value(9))
    sum_of_places: Combinable = Value(0)
    for term in terms[:COMPARED]:
        sum_of_places += StrIndex("folded_text", Value(term.stem))
    place = Case(When(elsewhere, then=Value(0)), default=sum_of_places, output_field=IntegerField())
    rows = holding(terms).filter(visible(request)).alias(closed_title=_closed("folded_title"))
    if order == Order.NEWEST:
        rows = rows.alias(date=date_of_entry()).order_by(F("date").desc(), rank, place, "pk")
    else:
        rows = rows.order_by(rank, place, "pk")
    types = ("page__content_type__app_label", "page__content_type__model")
    for key, code, *content_type in rows.values_list("pk", "language", *types):
        own, is_here = kind_of(*content_type), code in ("", language)
        if is_here:
            found.kinds[own] += 1
        if kind in (None, own):
            if is_here:
                found.keys.append(key)
            else:
                found.elsewhere[code] += 1
    return found


def entries(keys: Sequence[int]) -> list[SearchEntry]:
    """Return entries with their pages and documents, in the order of the keys."""
    found = SearchEntry.objects.select_related("page", "document").in_bulk(keys)
    return [found[key] for key in keys if key in found]


def _closed(column: str) -> Replace:
    return Replace(column, Value(" "), output_field=TextField())


def _all(conditions: Iterable[Q]) -> Q:
    return reduce(and_, conditions, Q())

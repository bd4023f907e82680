"""Records of other apps in the blocks of pages: how many there are, and all of them as a list.

An app that keeps such records registers a function under the hook ``record_sets`` that returns ``RecordSet`` objects:
apps with records import this one, not the other way round. Blocks ask for the records when a page is rendered, so a
corrected record is right on every page and in every language at once.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, IntegerField, Max, Min, QuerySet, Value
from django.db.models.functions import Cast
from django.utils.translation import get_language
from wagtail import hooks

from amf_site.cldr.formats import format_number, format_year


@dataclass(frozen=True)
class RecordSet:
    """Records that pages can list and, if they are rows of a table, count."""

    #: Stored in the blocks of pages.
    key: str
    #: What editors choose.
    label: Any
    #: Returns what the template of the list shows in a language.
    rows: Callable[[str], list[Any]]
    template: str
    #: Returns the records that are counted.
    counted: Callable[[], QuerySet] | None = None
    #: Their year, if they have one: the name of a field or an expression.
    year: Any = None


def record_sets() -> dict[str, RecordSet]:
    """Return all record sets by their keys."""
    return {found.key: found for registered in hooks.get_hooks("record_sets") for found in registered()}


def record_choices() -> list[tuple[str, Any]]:
    return [(found.key, found.label) for found in record_sets().values()]


def countable_choices() -> list[tuple[str, Any]]:
    return [(found.key, found.label) for found in record_sets().values() if found.counted]


@dataclass(frozen=True)
class Figure:
    """A number and the years to which it applies, in the digits of the reader's language."""

    number: str
    years: str = ""


def counts_of(keys: Collection[str]) -> dict[str, Figure]:
    """Return the numbers of records by the keys of their sets, in one query. Sets without records are left out."""
    sets = [found for key, found in record_sets().items() if key in keys]
    queries = [count_query(found.key, found.counted(), found.year) for found in sets if found.counted]
    if not queries:
        return {}
    code = get_language()
    return {
        key: Figure(format_number(number, code), format_year(first, code, last) if first else "")
        for key, number, first, last in queries[0].union(*queries[1:], all=True)
        if number
    }


def count_query(key: str, records: QuerySet, year: Any) -> QuerySet:
    """Return a query of one row: the key, the number of records, and the first and the last of their years."""
    years = (Min(year), Max(year)) if year else (Value(None), Value(None))
    # The parts of a union have the same types, which PostgreSQL does not see in EXTRACT nor in NULL.
    first, last = (Cast(expression, IntegerField()) for expression in years)
    row = records.order_by().annotate(record_set=Value(key)).values("record_set")
    counted = row.annotate(number=Count("pk"), first=first, last=last)
    return counted.values_list("record_set", "number", "first", "last")

"""Records of other apps in the blocks of pages: how many there are, and all of them as a list.

An app that keeps such records registers a function under the hook ``record_sets`` that returns ``RecordSet`` objects:
apps with records import this one, not the other way round. Blocks ask for the records when a page is rendered, so a
corrected record is right on every page and in every language at once.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language
from wagtail import hooks

from amf_site.cldr.formats import format_number, format_year


@dataclass(frozen=True)
class RecordSet:
    """Records that pages can count and list."""

    #: Stored in the blocks of pages.
    key: str
    #: What editors choose.
    label: Any
    #: Returns how many there are, and the first and the last of their years, if there are any.
    count: Callable[[], tuple[int, int | None, int | None]]
    #: Returns what the template of the list shows in a language.
    rows: Callable[[str], list[Any]]
    template: str


def record_sets() -> dict[str, RecordSet]:
    """Return all record sets by their keys."""
    return {found.key: found for registered in hooks.get_hooks("record_sets") for found in registered()}


def record_choices() -> list[tuple[str, Any]]:
    return [(found.key, found.label) for found in record_sets().values()]


@dataclass(frozen=True)
class Figure:
    """A number and the years to which it applies, in the digits of the reader's language."""

    number: str
    years: str = ""


def count_of(key: str) -> Figure | None:
    """Return the number of records of a set; ``None`` if there is no such set or record."""
    found = record_sets().get(key)
    number, first, last = found.count() if found else (0, None, None)
    code = get_language()
    return Figure(format_number(number, code), format_year(first, code, last) if first else "") if number else None

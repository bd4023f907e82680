"""Import of city records from a CSV file. Every row is validated and reported; one invalid row stops the whole import.

A city is identified by its English name. Missing columns and empty cells change nothing, so a file may contain only
the new values. Importing the same file again changes nothing.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from wagtail.models import Locale

from amf_site import spreadsheets
from amf_site.languages import SOURCE_LANGUAGE
from members.models import City, CityFigure, MembershipCategory, Theme
from pages.models import Source

#: Fields of the record that take the cell's value without conversion.
PLAIN = (
    *("native_name", "native_language", "country", "sub_region", "latitude", "longitude", "time_zone"),
    *("member_since", "official_site", "email", "telephone", "checked_on"),
)
FIGURES = tuple(CityFigure.Kind.values)
#: Suffixes of the further columns of each figure.
ABOUT_FIGURE = ("year", "of", "source")
COLUMNS = (
    *("name", *PLAIN, "other_names", "membership", "themes"),
    *(f"{kind}{part}" for kind in FIGURES for part in ("", *(f"_{about}" for about in ABOUT_FIGURE))),
)
#: Separates the entries of ``other_names`` and ``themes``.
SEPARATOR = ";"
#: Maximum size of a file; a list of cities is much smaller.
MAX_BYTES = 5_000_000


class UnreadableFileError(Exception):
    """The file is not a table of cities. The message says what is wrong with it."""


class RefusedRowError(Exception):
    """The row cannot be imported. The message says why."""


class Rollback(Exception):  # noqa: N818 not an error
    """Raised to roll back the whole import."""


@dataclass
class Outcome:
    """The result of importing one row; ``kind`` is added, changed, unchanged or refused."""

    line: int
    name: str
    kind: str
    details: list[str] = field(default_factory=list)


def read_rows(data: bytes) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield line numbers and rows. Raise ``UnreadableFileError`` if the file is no table of cities."""
    if len(data) > MAX_BYTES:
        raise UnreadableFileError("The file is larger than 5 MB: this is no list of cities.")
    try:
        header, rows = spreadsheets.read(spreadsheets.decoded(data))
        if not header:
            raise UnreadableFileError("The file is empty.")
        unknown = [name for name in header if name not in COLUMNS]
        if "name" not in header or unknown or len(set(header)) < len(header):
            problem = f"unknown columns: {', '.join(unknown)}" if unknown else "each column once, “name” among them"
            raise UnreadableFileError(f"The first line is not right ({problem}). Known columns: {', '.join(COLUMNS)}")
        yield from rows
    except spreadsheets.NoTextError as error:
        raise UnreadableFileError(
            "The file is not UTF-8: save it as “CSV UTF-8” and try again."
            if error.reason == "encoding"
            else "The file holds null characters: it is no text."
        ) from error
    except spreadsheets.NoTableError as error:
        problem = error.problem or "it has a value in a column without a name"
        raise UnreadableFileError(f"Line {error.line}: {problem}.") from error


def import_cities(data: bytes, write: bool) -> list[Outcome]:
    """Import all rows in a transaction. Roll it back unless ``write`` is true and no row was refused."""
    outcomes: list[Outcome] = []
    rows = list(read_rows(data))
    seen: set[str] = set()
    try:
        with transaction.atomic():
            for line, row in rows:
                outcomes.append(import_row(line, row, seen))
            if not write or any(outcome.kind == "refused" for outcome in outcomes):
                raise Rollback
    except Rollback:
        pass
    return outcomes


def import_row(line: int, row: dict[str, str], seen: set[str]) -> Outcome:
    """Import one row. The outcome says what changed, or why the row was refused."""
    name = unicodedata.normalize("NFC", row["name"])
    try:
        with transaction.atomic():
            if not name:
                raise RefusedRowError("name: it is missing.")
            if name.casefold() in seen:
                raise RefusedRowError("name: an earlier line has the same city.")
            seen.add(name.casefold())
            refuse_lost_data(row)
            return save(line, name, {column: cell for column, cell in row.items() if cell})
    except RefusedRowError as error:
        return Outcome(line, name, "refused", [str(error)])
    except ValidationError as error:
        fields = error.message_dict if hasattr(error, "error_dict") else {"": error.messages}
        reasons = [f"{field_name}: {' '.join(messages)}" for field_name, messages in fields.items()]
        return Outcome(line, name, "refused", reasons)


#: Kinds of data loss caused by spreadsheets, and what to do about them.
LOST: dict[spreadsheets.Loss, str] = {
    "letters": "its letters were lost when the file was opened or saved; save it as “CSV UTF-8”",
    "error": "an error of the spreadsheet, not a value",
    "digits": "the spreadsheet has cut a long number; give its column the format “Text” and write it again",
}
#: Figures are recent: an earlier year is probably of the Persian or Islamic calendar, a future one of the Buddhist.
OLDEST_YEAR = 1700
#: The year of the Forum's foundation, the earliest year of a membership or a check.
FOUNDED = 2008
#: Columns in which a question mark means a letter that the file's encoding could not represent: Almat? for Almatı.
NAMES = ("name", "native_name", "other_names")


def refuse_lost_data(row: dict[str, str]) -> None:
    """Raise ``RefusedRowError`` if a spreadsheet has damaged a cell."""
    found = [(column, kind, words) for column, cell in row.items() for kind, words in spreadsheets.losses(cell)]
    found += [(column, "letters", row[column]) for column in NAMES if "?" in row.get(column, "")]
    if found:
        raise RefusedRowError(" ".join(f"{column}: “{words}”: {LOST[kind]}." for column, kind, words in found))


def parse_year(column: str, cell: str, oldest: int) -> int:
    """Return the cell as a Gregorian year that is not in the future. Raise ``RefusedRowError`` otherwise."""
    if not re.fullmatch(r"\d{1,6}", cell):
        raise RefusedRowError(f"{column}: write a year of the Gregorian calendar, not “{cell}”.")
    year, latest = int(cell), timezone.localdate().year
    if not oldest <= year <= latest:
        raise RefusedRowError(
            f"{column}: {year} is not between {oldest} and {latest}. Is it a year of another calendar? "
            "Write the Gregorian one."
        )
    return year


def save(line: int, name: str, cells: dict[str, str]) -> Outcome:
    """Create or update the city. Raise ``RefusedRowError`` or ``ValidationError`` if a cell is invalid."""
    city = City.objects.filter(name__iexact=name).first() or City(name=name)
    is_new = city.pk is None
    wanted: dict[str, Any] = {column: cells[column] for column in PLAIN if column in cells}
    for column in {"member_since", "checked_on"} & wanted.keys():
        if year := re.fullmatch(r"(\d+)(-\d+-\d+)?", wanted[column]):
            parse_year(column, year[1], FOUNDED)
    if wanted.get("sub_region", "").isdigit():
        wanted["sub_region"] = wanted["sub_region"].zfill(3)  # spreadsheets read 034 as a number
    if "other_names" in cells:
        wanted["other_names"] = "\n".join(split_entries(cells["other_names"]))
    if "membership" in cells:
        wanted["membership"] = find_category(MembershipCategory, cells["membership"])
    changes, reasons = [], {}
    for column, value in wanted.items():
        before = getattr(city, column)
        setattr(city, column, value)
        try:
            city.clean_fields(exclude=[each.name for each in City._meta.fields if each.name != column])
        except ValidationError as error:
            reasons.update(error.error_dict)
        if getattr(city, column) != before:
            changes.append(f"{column}: {before or '–'} → {getattr(city, column)}".replace("\n", f"{SEPARATOR} "))
    if "themes" in cells:
        themes = [find_category(Theme, slug) for slug in split_entries(cells["themes"])]
        if {theme.pk for theme in themes} != (set() if is_new else {theme.pk for theme in city.themes.all()}):
            changes.append(f"themes: {cells['themes']}")
            city.themes = themes
    if reasons:
        raise ValidationError(reasons)
    city.full_clean()
    city.save()
    for kind in FIGURES:
        changes += save_figure(city, kind, cells)
    if is_new:
        return Outcome(line, name, "added")
    return Outcome(line, name, "changed" if changes else "unchanged", changes)


def save_figure(city: City, kind: str, cells: dict[str, str]) -> list[str]:
    """Create a figure or update the one of the same kind, year and extent. Return the changes as texts.

    Raise ``RefusedRowError`` if its number, year or source is missing or invalid.
    """
    value, year, extent, source = (cells.get(column) for column in (kind, *(f"{kind}_{a}" for a in ABOUT_FIGURE)))
    if not value:
        if year or source:
            raise RefusedRowError(f"{kind}: the number is missing.")
        return []
    if not year or not source:
        raise RefusedRowError(f"{kind}: a figure needs {kind}_year and {kind}_source.")
    extent = extent or CityFigure.Extent.CITY
    if not re.fullmatch(r"\d+(\.\d+)?", value):
        raise RefusedRowError(f"{kind}: write plain numbers, 1558693, not “{value}”.")
    if kind == CityFigure.Kind.FOUNDED:
        parse_year(kind, value, oldest=1)
    number, of_year = Decimal(value), parse_year(f"{kind}_year", year, OLDEST_YEAR)
    known = city.figures.filter(kind=kind, extent=extent, year=of_year).first()
    figure = known or CityFigure(city=city, kind=kind, extent=extent, year=of_year)
    before = f"{figure.number} ({figure.source})" if known else "–"
    figure.value, figure.source = number, get_or_create_source(source)
    figure.full_clean()
    figure.save()
    after = f"{figure.number} ({figure.source})"
    return [f"{kind} {of_year}: {before} → {after}"] if after != before else []


def get_or_create_source(name: str) -> Source:
    """Return the source of that name; create it if it does not exist."""
    locale = Locale.objects.get(language_code=SOURCE_LANGUAGE)
    source = Source.objects.filter(locale=locale, name=name).first() or Source(locale=locale, name=name)
    if source.pk is None:
        source.full_clean()
        source.save()
    return source


def find_category(model: Any, slug: str) -> Any:
    """Return the category with that key. Raise ``RefusedRowError`` with the known keys if there is none."""
    known = {row.slug: row for row in model.objects.originals()}
    if slug not in known:
        raise RefusedRowError(f"“{slug}” is no {model._meta.verbose_name}. Keys: {', '.join(known)}")
    return known[slug]


def split_entries(cell: str) -> list[str]:
    return [part for part in (piece.strip() for piece in cell.split(SEPARATOR)) if part]

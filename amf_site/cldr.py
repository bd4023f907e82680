"""Names, numbers and dates as each language writes them. The words come from CLDR and are never translated by hand."""

import datetime
from functools import lru_cache

from babel import Locale as BabelLocale
from babel import UnknownLocaleError
from icu4py.locale import Locale as IcuLocale
from icu4py.messageformat import MessageFormat

from .languages import SOURCE_LANGUAGE, language

#: Two-letter codes of CLDR that are regions, groups or test data.
NO_COUNTRIES = {"EU", "EZ", "QO", "UN", "XA", "XB", "ZZ"}


@lru_cache(maxsize=256)
def _format(pattern: str, icu_locale: str) -> MessageFormat:
    return MessageFormat(pattern, IcuLocale(icu_locale))


def format_number(value: float, code: str, *, grouping: bool = True) -> str:
    """A number in the language's digits; without grouping for years and other names that happen to be numbers."""
    pattern = "{n, number}" if grouping else "{n, number, ::group-off}"
    return _format(pattern, language(code).icu_locale).format({"n": value})


def format_date(value: datetime.date, code: str) -> str:
    """A day in the calendar and digits of the language, for example ۷ آذر ۱۴۰۴."""
    moment = datetime.datetime(value.year, value.month, value.day, 12, tzinfo=datetime.UTC)
    return _format("{d, date, ::yMMMMd}", language(code).icu_locale).format({"d": moment})


def format_gregorian_date(value: datetime.date, code: str) -> str:
    """The same day in the Gregorian calendar, in the language's words and digits."""
    row = language(code)
    moment = datetime.datetime(value.year, value.month, value.day, 12, tzinfo=datetime.UTC)
    return _format("{d, date, ::yMMMMd}", f"{row.cldr}-u-ca-gregory-nu-{row.digits}").format({"d": moment})


@lru_cache(maxsize=64)
def _babel_locale(code: str) -> BabelLocale:
    return BabelLocale.parse(language(code).cldr, sep="-")


def country_name(country: str, code: str) -> str:
    """The country of an ISO 3166 code in a language; the code itself if CLDR has no name."""
    return _babel_locale(code).territories.get(country, country)


def country_choices() -> list[tuple[str, str]]:
    """Every country of ISO 3166 with its English name, for a form of the admin."""
    territories = _babel_locale(SOURCE_LANGUAGE).territories
    return sorted(
        (
            (code, name)
            for code, name in territories.items()
            if len(code) == 2 and code.isalpha() and code not in NO_COUNTRIES
        ),
        key=lambda choice: choice[1],
    )


def language_choices() -> list[tuple[str, str]]:
    """The languages with a two-letter code and their English names, for a form of the admin."""
    languages = _babel_locale(SOURCE_LANGUAGE).languages
    return sorted(((code, name) for code, name in languages.items() if len(code) == 2), key=lambda choice: choice[1])


def format_file_size(size: int, code: str) -> str:
    """A size in bytes as kilobytes or megabytes (powers of ten), in the language's digits and unit names.

    CLDR's short names are Latin letters in most other scripts, so those get the long names.
    """
    width = "short" if language(code).script == "Latn" else "full-name"
    unit, amount = ("megabyte", size / 1_000_000) if size >= 1_000_000 else ("kilobyte", max(1, round(size / 1000)))
    pattern = f"{{n, number, ::unit/{unit} unit-width-{width} .#}}"
    return _format(pattern, language(code).icu_locale).format({"n": amount})


def direction_of(code: str) -> str:
    """``rtl`` or ``ltr`` of any language that CLDR knows, those outside the site's table included."""
    try:
        return BabelLocale.parse(code.replace("-", "_")).text_direction
    except (UnknownLocaleError, ValueError):
        return "ltr"

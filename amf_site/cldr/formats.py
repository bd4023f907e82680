"""Format numbers, dates and units for each language. The names come from CLDR and are not in our translation files."""

import datetime
from functools import lru_cache

import icu

from amf_site.languages import SOURCE_LANGUAGE, language

from .models import NameOverride
from .overrides import overridden_name

LONG_DATE = "yMMMMd"
MONTH = "yMMMM"
#: Hours and minutes, by the clock of 12 or 24 hours that the language prefers.
CLOCK = "jmm"

# Days are passed to ICU as noon UTC, and ``DateIntervalFormat`` has no time zone of its own to set.
icu.TimeZone.setDefault(icu.TimeZone.getGMT())


def _locale(code: str, calendar: str) -> icu.Locale:
    row = language(code)
    return icu.Locale.forLanguageTag(f"{row.cldr}-u-ca-{calendar}-nu-{row.digits}")


@lru_cache(maxsize=256)
def _number_format(skeleton: str, code: str) -> icu.LocalizedNumberFormatter:
    return icu.NumberFormatter.forSkeleton(skeleton).locale(_locale(code, language(code).calendar))


@lru_cache(maxsize=128)
def _date_format(code: str, calendar: str, skeleton: str) -> icu.SimpleDateFormat:
    locale = _locale(code, calendar)
    # CLDR has no months with a year of the Persian calendar, so all calendars get the order of the Gregorian one.
    ordered = _locale(code, "gregory") if skeleton == MONTH else locale
    pattern = icu.DateTimePatternGenerator.createInstance(ordered).getBestPattern(skeleton)
    # A lone month name is formatted in the form used within a date, which is the genitive in some languages.
    return icu.SimpleDateFormat("MMMM" if skeleton == "MMMM" else pattern, locale)


@lru_cache(maxsize=64)
def _interval_format(code: str, calendar: str) -> icu.DateIntervalFormat:
    return icu.DateIntervalFormat.createInstance(LONG_DATE, _locale(code, calendar))


@lru_cache(maxsize=64)
def _years_format(code: str) -> icu.DateIntervalFormat:
    return icu.DateIntervalFormat.createInstance("yG", _locale(code, "gregory"))


def _noon(value: datetime.date) -> datetime.datetime:
    return datetime.datetime(value.year, value.month, value.day, 12, tzinfo=datetime.UTC)


def format_number(value: float, code: str, *, grouping: bool = True) -> str:
    """Format a number in the language's digits; turn ``grouping`` off for years and other numbers used as labels."""
    return _number_format("" if grouping else "group-off", code).formatDouble(float(value))


def format_date(value: datetime.date, code: str) -> str:
    """Format a day in the calendar and digits of the language, for example ۷ آذر ۱۴۰۴."""
    return _say(value, code, language(code).calendar)


def format_gregorian_date(value: datetime.date, code: str) -> str:
    """Format a day in the Gregorian calendar, with the language's month names and digits."""
    return _say(value, code, "gregory")


def format_days(first: datetime.date, last: datetime.date, code: str) -> str:
    """Format a range of days without repeating common parts: 1–2 April 2011."""
    return _say_range(first, last, code, language(code).calendar)


def format_gregorian_days(first: datetime.date, last: datetime.date, code: str) -> str:
    """Format a range of days in the Gregorian calendar."""
    return _say_range(first, last, code, "gregory")


def format_month(first: datetime.date, last: datetime.date, code: str) -> str:
    """Format a Gregorian month, given by its days, in the calendar of the language, where it may touch two months."""
    calendar = language(code).calendar
    # Not by ``DateIntervalFormat``, which names the first of two Persian months twice (ICU 77).
    begins, ends = (_say(day, code, calendar, MONTH) for day in (first, last))
    if begins == ends:
        return ends
    if _year(first, calendar) == _year(last, calendar):
        begins = _say(first, code, calendar, "LLLL")
    return f"{begins}–{ends}"


def format_gregorian_month(first: datetime.date, code: str) -> str:
    """Format a month in the Gregorian calendar."""
    return _say(first, code, "gregory", MONTH)


def format_time(value: datetime.time, code: str) -> str:
    """Format a time of day, for example ۹:۰۰."""
    moment = datetime.datetime.combine(datetime.date(2000, 1, 1), value, datetime.UTC)
    return _date_format(code, language(code).calendar, CLOCK).format(moment)


def format_time_zone(moment: datetime.datetime, zone: str, code: str) -> str:
    """Return the name that a time zone has at a moment, for example Central European Summer Time."""
    said = icu.SimpleDateFormat("zzzz", _locale(code, "gregory"))
    said.setTimeZone(icu.TimeZone.createTimeZone(zone))
    return said.format(moment)


def format_year(first: int, code: str, last: int | None = None) -> str:
    """Format a Gregorian year or range of years, with the era in a language with another calendar: ۲۰۲۲ م."""
    last = last or first
    if language(code).calendar == "gregory" or not 0 < first <= last:
        return "–".join(format_number(year, code, grouping=False) for year in dict.fromkeys((first, last)))
    interval = icu.DateInterval(*(_noon(datetime.date(year, 7, 1)) for year in (first, last)))
    return _years_format(code).format(interval)


def _say(value: datetime.date, code: str, calendar: str, skeleton: str = LONG_DATE) -> str:
    """Format a date."""
    return _override_months(_date_format(code, calendar, skeleton).format(_noon(value)), {value}, code, calendar)


def _year(value: datetime.date, calendar: str) -> str:
    return _date_format(SOURCE_LANGUAGE, calendar, "y").format(_noon(value))


def _say_range(first: datetime.date, last: datetime.date, code: str, calendar: str) -> str:
    said = _interval_format(code, calendar).format(icu.DateInterval(_noon(first), _noon(last)))
    return _override_months(said, {first, last}, code, calendar)


def _override_months(said: str, days: set[datetime.date], code: str, calendar: str) -> str:
    """Replace the month names of these days by the secretariat's overrides, if there are any."""
    for value in days:
        month = int(_date_format(SOURCE_LANGUAGE, calendar, "M").format(_noon(value)))
        name = overridden_name(NameOverride.Kind.MONTH, f"{calendar}-{month:02}", code)
        if name:
            said = said.replace(_date_format(code, calendar, "MMMM").format(_noon(value)).strip(), name)
    return said


def format_unit(value: float, unit: str, code: str, *, in_full: bool = False) -> str:
    """Format a value with the name of a CLDR unit: 530 km, ۵۳۰ کیلومتر.

    For most non-Latin scripts, CLDR's short unit names are in Latin letters, so these languages get the long names.
    With ``in_full``, all languages do.
    """
    width = "short" if language(code).script == "Latn" and not in_full else "full-name"
    return _number_format(f"unit/{unit} unit-width-{width} .#", code).formatDouble(float(value))


def format_file_size(size: int, code: str) -> str:
    """Format a size in bytes as kilobytes or megabytes (powers of ten), in the language's digits and unit names."""
    if size >= 1_000_000:
        return format_unit(size / 1_000_000, "megabyte", code)
    return format_unit(max(1, round(size / 1000)), "kilobyte", code)

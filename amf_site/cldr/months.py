"""Months and weeks in the calendar of a language."""

import datetime
from dataclasses import dataclass

import icu

from amf_site.languages import language

from .formats import _date_format, _locale, _noon

WEEK = 7


@dataclass(frozen=True)
class Month:
    """A month of the language's calendar, by its Gregorian days."""

    first: datetime.date
    last: datetime.date


def _calendar(code: str) -> icu.Calendar:
    return icu.Calendar.createInstance(icu.TimeZone.getGMT(), _locale(code, language(code).calendar))


def month_of(day: datetime.date, code: str) -> Month:
    """Return the month that a day is in."""
    calendar = _calendar(code)
    calendar.setTime(_noon(day))
    number = calendar.get(icu.UCalendarDateFields.DAY_OF_MONTH)
    length = calendar.getActualMaximum(icu.UCalendarDateFields.DAY_OF_MONTH)
    first = day - datetime.timedelta(days=number - 1)
    return Month(first, first + datetime.timedelta(days=length - 1))


def weeks_of(month: Month, code: str) -> list[list[datetime.date]]:
    """Return the whole weeks that a month touches. The first day of the week is that of the language."""
    starts_on = _calendar(code).getFirstDayOfWeek()  # 1 is Sunday
    ahead = (month.first.isoweekday() % WEEK + 1 - starts_on) % WEEK
    start = month.first - datetime.timedelta(days=ahead)
    count = ((month.last - start).days // WEEK) + 1
    days = [start + datetime.timedelta(days=number) for number in range(count * WEEK)]
    return [days[number : number + WEEK] for number in range(0, len(days), WEEK)]


def weekday(day: datetime.date, code: str) -> str:
    """Return the name of the day of the week."""
    return _date_format(code, language(code).calendar, "cccc").format(_noon(day))


def short_weekday(day: datetime.date, code: str) -> str:
    return _date_format(code, language(code).calendar, "ccc").format(_noon(day))


def number_in_month(day: datetime.date, code: str) -> str:
    """Return the number of the day in its month, in the digits of the language."""
    return _date_format(code, language(code).calendar, "d").format(_noon(day))

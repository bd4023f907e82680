"""Format dates in the admin in the calendar and digits of the interface language; Django only has Gregorian dates.

This patches ``django.utils.formats.date_format`` for the named, localised formats; explicit patterns are untouched.
Remove it once Django supports other calendars; ``tests/site/test_admin_dates.py`` fails then.
"""

import datetime
from functools import wraps
from typing import Any

from django.utils import formats, timezone
from django.utils.translation import get_language

from amf_site.languages import BY_CODE

from .formats import format_date, format_number

#: Django's names of localised date formats, and whether each includes the time.
WITH_HOUR = {"DATE_FORMAT": False, "SHORT_DATE_FORMAT": False, "DATETIME_FORMAT": True, "SHORT_DATETIME_FORMAT": True}


def hour(moment: datetime.datetime | datetime.time, code: str) -> str:
    zero, minutes = format_number(0, code), format_number(moment.minute, code, grouping=False)
    return f"{format_number(moment.hour, code)}:{minutes.rjust(2, zero)}"


def write_dates_in_their_calendar() -> None:
    gregorian = formats.date_format

    @wraps(gregorian)
    def date_format(value: Any, format: Any = None, use_l10n: Any = None) -> str:
        code, name = get_language() or "", format or "DATE_FORMAT"
        row = BY_CODE.get(code)
        if row is None or row.calendar == "gregory" or name not in WITH_HOUR:
            return gregorian(value, format, use_l10n)
        if isinstance(value, datetime.datetime) and timezone.is_aware(value):
            value = timezone.localtime(value)
        day = format_date(value, code)
        return f"{day}، {hour(value, code)}" if WITH_HOUR[name] and isinstance(value, datetime.datetime) else day

    formats.date_format = date_format

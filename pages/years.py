"""Validators for years of the Gregorian calendar: of past events, of figures and of plans."""

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

#: Plausible years of the Persian calendar, and the number to add for the Gregorian year.
PERSIAN_YEARS = range(1300, 1500)
TO_GREGORIAN = 621


#: Days and dates are between these. What is earlier or later is a typing error, which lists and calendars may not bear:
#: some days have no equivalent in another time zone, or no day after them.
FIRST_YEAR, LAST_YEAR = 1000, 2199


def is_plausible_year(year: int) -> bool:
    return FIRST_YEAR <= year <= LAST_YEAR


def validate_past_year(year: int) -> None:
    if year > timezone.localdate().year:
        raise ValidationError(_("This year is in the future."))


def validate_gregorian_year(year: int) -> None:
    if year in PERSIAN_YEARS:
        message = _("This looks like a year of the Persian calendar. Write the Gregorian one: %(first)d or %(second)d.")
        first = year + TO_GREGORIAN
        raise ValidationError(message, params={"first": first, "second": first + 1})


def validate_year_of_figure(year: int) -> None:
    validate_gregorian_year(year)
    validate_past_year(year)

"""Dates of which only the year, or the year and the month, may be known.

They are stored as ISO 8601 writes them, ``2011``, ``2011-04`` or ``2011-04-01``, so that their alphabetical order is
their order in time.
"""

import calendar
import datetime
import re
from dataclasses import dataclass
from typing import Any, Literal

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from amf_site.cldr.number_fields import ascii_digits

from .years import is_plausible_year, validate_gregorian_year

WRITTEN = re.compile(r"(\d{4})(?:[-/](\d{1,2})(?:[-/](\d{1,2}))?)?")


@dataclass(frozen=True)
class PartialDate:
    """A year, a month of a year, or a day, of the Gregorian calendar."""

    year: int
    month: int | None = None
    day: int | None = None

    @classmethod
    def parse(cls, text: str) -> "PartialDate":
        """Read what ``str`` writes. Raise ``ValueError`` for anything else, and for days that do not exist."""
        found = WRITTEN.fullmatch(text)
        if found is None:
            raise ValueError(text)
        value = cls(*(int(part) if part else None for part in found.groups()))  # type: ignore[arg-type]
        datetime.date(*(1 if part is None else part for part in (value.year, value.month, value.day)))
        return value

    def __str__(self) -> str:
        parts = [f"{self.year:04}", *(f"{part:02}" for part in (self.month, self.day) if part)]
        return "-".join(parts)

    @property
    def precision(self) -> Literal["year", "month", "day"]:
        return "day" if self.day else "month" if self.month else "year"

    @property
    def first_day(self) -> datetime.date:
        """The first day that may be meant."""
        return datetime.date(self.year, self.month or 1, self.day or 1)

    @property
    def last_day(self) -> datetime.date:
        """The last day that may be meant."""
        month = self.month or 12
        return datetime.date(self.year, month, self.day or calendar.monthrange(self.year, month)[1])


def validate_partial_date(text: str) -> None:
    """Raise ``ValidationError`` for what is no date, or looks like one of the Persian calendar."""
    try:
        value = PartialDate.parse(text)
        if not is_plausible_year(value.year):
            raise ValueError(text)
    except ValueError as error:
        raise ValidationError(_("Write the year, the month or the day: 2011, 2011-04 or 2011-04-01.")) from error
    validate_gregorian_year(value.year)


class PartialDateField(models.CharField):
    """Stores a date of any precision as text, and accepts other digits, one-digit months and slashes."""

    default_validators = [validate_partial_date]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"max_length": 10, **kwargs})

    def to_python(self, value: Any) -> Any:
        value = super().to_python(value)
        if not isinstance(value, str):
            return value
        plain = ascii_digits(value)
        try:
            return str(PartialDate.parse(plain))
        except ValueError:
            return plain

    def formfield(self, **kwargs: Any) -> Any:
        return super().formfield(**{"form_class": PartialDateFormField, **kwargs})


class PartialDateFormField(forms.CharField):
    """Leaves room for what the model field shortens, so that it refuses a wrong date in words of its own."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{**kwargs, "max_length": 40})
        self.widget.attrs.update({"dir": "ltr", "autocomplete": "off"})


def parse_or_none(text: str) -> PartialDate | None:
    """Return the date of a field that may be empty."""
    return PartialDate.parse(text) if text else None

"""Fields for days and times in the admin, which accept digits of every script.

They refuse years of the Persian calendar, which would otherwise be long past: a page that is to go live on 1405-09-09
would be published at once.
"""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from wagtail.admin.forms.models import register_form_field_override
from wagtail.admin.widgets import AdminDateInput, AdminDateTimeInput, AdminTimeInput

from amf_site.cldr.number_fields import ascii_digits

from .years import is_plausible_year, validate_gregorian_year

SLASHES = re.compile(r"^(\d{4})/(\d{1,2})/(\d{1,2})(?!\d)")


class TakesAllDigits(forms.Field):
    """Mixin for a field of days or times: digits of every script, and slashes in days as in ``2031/5/1``."""

    def to_python(self, value: Any) -> Any:
        return super().to_python(SLASHES.sub(r"\1-\2-\3", ascii_digits(value)) if isinstance(value, str) else value)


class GregorianYear(TakesAllDigits):
    """Mixin for a date field."""

    def to_python(self, value: Any) -> Any:
        date = super().to_python(value)
        if date and not is_plausible_year(date.year):
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        if date:
            validate_gregorian_year(date.year)
        return date


class GregorianDateField(GregorianYear, forms.DateField):
    pass


class GregorianDateTimeField(GregorianYear, forms.DateTimeField):
    pass


class HourField(TakesAllDigits, forms.TimeField):
    pass


def use_date_fields() -> None:
    """Use these fields in all model forms of the admin."""
    register_form_field_override(
        models.DateField, override={"form_class": GregorianDateField, "widget": AdminDateInput}
    )
    register_form_field_override(models.TimeField, override={"form_class": HourField, "widget": AdminTimeInput})
    register_form_field_override(
        models.DateTimeField, override={"form_class": GregorianDateTimeField, "widget": AdminDateTimeInput}
    )

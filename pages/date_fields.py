"""Date fields for the admin that refuse years of the Persian calendar, which would otherwise be long past.

A page that is to go live on 1405-09-09 would be published at once.
"""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from wagtail.admin.forms.models import register_form_field_override
from wagtail.admin.widgets import AdminDateInput, AdminDateTimeInput

from .years import is_plausible_year, validate_gregorian_year


class GregorianYear(forms.Field):
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


def use_date_fields() -> None:
    """Use these fields in all model forms of the admin."""
    register_form_field_override(
        models.DateField, override={"form_class": GregorianDateField, "widget": AdminDateInput}
    )
    register_form_field_override(
        models.DateTimeField, override={"form_class": GregorianDateTimeField, "widget": AdminDateTimeInput}
    )

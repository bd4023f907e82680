"""Number fields for the admin that accept digits of every script and display those of the active language.

``<input type="number">`` silently drops Persian digits.
"""

import re
import unicodedata
from decimal import Decimal
from functools import lru_cache
from typing import Any

from django import forms
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.models import register_form_field_override

from amf_site.languages import SOURCE_LANGUAGE

from .formats import format_number

#: Decimal and thousands separators, spaces and the minus sign of other keyboards, with their ASCII equivalents.
MARKS = str.maketrans({"٫": ".", "٬": ",", "،": ",", "−": "-", "\u00a0": " ", "\u202f": " ", "\u2009": " "})
GROUPED = re.compile(r"[-+]?\d{1,3}(?:(?:,\d{3})+|(?: \d{3})+)(?:\.\d+)?")
#: As in Hindi and Bengali, whose groups before the last one have two digits.
GROUPED_BY_TWO = re.compile(r"[-+]?\d{1,2}(?:,\d{2})*,\d{3}(?:\.\d+)?")
#: As in Turkish, where the comma is the decimal separator.
WITH_DECIMAL_COMMA = re.compile(r"[-+]?(?:\d{1,3}(?:\.\d{3})+|\d{1,3}(?: \d{3})+|\d+)(?:,\d+)?")


def ascii_digits(text: str) -> str:
    """Return text with ASCII digits, and without the invisible signs that keyboards and copies leave beside them."""
    signs = (sign for sign in text.strip() if unicodedata.category(sign) != "Cf")
    return "".join(str(unicodedata.decimal(sign)) if sign.isdecimal() else sign for sign in signs).strip()


def plain_number(text: str) -> str:
    """Turn ``۱٬۵۶۵٬۵۷۲`` or ``1 565 572`` into ``1565572``; leave anything else for the form field to reject.

    The active language says whether ``412.000`` is a number of three digits or of six.
    """
    plain = ascii_digits(text).translate(MARKS)
    own = own_way(get_language() or SOURCE_LANGUAGE)
    if own is WITH_DECIMAL_COMMA and own.fullmatch(plain):
        return re.sub("[. ]", "", plain).replace(",", ".")
    if any(sign.isdecimal() and not sign.isascii() for sign in text):
        plain = plain.replace("/", ".", 1)  # the decimal separator of keyboards without ``٫``
    return re.sub("[, ]", "", plain) if GROUPED.fullmatch(plain) or own.fullmatch(plain) else plain


@lru_cache
def own_way(code: str) -> re.Pattern[str]:
    """Return how numbers are written in a language, in ASCII digits."""
    sample = ascii_digits(format_number(1234567.5, code))
    if sample.endswith(",5"):
        return WITH_DECIMAL_COMMA
    return GROUPED_BY_TWO if sample.startswith("12,34,") else GROUPED


@lru_cache
def digits_of(code: str) -> dict[int, str]:
    digits = {str(digit): format_number(digit, code) for digit in range(10)}
    return str.maketrans({**digits, ".": format_number(0.5, code).strip("".join(digits.values()))})


def written(number: Any) -> str:
    """Format a number in the active language's digits, without grouping or trailing zeros."""
    text = f"{number.normalize():f}" if isinstance(number, Decimal) else str(number)
    return text.translate(digits_of(get_language() or SOURCE_LANGUAGE))


class DigitsInput(forms.TextInput):
    """A text input that opens the numeric keyboard on touch screens."""

    def __init__(self, attrs: Any = None) -> None:
        super().__init__({"inputmode": "decimal", "dir": "ltr", "autocomplete": "off", **(attrs or {})})


class TakesAllDigits(forms.Field):
    """Mixin for a number field: converts the input to ASCII digits before validation."""

    default_error_messages = {"invalid": _("Write a plain number, for example 1565572 or 35.6892.")}

    def to_python(self, value: Any) -> Any:
        return super().to_python(plain_number(value) if isinstance(value, str) else value)

    def prepare_value(self, value: Any) -> Any:
        """Localise the initial value, but return text that the user typed unchanged."""
        is_number = isinstance(value, (int, float, Decimal)) and not self.widget.is_hidden
        return written(value) if is_number else value


class WholeNumberField(TakesAllDigits, forms.IntegerField):
    pass


class DecimalNumberField(TakesAllDigits, forms.DecimalField):
    pass


def _override(form_class: type[forms.Field]) -> Any:
    return lambda field: {} if field.choices else {"form_class": form_class, "widget": DigitsInput}


def use_number_fields() -> None:
    """Use these fields in all model forms of the admin."""
    register_form_field_override(models.IntegerField, override=_override(WholeNumberField))
    register_form_field_override(models.DecimalField, override=_override(DecimalNumberField))

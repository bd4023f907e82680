"""A model field for international telephone numbers."""

import unicodedata
from typing import Any

from django.core.validators import RegexValidator
from django.db import models
from django.forms import TextInput
from django.utils.translation import gettext_lazy as _


class TelephoneField(models.CharField):
    """Stores a number in ASCII digits with ``+`` and the country code, and accepts other digits and ``00``."""

    default_validators = [
        RegexValidator(r"^\+[1-9][0-9 ()./-]{4,}\Z", _("Begin with + and the code of the country: +98 21 8888 0000"))
    ]

    def to_python(self, value: Any) -> Any:
        value = super().to_python(value)
        if not isinstance(value, str):
            return value
        # Numbers copied from a Persian text contain invisible direction marks.
        signs = (sign for sign in value if unicodedata.category(sign) != "Cf")
        plain = "".join(str(unicodedata.decimal(sign)) if sign.isdecimal() else sign for sign in signs).strip()
        return f"+{plain[2:]}" if plain.startswith("00") else plain

    def formfield(self, **kwargs: Any) -> Any:
        return super().formfield(**{"widget": TextInput(attrs={"type": "tel"}), **kwargs})

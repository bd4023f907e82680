"""Telephone numbers that can be dialled from any country."""

import unicodedata
from typing import Any

from django.core.validators import RegexValidator
from django.db import models
from django.forms import TextInput
from django.utils.translation import gettext_lazy as _


class TelephoneField(models.CharField):
    """Kept as it is dialled: in ASCII digits, with ``+`` and the code of the country."""

    default_validators = [
        RegexValidator(r"^\+[1-9][0-9 ()./-]{4,}\Z", _("Begin with + and the code of the country: +98 21 8888 0000"))
    ]

    def to_python(self, value: Any) -> Any:
        value = super().to_python(value)
        if not isinstance(value, str):
            return value
        # Signs of direction come along when a number is copied from a Persian text.
        signs = (sign for sign in value if unicodedata.category(sign) != "Cf")
        plain = "".join(str(unicodedata.decimal(sign)) if sign.isdecimal() else sign for sign in signs).strip()
        return f"+{plain[2:]}" if plain.startswith("00") else plain

    def formfield(self, **kwargs: Any) -> Any:
        return super().formfield(**{"widget": TextInput(attrs={"type": "tel"}), **kwargs})

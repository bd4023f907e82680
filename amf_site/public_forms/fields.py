"""Form fields for what strangers type: bounded, of one line where one line is meant, and e-mail of any script."""

import re
import unicodedata
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.encoding import punycode
from django.utils.translation import gettext_lazy as _

#: Line breaks of all kinds and other control characters; in a header of a mail they could begin another header.
CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
#: Control characters that a text of several lines loses: nobody sees them, and spreadsheets cannot store them.
UNSEEN = re.compile(r"[\x01-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
#: The maximum lengths of an e-mail address and of its part before the @ (RFC 5321).
LONGEST_EMAIL, LONGEST_LOCAL_PART = 254, 64

TOO_LONG = _("This is too long: at most %(limit_value)d characters.")


class LineField(forms.CharField):
    """A text of one line."""

    def __init__(self, *, max_length: int, **options: Any) -> None:
        super().__init__(max_length=max_length, **with_messages(options, max_length=TOO_LONG))

    def validate(self, value: Any) -> None:
        super().validate(value)
        if CONTROLS.search(value):
            raise ValidationError(_("Line breaks are not possible here."), code="line_break")


class TextField(forms.CharField):
    """A text of several lines. A line break counts as one character, as in the browser."""

    def __init__(self, *, max_length: int, rows: int, **options: Any) -> None:
        widget = forms.Textarea({"rows": rows, "dir": "auto"})
        super().__init__(max_length=max_length, widget=widget, **with_messages(options, max_length=TOO_LONG))

    def to_python(self, value: Any) -> str:
        return UNSEEN.sub("", (super().to_python(value) or "").replace("\r\n", "\n").replace("\r", "\n"))


class AddressField(forms.EmailField):
    """An e-mail address. The domain may be in any script, the part before the @ cannot: few mail servers accept that.

    Wide letters of East Asian keyboards and invisible direction marks, which come along when an address is copied, are
    taken for what the sender sees.
    """

    def __init__(self, **options: Any) -> None:
        super().__init__(
            max_length=LONGEST_EMAIL,
            **with_messages(
                options,
                max_length=TOO_LONG,
                invalid=_(
                    "This is not an e-mail address. It looks like name@example.org, with Latin letters before @."
                ),
            ),
        )
        self.widget.attrs |= {"dir": "ltr", "autocomplete": "email", "spellcheck": "false"}

    def to_python(self, value: Any) -> str:
        normal = unicodedata.normalize("NFKC", super().to_python(value) or "")
        return "".join(sign for sign in normal if unicodedata.category(sign) != "Cf").strip()

    def validate(self, value: Any) -> None:
        super().validate(value)
        local, _at, domain = value.rpartition("@")
        if value and not (len(local) <= LONGEST_LOCAL_PART and len(local) + 1 + len(encoded(domain)) <= LONGEST_EMAIL):
            raise ValidationError(self.error_messages["invalid"], code="invalid")


def encoded(domain: str) -> str:
    """Return the domain as mail servers see it; too long for any of them if it cannot be encoded."""
    try:
        return punycode(domain)
    except UnicodeError:
        return "x" * LONGEST_EMAIL


def with_messages(options: dict[str, Any], **messages: Any) -> dict[str, Any]:
    return options | {"error_messages": {"required": _("Please fill this in."), **messages}}

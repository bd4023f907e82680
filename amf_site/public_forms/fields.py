"""Form fields for what strangers type: bounded, of one line where one line is meant, and e-mail of any script."""

import re
import unicodedata
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

from amf_site.mail.addresses import encoded

#: Line breaks of all kinds and other control characters; in a header of a mail they could begin another header.
CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
#: Control characters that a text of several lines loses: nobody sees them, and spreadsheets cannot store them.
UNSEEN = re.compile(r"[\x01-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
#: The zero-width non-joiner, which Persian spelling needs, and the zero-width joiner.
JOINERS = "\u200c\u200d"
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


def validate_address(value: str) -> None:
    """Refuse what is no address, and what mail servers could not take."""
    try:
        sent = encoded(value)
    except UnicodeError as error:
        raise ValidationError("", code="invalid") from error
    if len(value.rpartition("@")[0]) > LONGEST_LOCAL_PART or len(sent) > LONGEST_EMAIL:
        raise ValidationError("", code="invalid")
    validate_email(sent)


class AddressField(forms.EmailField):
    """An e-mail address. The domain may be in any script, the part before the @ cannot: few mail servers accept that.

    Wide letters of East Asian keyboards and invisible direction marks, which come along when an address is copied, are
    taken for what the sender sees. Joiners are a part of some domains.
    """

    default_validators = [validate_address]

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
        local, at, domain = normal.rpartition("@")
        return f"{without_marks(local)}{at}{without_marks(domain, JOINERS).strip(JOINERS)}".strip()


def without_marks(text: str, kept: str = "") -> str:
    """Return a text without the signs that nobody sees, apart from those that are ``kept``."""
    return "".join(sign for sign in text if sign in kept or unicodedata.category(sign) != "Cf")


def with_messages(options: dict[str, Any], **messages: Any) -> dict[str, Any]:
    return options | {"error_messages": {"required": _("Please fill this in."), **messages}}

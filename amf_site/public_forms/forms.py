"""The base of the forms that readers without an account can send."""

import json
from functools import cached_property
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.signing import BadSignature, SignatureExpired, TimestampSigner
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from amf_site.storable import MESSAGE as UNSTORABLE

#: A person needs at least so many seconds to fill in a form, and has so many until it must be opened again.
SHORTEST, LONGEST = 3, 24 * 60 * 60
#: The names of the two fields that are not shown: the signed time, and the trap that only programs fill in.
TIME, TRAP = "opened", "subject"

TOO_FAST = _("The form was sent within moments, as programs do. Please look through it, and send it again.")
TOO_OLD = _("The form was open for more than a day. What you wrote is still here: please look through it, and send it.")
NOT_OURS = _("We could not see when the form was opened. What you wrote is still here: please send it again.")
TRAPPED = _("A field that must stay empty was filled in. It is empty again now: please send the form again.")


def refuse_replaced(value: Any) -> None:
    """Refuse text in which Django has put U+FFFD for bytes that are no UTF-8, such as half an emoji.

    Nobody types that sign, and what stood in its place would be lost without a word.
    """
    if isinstance(value, str) and "\ufffd" in value:
        raise ValidationError(UNSTORABLE, code="replaced")


class PublicForm(forms.Form):
    """A form without cookie, session or script; ``PublicFormMixin`` shows it, and takes what is sent.

    The time at which it was opened is signed and sent along. It says nothing about the reader, so pages with the form
    may be cached for a while. A subclass has a ``key``, and fields with bounded lengths from ``fields``.
    """

    #: Names the form in signatures, limits and ``retention``.
    key = ""
    use_required_attribute = False  # a browser's own messages may be in another language than the page
    required_css_class = "required"

    def __init__(self, data: Any = None, **options: Any) -> None:
        super().__init__(data, **options)
        for field in self.fields.values():
            field.validators = [*field.validators, refuse_replaced]
            if field.required:
                field.widget.attrs["aria-required"] = "true"

    @property
    def _signer(self) -> TimestampSigner:
        return TimestampSigner(salt=f"amf_site.public_forms.{self.key}")

    @cached_property
    def _problem_of_time(self) -> Any:
        """Why the signed time is refused, if it is."""
        value = self.data.get(TIME, "")
        try:
            self._signer.unsign(value, max_age=LONGEST)
        except SignatureExpired:
            return TOO_OLD
        except (BadSignature, ValueError):
            return NOT_OURS
        try:
            self._signer.unsign(value, max_age=SHORTEST)
        except SignatureExpired:
            return None
        return TOO_FAST

    @property
    def time(self) -> str:
        """The value of the hidden field: the one that was sent, as long as it is good for another attempt."""
        if self.is_bound and self._problem_of_time in (None, TOO_FAST):
            return self.data[TIME]
        return self._signer.sign(self.key)

    def clean(self) -> dict[str, Any]:
        if problem := self._problem_of_time or (TRAPPED if self.data.get(TRAP) else None):
            raise ValidationError(problem)
        return self.cleaned_data

    @property
    def fingerprint(self) -> str:
        """A hash of all that was sent. The same words from a form that was opened at another time are new ones."""
        sent = json.dumps([self.data[TIME], self.cleaned_data], sort_keys=True, default=str)
        return salted_hmac(f"amf_site.public_forms.{self.key}", sent, algorithm="sha256").hexdigest()

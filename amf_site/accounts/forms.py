"""allauth's forms for second factors, with limits in the database and digits of every script."""

import struct
from typing import Any

from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from allauth.mfa.utils import decrypt
from allauth.mfa.webauthn.forms import (
    AddWebAuthnForm,
    AuthenticateWebAuthnForm,
    LoginWebAuthnForm,
    ReauthenticateWebAuthnForm,
)
from cryptography.exceptions import InvalidSignature
from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _

from . import limits


def plain(code: str) -> str:
    """Return the code in ASCII digits without spaces: Persian keyboards write other digits."""
    return "".join(str(int(letter)) if letter.isdecimal() else letter for letter in code if not letter.isspace())


class CodeForm(AuthenticateForm):
    """Accepts each code once.

    allauth remembers used codes and counts wrong ones in the cache. While ours is unavailable, no code would be
    accepted and none counted.
    """

    def clean_code(self) -> str:
        if not limits.may_try_code(self.user):
            raise ValidationError(_("Too many wrong codes. Try again in an hour, or use a passkey."))
        code = plain(self.cleaned_data["code"])
        found = self._accept(code)
        if found is None:
            failed = Authenticator.objects.filter(user=self.user).exclude(type=Authenticator.Type.WEBAUTHN).first()
            if failed:
                self._emit_authentication_failed(failed)
            raise get_adapter().validation_error("incorrect_code")
        limits.forget_codes(self.user)
        found.user = self.user
        self.authenticator = found
        return code

    @transaction.atomic
    def _accept(self, code: str) -> Authenticator | None:
        """Return the authenticator for which the code is valid, and mark the code as used."""
        own = Authenticator.objects.select_for_update().filter(user=self.user)
        for totp in own.filter(type=Authenticator.Type.TOTP):
            secret = decrypt(totp.data["secret"])
            for counter in yield_hotp_counters_from_time():
                expected = format_hotp_value(hotp_value(secret, counter))
                if counter > totp.data.get("last_counter", 0) and constant_time_compare(expected, code):
                    totp.data["last_counter"] = counter
                    totp.save(update_fields=["data"])
                    return totp
        for codes in own.filter(type=Authenticator.Type.RECOVERY_CODES):
            if codes.wrap().validate_code(code):
                return Authenticator.objects.get(pk=codes.pk)
        return None


class CodeAgainForm(CodeForm, ReauthenticateForm):
    """The same for a user who is signed in."""

    def save(self) -> None:
        ReauthenticateForm.save(self)


class AppForm(ActivateTOTPForm):
    def clean_code(self) -> str:
        self.cleaned_data["code"] = plain(self.cleaned_data["code"])
        return super().clean_code()


#: What the libraries raise for an answer that no passkey gives; allauth expects some of them only.
UNREADABLE = (
    *(ArithmeticError, AssertionError, AttributeError, LookupError, NotImplementedError, RecursionError, TypeError),
    *(ValueError, struct.error, InvalidSignature),
)


class AnswerField(forms.JSONField):
    widget = forms.HiddenInput

    def to_python(self, value: Any) -> Any:
        try:
            return super().to_python(value)
        except RecursionError as fault:
            raise get_adapter().validation_error("incorrect_code") from fault

    def bound_data(self, data: Any, initial: Any) -> None:
        """Show no answer again: each is for one question of the server."""


class ReadsAnswer:
    """Refuse in words an answer that cannot be read, which anybody can send to the login page."""

    def clean_credential(self) -> Any:
        try:
            return super().clean_credential()  # type: ignore[misc]
        except UNREADABLE as fault:
            raise get_adapter().validation_error("incorrect_code") from fault


class PasskeyLoginForm(ReadsAnswer, LoginWebAuthnForm):
    credential = AnswerField()


class PasskeyAnswerForm(ReadsAnswer, AuthenticateWebAuthnForm):
    credential = AnswerField()


class PasskeyAgainForm(ReadsAnswer, ReauthenticateWebAuthnForm):
    credential = AnswerField()


class PasskeyForm(AddWebAuthnForm):
    """Every key is made such that it can sign in without a password if it is able to, so there is nothing to choose."""

    passwordless: Any = None
    credential = AnswerField()

    def clean(self) -> dict[str, Any]:
        try:
            return super().clean()
        except UNREADABLE as fault:
            raise get_adapter().validation_error("incorrect_code") from fault

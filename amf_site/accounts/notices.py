"""Mail to the owner of an account about what concerns its safety."""

from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _
from wagtail.users.models import UserProfile

from amf_site.mail.backend import AUTOMATIC

#: What is told, by its name. Those of allauth are the names of its mail templates.
TOLD = {
    "webauthn_added": _("A passkey was added to your account."),
    "webauthn_removed": _("A passkey was removed from your account."),
    "totp_activated": _("An authenticator app was added to your account."),
    "totp_deactivated": _("The authenticator app was removed from your account."),
    "recovery_codes_generated": _(
        "New recovery codes were made for your account. The earlier ones are no longer valid."
    ),
    "new_browser": _("Your account was used to sign in with a browser that it had not used before."),
    "reset": _(
        "The passkeys, codes and sessions of your account were removed. Sign in with your password to set up new ones."
    ),
}


def tell(user: Any, name: str, browser: str = "") -> None:
    """Send a mail in the language that the user has chosen for the admin."""
    if not user.email or name not in TOLD:
        return
    with translation.override(UserProfile.get_for_user(user).get_preferred_language()):
        context = {
            "sentence": TOLD[name],
            "username": user.get_username(),
            "browser": browser,
            "at": timezone.localtime(),
            "address": settings.WAGTAILADMIN_BASE_URL,
        }
        subject = translation.gettext("Your account of the Asian Mayors Forum")
        text, page = (render_to_string(f"accounts/mail.{kind}", context) for kind in ("txt", "html"))
        message = EmailMultiAlternatives(subject, text, to=[user.email], headers=dict(AUTOMATIC))
        message.attach_alternative(page, "text/html")
        message.send()

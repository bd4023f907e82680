"""How allauth fits this site: accounts are made in the admin, and everything of allauth stays below it."""

from base64 import urlsafe_b64encode
from hashlib import sha256
from ipaddress import ip_address
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.core import context
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.totp.internal.auth import generate_totp_secret
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.providers.base import AuthProcess
from axes.helpers import get_client_user_agent
from axes.models import AccessLog
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import get_user_model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from amf_site.middleware import client_network

from . import devices, notices

BACKEND = "django.contrib.auth.backends.ModelBackend"


class AccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        return reverse("wagtailadmin_home")

    def get_client_ip(self, request: HttpRequest) -> str:
        """Return the network that limits count. ``UserSession`` stores it as an address."""
        try:
            return str(ip_address(client_network(request)))
        except ValueError:
            return "0.0.0.0"  # noqa: S104

    def login(self, request: HttpRequest, user: Any) -> None:
        """Sign the user in. Tell her of it if she has signed in before, but never with this browser."""
        browser = get_client_user_agent(request)  # as ``AccessLog`` has it
        earlier = AccessLog.objects.filter(username=user.get_username())
        is_new = earlier.exists() and not earlier.filter(user_agent=browser).exists()
        user.backend = BACKEND  # allauth would take the first, which is the one of Axes and finds no users
        super().login(request, user)
        if is_new:
            notices.tell(user, "new_browser", devices.name_of(browser))

    def respond_user_inactive(self, request: HttpRequest, user: Any) -> HttpResponse:
        messages.error(request, _("This account is not active."))
        return redirect("account_login")

    def is_reauthentication_required(self, *, app: str, **options: Any) -> bool:
        """Whoever has just signed in need not prove again who she is."""
        request = context.request
        begin = timezone.now().timestamp() - settings.ACCOUNT_REAUTHENTICATION_TIMEOUT
        return all(record["at"] < begin for record in get_authentication_records(request, request.user))

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        """Ask for the second factor of those who have one, a passkey first, and only others for the password."""
        methods = super().get_reauthentication_methods(user)
        return [method for method in reversed(methods) if method["id"].startswith("mfa_")] or methods

    def send_notification_mail(self, template_prefix: str, user: Any, *args: Any, **options: Any) -> None:
        browser = devices.name_of(self.get_http_user_agent(self.request or context.request))
        notices.tell(user, template_prefix.rpartition("/")[2], browser)


class SecondFactorAdapter(DefaultMFAAdapter):
    """Secrets are stored encrypted, so a copy of the database alone opens no account."""

    def _get_site_name(self) -> str:
        return settings.WAGTAIL_SITE_NAME

    def _get_user_identifier(self, user: Any) -> str:
        return user.get_username()

    def generate_authenticator_name(self, user: Any, type: Any) -> str:
        return devices.name_of(context.request.headers.get("User-Agent", ""))

    def encrypt(self, text: str) -> str:
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Return the secret, or one that no code fits if ``SECRET_KEY`` was replaced without a fallback."""
        try:
            return _cipher().decrypt(encrypted_text.encode()).decode()
        except InvalidToken:
            return generate_totp_secret()


def _cipher() -> MultiFernet:
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    digests = (sha256(b"second factor" + key.encode()).digest() for key in keys)
    return MultiFernet([Fernet(urlsafe_b64encode(digest)) for digest in digests])


class SignOnAdapter(DefaultSocialAccountAdapter):
    """Single sign-on opens the account with the same verified e-mail address, and makes none."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """Find the account. allauth's own way by e-mail would erase its password."""
        if sociallogin.state.get("process", AuthProcess.LOGIN) != AuthProcess.LOGIN:
            raise ImmediateHttpResponse(self.refuse(request))  # accounts are not joined by hand
        if sociallogin.is_existing:
            return
        addresses = [address.email for address in sociallogin.email_addresses if address.verified and address.email]
        users = get_user_model().objects.filter(is_active=True)
        found = [user for address in addresses for user in users.filter(email__iexact=address)]
        if len(found) != 1:
            raise ImmediateHttpResponse(self.refuse(request))
        sociallogin.user = found[0]

    def on_authentication_error(self, request: HttpRequest, *args: Any, **options: Any) -> None:
        raise ImmediateHttpResponse(self.refuse(request, _("Single sign-on did not succeed. Please try again.")))

    def get_connect_redirect_url(self, request: HttpRequest, socialaccount: Any) -> str:
        return reverse("mfa_index")

    @staticmethod
    def refuse(request: HttpRequest, sentence: str = "") -> HttpResponse:
        unknown = _("There is no account here with your e-mail address. Ask an administrator of the site for one.")
        messages.error(request, sentence or unknown)
        return redirect("account_login")

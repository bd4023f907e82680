"""The middleware that keeps sessions without a second factor out of the admin."""

from collections.abc import Callable
from typing import Any

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode

from . import audit, second_factor

ENTER = "wagtailadmin.access_admin"
#: Routes below ``admin/`` without anything of the site: to sign in and out, and what login pages load.
OPEN = ("admin/login/", "admin/logout/", "admin/password_reset/", "admin/jsi18n/", "admin/sprite/")
#: Views, by name, for a session that has yet to prove the second factor of its account.
TO_PROVE = ("mfa_reauthenticate_webauthn", "mfa_reauthenticate")
#: Views for an account that has to set up a second factor first. The first is where it is led.
TO_SET_UP = ("mfa_index", "mfa_add_webauthn", "mfa_activate_totp", "account_reauthenticate")


class AdminGate:
    """Lead sessions that need a second factor to where it is given, whichever way they were begun.

    It looks at the session and not at the way to sign in: a session may have begun before the factor was set up, before
    it became compulsory, on the login page of private pages, or with single sign-on.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if hasattr(request, "is_confined") and request.user.is_authenticated:
            self.note_new_key(request)
            if response.headers.get("Content-Disposition", "").startswith("attachment"):
                audit.note(request.user, audit.EXPORTED, user=request.user, what=request.path_info)
        return response

    def process_view(self, request: HttpRequest, view: Callable, args: Any, kwargs: Any) -> HttpResponse | None:
        match = request.resolver_match
        # Only here may ``request.user`` be read: it makes responses vary by cookie.
        if match is None or not match.route.startswith("admin/") or match.route.startswith(OPEN):
            return None
        if not request.user.is_authenticated:
            return None
        open_views = self.views_for(request)
        # Whether pages show no menu of the admin.
        request.is_confined = open_views is not None or not request.user.has_perm(ENTER)  # type: ignore[attr-defined]
        if open_views is None or match.url_name in open_views:
            return None
        here = request.get_full_path() if request.method == "GET" else ""
        return redirect(reverse(open_views[0]) + (f"?{urlencode({'next': here})}" if here else ""))

    @staticmethod
    def note_new_key(request: HttpRequest) -> None:
        """Keep the session in the user's list of sessions: a new password gives it another key."""
        if request.session.session_key != request.COOKIES.get(settings.SESSION_COOKIE_NAME):
            UserSession.objects.create_from_request(request)

    @staticmethod
    def views_for(request: HttpRequest) -> tuple[str, ...] | None:
        """Return the only views that the session may open, or ``None`` for all."""
        was_given = second_factor.was_given(request)
        if was_given and not second_factor.is_compulsory():
            return None
        if second_factor.has_factor(request.user):
            return None if was_given else TO_PROVE
        return TO_SET_UP if second_factor.is_required_for(request.user) else None

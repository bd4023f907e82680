"""The addresses of accounts below ``/admin/``. Of allauth's, only those that are listed here exist."""

import logging
from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account.views import reauthenticate
from allauth.mfa import urls as mfa_urls
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.openid_connect import urls as sign_on_urls
from django.http import HttpRequest, HttpResponseBase
from django.urls import include, path
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.generic import RedirectView
from requests import RequestException
from wagtail.admin.localization import get_localized_response
from wagtail.log_actions import LogContext
from wagtail.utils.urlpatterns import decorate_urlpatterns

from .adapters import SignOnAdapter
from .login import LoginView
from .password_reset import PasswordResetView
from .views import SessionsView, reset

logger = logging.getLogger(__name__)


def as_in_the_admin(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Decorator that shows a view in the language and time zone that its user has chosen for the admin."""

    @wraps(view)
    def shown(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return view(request, *args, **kwargs)
        with LogContext(user=request.user):
            return get_localized_response(view, request, *args, **kwargs)

    return never_cache(shown)


def told_in_words(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Decorator that leads back to the login page if the service does not answer, or not as it should."""

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            return view(request, *args, **kwargs)
        except (RequestException, OAuth2Error, KeyError, TypeError, ValueError) as fault:
            logger.warning("single sign-on failed: %s", type(fault).__name__, exc_info=fault)
            return SignOnAdapter.refuse(request, _("Single sign-on did not succeed. Please try again."))

    return answered


OWN = [
    path("reauthenticate/", reauthenticate, name="account_reauthenticate"),
    # Passkeys are listed with the other factors.
    path("2fa/webauthn/", RedirectView.as_view(pattern_name="mfa_index"), name="mfa_list_webauthn"),
    path("2fa/", include(mfa_urls)),
    path("sessions/", SessionsView.as_view(), name="usersessions_list"),
    path("reset/<int:pk>/", reset, name="accounts_reset"),
    path("", include(decorate_urlpatterns(sign_on_urls.urlpatterns, told_in_words))),
]

urlpatterns = [
    path("admin/login/", LoginView.as_view(), name="account_login"),
    path("admin/password_reset/", PasswordResetView.as_view()),
    path("admin/me/", include(decorate_urlpatterns(OWN, as_in_the_admin))),
]

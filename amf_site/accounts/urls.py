"""The addresses of accounts below ``/admin/``. Of allauth's, only those that are listed here exist."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account.views import reauthenticate
from allauth.mfa import urls as mfa_urls
from allauth.socialaccount.providers.openid_connect import urls as sign_on_urls
from django.http import HttpRequest, HttpResponseBase
from django.urls import include, path
from django.views.decorators.cache import never_cache
from wagtail.admin.localization import get_localized_response
from wagtail.log_actions import LogContext
from wagtail.utils.urlpatterns import decorate_urlpatterns

from .login import LoginView
from .password_reset import PasswordResetView
from .views import SessionsView, reset


def as_in_the_admin(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Decorator that shows a view in the language and time zone that its user has chosen for the admin."""

    @wraps(view)
    def shown(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return view(request, *args, **kwargs)
        with LogContext(user=request.user):
            return get_localized_response(view, request, *args, **kwargs)

    return never_cache(shown)


OWN = [
    path("reauthenticate/", reauthenticate, name="account_reauthenticate"),
    path("2fa/", include(mfa_urls)),
    path("sessions/", SessionsView.as_view(), name="usersessions_list"),
    path("reset/<int:pk>/", reset, name="accounts_reset"),
    path("", include(sign_on_urls)),
]

urlpatterns = [
    path("admin/login/", LoginView.as_view(), name="account_login"),
    path("admin/password_reset/", PasswordResetView.as_view()),
    path("admin/me/", include(decorate_urlpatterns(OWN, as_in_the_admin))),
]

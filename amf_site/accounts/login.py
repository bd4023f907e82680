"""Signing in with a password: in the admin, and on private pages (``pages.private``)."""

from typing import Any

from allauth.account.internal.flows.login import perform_password_login
from allauth.account.models import Login
from allauth.socialaccount.adapter import get_adapter
from django.contrib.auth import views
from django.contrib.auth.forms import AuthenticationForm
from django.http import HttpResponseBase
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from wagtail.admin.views import account


class PasswordView(views.LoginView):
    """Leave the rest to allauth once the password is right: it asks for the second factor of those who have one."""

    def form_valid(self, form: AuthenticationForm) -> HttpResponseBase:  # type: ignore[override]
        user = form.get_user()
        login = Login(user=user, redirect_url=self.get_success_url())
        return perform_password_login(self.request, {"username": user.get_username()}, login)


@method_decorator(never_cache, name="dispatch")
class LoginView(account.LoginView, PasswordView):
    """Wagtail's login view, except that it ignores a ``next`` parameter that is not a URL.

    For users who are already signed in, Wagtail passes ``next`` to ``django.shortcuts.redirect``, which takes such a
    value for a view name and raises ``NoReverseMatch`` (a 500 response).
    """

    def get_redirect_url(self) -> str:  # type: ignore[override]  # django-stubs describe a later Django
        address = super().get_redirect_url()
        return address if address.startswith(("/", "http://", "https://")) else ""

    def get_form(self, *args: Any, **options: Any) -> AuthenticationForm:
        """Give the field its label, which Wagtail makes of the field's English name."""
        form = super().get_form(*args, **options)
        form.fields["password"].label = _("Password")
        return form

    def get_context_data(self, **options: Any) -> dict[str, Any]:
        providers = get_adapter().list_providers(self.request)
        links = [(provider.name, provider.get_login_url(self.request)) for provider in providers]
        return super().get_context_data(**options) | {"sign_on": links}

"""Signing in to the admin."""

from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from wagtail.admin.views import account


@method_decorator(never_cache, name="dispatch")
class LoginView(account.LoginView):
    """Wagtail's takes a ``next`` that is no address for the name of a view, and answers 500 if there is none.

    Only to whoever is signed in already: ``django.shortcuts.redirect`` is at fault, ``HttpResponseRedirect`` is not.
    """

    def get_redirect_url(self) -> str:
        address = super().get_redirect_url()
        return address if address.startswith(("/", "http://", "https://")) else ""

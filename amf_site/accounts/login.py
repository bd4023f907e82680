"""The login view of the admin."""

from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from wagtail.admin.views import account


@method_decorator(never_cache, name="dispatch")
class LoginView(account.LoginView):
    """Wagtail's login view, except that it ignores a ``next`` parameter that is not a URL.

    For users who are already signed in, Wagtail passes ``next`` to ``django.shortcuts.redirect``, which takes such a
    value for a view name and raises ``NoReverseMatch`` (a 500 response).
    """

    def get_redirect_url(self) -> str:
        address = super().get_redirect_url()
        return address if address.startswith(("/", "http://", "https://")) else ""

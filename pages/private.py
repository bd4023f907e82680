"""Sign-in and password views for private pages. They reveal nothing of the page; ``BasePage`` shows the form."""

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import NoReverseMatch, reverse
from django.utils.translation import get_language
from wagtail.views import authenticate_with_password

from amf_site.accounts.login import PasswordView

from .serving import resolve_path


class SignIn(PasswordView):
    """The login view to which Wagtail redirects readers of a page that needs an account."""

    template_name = "private/sign_in.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not resolve_path([], get_language(), request):
            raise Http404
        response = super().dispatch(request, *args, **kwargs)
        response["X-Robots-Tag"] = "noindex"
        return response

    def get_redirect_url(self) -> str:  # type: ignore[override]  # django-stubs describe a later Django
        """Accept absolute paths only: the browser would resolve a relative one against the sign-in page."""
        address = super().get_redirect_url()
        return address if address.startswith("/") else ""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"action_url": reverse("wagtailcore_login")}


def answer_password(request: HttpRequest, page_view_restriction_id: int, page_id: int) -> HttpResponseBase:
    """Check a page's password and redirect back to it.

    Wagtail's view passes ``return_url`` to ``redirect``, which takes a value that is no URL for a view name and raises
    ``NoReverseMatch``. Redirect to the default address then, instead of answering 500.
    """
    try:
        return authenticate_with_password(request, page_view_restriction_id, page_id)
    except NoReverseMatch:
        return redirect(settings.LOGIN_REDIRECT_URL)

"""An account or a password for a private page. Nothing of the page is said here; ``BasePage`` asks for a password."""

from typing import Any

from django.conf import settings
from django.contrib.auth.views import LoginView
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import NoReverseMatch, reverse
from django.utils.translation import get_language
from wagtail.views import authenticate_with_password

from .serving import resolve_path


class SignIn(LoginView):
    """Where Wagtail sends a reader of a page that needs an account; from there back to the page."""

    template_name = "private/sign_in.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not resolve_path([], get_language(), request):
            raise Http404
        response = super().dispatch(request, *args, **kwargs)
        response["X-Robots-Tag"] = "noindex"
        return response

    def get_redirect_url(self) -> str:  # type: ignore[override]  # the stubs are of a later Django
        """Back to an address, not to what would be taken as a part of this one."""
        address = super().get_redirect_url()
        return address if address.startswith("/") else ""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"action_url": reverse("wagtailcore_login")}


def answer_password(request: HttpRequest, page_view_restriction_id: int, page_id: int) -> HttpResponseBase:
    """Wagtail's view takes a ``return_url`` that is no address for the name of a view; 500 if there is none."""
    try:
        return authenticate_with_password(request, page_view_restriction_id, page_id)
    except NoReverseMatch:
        return redirect(settings.LOGIN_REDIRECT_URL)

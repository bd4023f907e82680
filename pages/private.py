"""Sign in to a private page. Nothing of the page is said here; ``BasePage`` asks for a password in the same way."""

from typing import Any

from django.contrib.auth.views import LoginView
from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.translation import get_language

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

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"action_url": reverse("wagtailcore_login")}

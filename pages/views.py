"""The language chooser, and a decorator for views below a language prefix that are not pages."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language_from_request, override
from django.views.decorators.http import require_safe

from amf_site.languages import SOURCE_LANGUAGE

from .frame import PageContext


@require_safe
def choose_language(request: HttpRequest) -> HttpResponse:
    """Show the page at ``/``: every open language by its own name, the browser's first. There is no redirect."""
    preferred = get_language_from_request(request)
    codes = [row.code for row in PageContext(request).open_languages]
    best = preferred if preferred in codes else SOURCE_LANGUAGE
    with override(best):
        frame = PageContext(request)
        languages = sorted(frame.languages, key=lambda link: link.language.code != best)
        response = render(request, "chooser.html", {"languages": languages, "best": best})
    response["Content-Language"] = best
    # Staff may see more languages than readers.
    is_personal = settings.SESSION_COOKIE_NAME in request.COOKIES
    response["Cache-Control"] = "private, no-cache" if is_personal else "public, max-age=300"
    patch_vary_headers(response, ("Accept-Language",))
    return response


def in_an_open_language(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Decorate a view below a language prefix: raise ``Http404`` if the language is not open to this user."""

    @wraps(view)
    def answer(request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        frame = PageContext(request)
        if frame.language not in frame.open_languages:
            raise Http404
        request.page_frame = frame  # type: ignore[attr-defined]
        return view(request, **kwargs)

    return answer

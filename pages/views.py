"""The language chooser and the page that says that there is no page."""

from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language_from_path, get_language_from_request, override
from django.views.decorators.http import require_safe

from amf_site.languages import SOURCE_LANGUAGE

from .frame import PageContext


@require_safe
def choose_language(request: HttpRequest) -> HttpResponse:
    """The page at ``/``: every open language in its own name, the browser's first. Nobody is redirected."""
    preferred = get_language_from_request(request)
    codes = [row.code for row in PageContext(request).open_languages]
    best = preferred if preferred in codes else SOURCE_LANGUAGE
    with override(best):
        frame = PageContext(request)
        languages = sorted(frame.languages, key=lambda link: link.language.code != best)
        response = render(request, "chooser.html", {"languages": languages, "best": best})
    response["Content-Language"] = best
    # Staff are offered more languages than readers.
    is_personal = settings.SESSION_COOKIE_NAME in request.COOKIES
    response["Cache-Control"] = "private, no-cache" if is_personal else "public, max-age=300"
    patch_vary_headers(response, ("Accept-Language",))
    return response


def in_an_open_language(view: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """A view at an address of a language is there only if the language is open to whoever asks."""

    @wraps(view)
    def answer(request: HttpRequest) -> HttpResponse:
        frame = PageContext(request)
        if frame.language not in frame.open_languages:
            raise Http404
        request.page_frame = frame  # type: ignore[attr-defined]
        return view(request)

    return answer


def page_not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404 in the language of the address, with the languages in which the page exists.

    An address in no open language is answered in the source language: the other's words could not be shown around it.
    """
    code = get_language_from_path(request.path_info)
    if code not in [row.code for row in PageContext(request).open_languages]:
        code = SOURCE_LANGUAGE
    with override(code):
        response = render(request, "errors/404.html", status=404)
        response["Content-Language"] = code
    return response

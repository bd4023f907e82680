"""The language chooser, and what stands at an address of a language without being a page."""

from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language_from_request, override
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

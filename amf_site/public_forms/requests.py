"""What is refused of a request before its form is read: another site's, and what is too large or unreadable."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import BadRequest, RequestDataTooBig, SuspiciousOperation
from django.http import HttpRequest, HttpResponse, QueryDict, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

#: The maximum size of what is sent, as in ``deploy/nginx.conf``.
LARGEST = 64 * 1024
#: The headers of answers that belong to one reader. Their addresses may have a secret, which no other page is told; but
#: without any referrer, browsers would also hide where a form comes from, and old ones would be refused.
PERSONAL = {"Cache-Control": "no-store", "X-Robots-Tag": "noindex", "Referrer-Policy": "strict-origin"}


@dataclass(frozen=True)
class Refusal(Exception):  # noqa: N818 it is an answer
    """An answer that is a page in the reader's language."""

    status: int
    title: Any
    text: Any

    def response(self, request: HttpRequest, address: str = "") -> HttpResponse:
        """Return the page, with a link to the ``address`` of the form if it is known."""
        context = {"refusal": self, "address": address}
        response = render(request, "public_forms/refused.html", context, status=self.status)
        for name, value in PERSONAL.items():
            response[name] = value
        return response


FOREIGN = Refusal(
    403,
    _("The form did not come from this site"),
    _("Your browser did not say that the form was sent from this site. Please open the page here and fill it in."),
)
TOO_LARGE = Refusal(
    413,
    _("Too much was sent"),
    _("What was sent is larger than this site takes. Please go back and shorten it."),
)
UNREADABLE = Refusal(
    400,
    _("The form could not be read"),
    _("What was sent is damaged. Please open the page here and fill it in again."),
)


def is_from_this_site(request: HttpRequest) -> bool:
    """Whether the browser says that the form was on a page of ours.

    No session is at stake, so this only keeps other sites from sending with their readers' browsers. Browsers that
    are too old for ``Sec-Fetch-Site`` send ``Origin``, or at least ``Referer``.
    """
    own = {origin_of(settings.WAGTAILADMIN_BASE_URL), f"{request.scheme}://{request.get_host()}"}
    site, origin = request.headers.get("Sec-Fetch-Site"), request.headers.get("Origin")
    if origin not in (None, "null") and origin not in own:
        return False
    if site is not None:
        return site in ("same-origin", "none")
    return origin in own or origin_of(request.headers.get("Referer", "")) in own


def origin_of(address: str) -> str:
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    return f"{parts.scheme}://{parts.netloc}"


def read(request: HttpRequest, largest: int = LARGEST) -> QueryDict:
    """Return what was sent, or raise ``Refusal``."""
    if not is_from_this_site(request):
        raise FOREIGN
    length = request.META.get("CONTENT_LENGTH") or "0"
    if length.isdecimal() and int(length) > largest:
        raise TOO_LARGE
    try:
        return request.POST
    except RequestDataTooBig as error:
        raise TOO_LARGE from error
    except (BadRequest, SuspiciousOperation, MultiPartParserError, UnreadablePostError, LookupError) as error:
        raise UNREADABLE from error

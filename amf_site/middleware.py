"""Middleware for every request: rejection of invalid input, language, and security headers."""

import logging
from collections.abc import Callable
from ipaddress import IPv6Address, ip_address, ip_network
from traceback import walk_tb
from types import FrameType

from csp.constants import SELF
from csp.middleware import CSPMiddleware, PolicyParts
from django.conf import settings
from django.core.exceptions import ObjectDoesNotExist
from django.db import DataError, IntegrityError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.middleware.locale import LocaleMiddleware
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.datastructures import MultiValueDictKeyError
from django.utils.translation import get_language_from_path

from .settings.security import ADMIN_POLICY, PERMISSIONS_POLICY
from .storable import is_storable

logger = logging.getLogger(__name__)

#: The maximum length of a query string in characters; no page of the site needs more, nor do the admin's filters.
MAX_QUERY_LENGTH = 4000

#: Exceptions for a value that cannot be stored (``OverflowError`` is SQLite's for a number out of range) or for a form
#: with a missing field.
UNREADABLE = (DataError, OverflowError, UnicodeEncodeError, MultiValueDictKeyError)
#: SQLite's message for an OFFSET of more than 64 bits.
NO_NUMBER = "datatype mismatch"
#: Exceptions that Wagtail's views raise for invalid fields, numbers or choices, which none of its forms sends.
UNEXPECTED = (AttributeError, IntegrityError, LookupError, ObjectDoesNotExist, TypeError, ValueError)
#: Our packages, and those of our modules that only wrap Wagtail's code. If other code of ours is in the traceback, the
#: error may be our bug.
OURS = ("amf_site", "members", "pages", "strategy")
AROUND = (
    "refusals",
    "admin_gate",
    "visibility.admin",
    "storable",
    "answers.changes",
    "copy_view",
    "page_ordering",
    "lost_records",
)
#: Methods that parse form data or convert values for the database: any exception raised in them means invalid input.
READING = {"value_from_datadict", "get_prep_value"}


def client_address(request: HttpRequest) -> str:
    """Return the client's IP address, as seen by the outermost of our own proxies.

    Each proxy appends one address to ``X-Forwarded-For``; a client can forge those before ours. The lockout after
    wrong passwords uses this address: with the proxy's own it would lock out everybody.
    """
    own = request.META.get("REMOTE_ADDR", "")
    seen = [own, *reversed(request.headers.get("X-Forwarded-For", "").split(","))]
    return seen[min(settings.PROXY_COUNT, len(seen) - 1)].strip() or own


def client_network(request: HttpRequest) -> str:
    """Return the client address for rate limits. For IPv6 this is the /64 network, which belongs to one customer."""
    try:
        address = ip_address(client_address(request))
    except ValueError:
        return client_address(request)
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped:
            return str(address.ipv4_mapped)
        return str(ip_network((address, 64), strict=False).network_address)
    return str(address)


def is_of_wagtail(exception: Exception, frames: list[FrameType]) -> bool:
    """Return whether an exception was raised by a Wagtail view that received unexpected input, not by our code."""
    modules = [frame.f_globals.get("__name__", "") for frame in frames]
    at_work = [name for name in modules if name.split(".")[0] in OURS and not name.endswith(AROUND)]
    return isinstance(exception, UNEXPECTED) and not at_work and any(name.startswith("wagtail") for name in modules)


class RefuseUnreadable:
    """Answer 400 with an error page to input that no page of the site can have sent.

    Some of it is recognised before the view runs, the rest by the exception that the view raises.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        query = request.META.get("QUERY_STRING", "")
        seen = [request.path_info, query, *(value for name, value in request.META.items() if name.startswith("HTTP_"))]
        if len(query) > MAX_QUERY_LENGTH or "%00" in query or not all(map(is_storable, seen)):
            return self.refuse()
        for name in [name for name, value in request.COOKIES.items() if not is_storable(name + value)]:
            del request.COOKIES[name]  # not refused: a browser would send it again and again
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponseBase | None:
        """Answer 400 if the exception means that the input was invalid."""
        frames = [frame for frame, _line in walk_tb(exception.__traceback__)]
        is_number = str(exception) == NO_NUMBER and isinstance(exception, IntegrityError)
        if isinstance(exception, UNREADABLE) or is_number or READING & {frame.f_code.co_name for frame in frames}:
            logger.warning("refused at %s: %s", request.path_info, type(exception).__name__, exc_info=exception)
            return self.refuse()
        if request.path_info.startswith("/admin/") and is_of_wagtail(exception, frames):
            logger.error("not expected at %s", request.path_info, exc_info=exception)
            return self.refuse()
        return None

    @staticmethod
    def refuse() -> HttpResponseBase:
        page = render_to_string("errors/400.html")
        return HttpResponse(page, status=400, headers={"Cache-Control": "no-store"})


class LanguageOfTheAddress(LocaleMiddleware):
    """Activate the language of the URL.

    ``Accept-Language`` is used only for pages whose URL has no language (the language chooser, the admin's login,
    errors). Whatever else has no language, such as sitemaps, is the same for everybody. Django's middleware would also
    redirect a missing ``/about/`` to ``/en/about/`` depending on that header, and a shared cache could give this
    response to everybody.
    """

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        has_language = bool(get_language_from_path(request.path_info))
        is_page = response.headers.get("Content-Type", "").startswith("text/html")
        if is_page and not has_language:
            patch_vary_headers(response, ("Accept-Language",))
        if is_page or has_language:
            response.headers.setdefault("Content-Language", translation.get_language())
        return response


class SecurityHeaders(CSPMiddleware):
    """Set the Content-Security-Policy and other security headers on every response.

    It is the outermost middleware, so static files and error pages are included. The admin has its own policy.
    """

    def get_policy_parts(
        self, request: HttpRequest, response: HttpResponseBase, report_only: bool = False
    ) -> PolicyParts:
        parts = super().get_policy_parts(request, response, report_only)
        if request.path_info.startswith("/admin/") and not report_only:
            parts.config = ADMIN_POLICY
        elif getattr(request, "is_dummy", False):  # Wagtail's request for previews, which the admin shows in a frame
            parts.replace = {"frame-ancestors": [SELF]}
        return parts

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        response.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        response.headers.setdefault("X-Content-Type-Options", "nosniff")
        response.headers.setdefault("Referrer-Policy", settings.SECURE_REFERRER_POLICY)
        response.headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
        response.headers.setdefault("X-Frame-Options", settings.X_FRAME_OPTIONS)
        return super().process_response(request, response)

"""What happens to every request: its language, its bounds, and the headers of its answer."""

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

#: Longest query string that any page of the site needs, in characters. The admin's filters fit in as well.
MAX_QUERY_LENGTH = 4000

#: What is raised about a value that cannot be stored (SQLite's word for a number out of range is not a database's), or
#: about a form from which a field has been left out.
UNREADABLE = (DataError, OverflowError, UnicodeEncodeError, MultiValueDictKeyError)
#: What SQLite says of a list that is asked for from a place beyond 64 bits.
NO_NUMBER = "datatype mismatch"
#: What Wagtail's views raise about fields, numbers or choices that none of its pages sends.
UNEXPECTED = (AttributeError, LookupError, ObjectDoesNotExist, TypeError, ValueError)
#: Code of ours that stands around Wagtail's. Where other code of ours was at work, a fault may be ours.
OURS = ("amf_site", "members", "pages", "strategy")
AROUND = ("refusals", "admin_gate", "visibility.admin", "storable", "copy_view", "page_ordering", "lost_records")
#: Who turns what was sent into values of a form, and values into what a column holds: whatever is raised in there.
READING = {"value_from_datadict", "get_prep_value"}


def client_address(request: HttpRequest) -> str:
    """The address of whoever asks, as the outermost of our own proxies saw it.

    Each proxy adds one address at the end of ``X-Forwarded-For``; what stands before ours is the client's invention.
    The lock after wrong passwords is on this address: on the proxy's own it would shut everybody out.
    """
    own = request.META.get("REMOTE_ADDR", "")
    seen = [own, *reversed(request.headers.get("X-Forwarded-For", "").split(","))]
    return seen[min(settings.PROXY_COUNT, len(seen) - 1)].strip() or own


def client_network(request: HttpRequest) -> str:
    """The address that is counted by where something is limited: of IPv6, the network that one customer has alone."""
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
    """Whether a view of Wagtail's own, with no code of ours at work, has met what it does not expect to be sent."""
    modules = [frame.f_globals.get("__name__", "") for frame in frames]
    at_work = [name for name in modules if name.split(".")[0] in OURS and not name.endswith(AROUND)]
    return isinstance(exception, UNEXPECTED) and not at_work and any(name.startswith("wagtail") for name in modules)


class RefuseUnreadable:
    """Answer 400, in words, to what no page of ours can have sent: before anything looks at it, or where it is met."""

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
        """A view has met something that no field of a form or column of a database can hold."""
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
    """The language is the one that the address names.

    Only addresses without a language (the chooser, the admin's login) look at what the browser prefers. Django's
    own class would also redirect a missing ``/about/`` to ``/en/about/`` by that preference: an answer that a shared
    cache could give to everybody.
    """

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if not get_language_from_path(request.path_info):
            patch_vary_headers(response, ("Accept-Language",))
        response.headers.setdefault("Content-Language", translation.get_language())
        return response


class SecurityHeaders(CSPMiddleware):
    """The content security policy and the permissions policy, on every answer that leaves the application.

    It stands outside everything else, static files and error pages included. The admin has a policy of its own.
    """

    def get_policy_parts(
        self, request: HttpRequest, response: HttpResponseBase, report_only: bool = False
    ) -> PolicyParts:
        parts = super().get_policy_parts(request, response, report_only)
        if request.path_info.startswith("/admin/") and not report_only:
            parts.config = ADMIN_POLICY
        elif getattr(request, "is_dummy", False):  # Wagtail makes up this request for the admin's preview, a frame
            parts.replace = {"frame-ancestors": [SELF]}
        return parts

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        response.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        response.headers.setdefault("X-Content-Type-Options", "nosniff")
        response.headers.setdefault("Referrer-Policy", settings.SECURE_REFERRER_POLICY)
        response.headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
        response.headers.setdefault("X-Frame-Options", settings.X_FRAME_OPTIONS)
        return super().process_response(request, response)

"""Staff without any right on pages, files or records, such as translators, get the desk and nothing else of the admin.

Wagtail shows its choosers, its API of the admin and some reports to everybody who may enter the admin, so a
translator of one language would read the names of all drafts, files and records. To be deleted when those ask for a
right on what they show: ``tests/translation/test_roles.py`` tells.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.cache import never_cache
from wagtail.admin.auth import permission_denied
from wagtail.admin.localization import get_localized_response
from wagtail.admin.menu import MenuItem, SubmenuMenuItem

from .rules import has_only_the_desk

#: Beginnings of addresses below ``/admin/`` that are for everybody who may enter, or before, and of the desk's own.
OPEN = (
    *("login/", "logout/", "password_reset/", "account/", "dismissibles/", "jsi18n/", "sprite/"),
    *("translations/", "localize/", "snippets/translation/"),
)


def is_open(address: str) -> bool:
    """Whether an address is for all staff, or not of the admin at all."""
    home = reverse("wagtailadmin_home")
    return not address.startswith(home) or address == home or address.removeprefix(home).startswith(OPEN)


def restrict_to_desk(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """For all views of the admin."""

    @wraps(view)
    def kept(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if is_open(request.path) or not has_only_the_desk(request.user):
            return view(request, *args, **kwargs)
        return get_localized_response(never_cache(permission_denied), request)

    return kept


def leads_somewhere(item: MenuItem, request: HttpRequest) -> bool:
    if isinstance(item, SubmenuMenuItem):
        return any(leads_somewhere(inner, request) for inner in item.menu.menu_items_for_request(request))
    return is_open(item.url)


def shorten_menu(request: HttpRequest, menu_items: list[MenuItem]) -> None:
    """Leave out what the gate is closed to: lists of pages of a kind are in everybody's menu."""
    if has_only_the_desk(request.user):
        menu_items[:] = [item for item in menu_items if leads_somewhere(item, request)]

"""Restrict staff without permissions on pages, files or records, such as translators, to the translation desk.

Wagtail makes its choosers, its admin API and some reports available to all users of the admin, so a translator of one
language could read the names of all drafts, files and records. Delete this when those check permissions;
``tests/translation/test_roles.py`` will fail then.
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

#: Path prefixes below ``/admin/`` that are open to all users of the admin or to anonymous users, or are part of the
#: desk.
OPEN = (
    *("login/", "logout/", "password_reset/", "account/", "me/", "dismissibles/", "jsi18n/", "sprite/"),
    *("translations/", "localize/", "snippets/translation/"),
)


def is_open(address: str) -> bool:
    """Return whether a path is open to all staff, or outside the admin."""
    home = reverse("wagtailadmin_home")
    return not address.startswith(home) or address == home or address.removeprefix(home).startswith(OPEN)


def restrict_to_desk(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Decorator for all views of the admin."""

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
    """Remove menu items that the user may not open; Wagtail shows page type listings to everybody."""
    if has_only_the_desk(request.user):
        menu_items[:] = [item for item in menu_items if leads_somewhere(item, request)]

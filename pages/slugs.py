"""Validation of slugs: only a–z, digits and hyphens, and no slug that a URL of the site itself already uses."""

import re
from functools import wraps
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.urls import Resolver404, resolve
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override
from wagtail.models import Page

from amf_site.addresses import page_path
from amf_site.visibility.pages import HOME_DEPTH

SLUG = re.compile(r"[a-z0-9]+(?:-+[a-z0-9]+)*")


def validate_slug(slug: str, parent: Page | None) -> None:
    """Raise ``ValidationError`` if a child of ``parent`` cannot have this slug."""
    if not SLUG.fullmatch(slug):
        raise ValidationError(_("Use only the letters a–z, digits and hyphens, for example city-networks."))
    if is_shadowed(slug, parent):
        message = _("The site itself uses the address “%(slug)s” here. Choose another one.")
        raise ValidationError(message, params={"slug": slug})


def validate_slug_of(page: Page) -> None:
    """Raise ``ValidationError`` if the page's slug is invalid, whatever code saves it."""
    if not page.slug:
        return  # Django reports the missing value
    try:
        validate_slug(page.slug, page.get_parent() if page.path else None)
    except ValidationError as refusal:
        raise ValidationError({"slug": refusal}) from refusal


def is_shadowed(slug: str, parent: Page | None) -> bool:
    """Whether a URL of the site hides a child of ``parent`` with this slug: a view, a subpage route or a language."""
    if parent is None or parent.depth < HOME_DEPTH:
        return False  # the slugs of landing pages are not part of any URL
    if parent.depth == HOME_DEPTH and slug in dict(settings.LANGUAGES):
        return True
    if slug in {route.strip("/").split("/")[0] for route in parent.specific_deferred.get_route_paths()}:
        return True
    code = parent.locale.language_code
    with override(code):
        try:
            return resolve(f"{page_path(parent, code)}{slug}/").url_name != "wagtail_serve"
        except Resolver404:
            return False


def keep_own_addresses_free() -> None:
    """Make Wagtail treat a shadowed slug as one that is already in use.

    Wagtail calls this when it moves pages, singly or in bulk, and when it derives a slug from a title. Those places
    offer no way to show a validation message.
    """
    is_available = Page._slug_is_available

    @wraps(is_available)
    def is_available_and_free(slug: str, parent_page: Page | None, page: Any = None) -> bool:
        return is_available(slug, parent_page, page) and not is_shadowed(slug, parent_page)

    Page._slug_is_available = staticmethod(is_available_and_free)

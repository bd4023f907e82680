"""Signal handlers that invalidate the navigation cache."""

from django.db.models.signals import post_delete, post_save

from amf_site.caching import invalidate
from amf_site.languages import LANGUAGES

from .frame import navigation_cache_key
from .models import SiteNavigation


def forget_navigation(**kwargs) -> None:
    """Invalidate the cached menus of all languages, because the record's language may have changed too."""
    invalidate([navigation_cache_key(row.code) for row in LANGUAGES])


def connect() -> None:
    for signal in (post_save, post_delete):
        signal.connect(forget_navigation, sender=SiteNavigation)

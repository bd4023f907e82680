"""What a change in the admin makes stale."""

from django.db.models.signals import post_delete, post_save

from amf_site.caching import invalidate
from amf_site.languages import LANGUAGES

from .frame import navigation_cache_key
from .models import SiteNavigation


def forget_navigation(**kwargs) -> None:
    """Drop the kept menus of all languages: which record is a language's may have changed too."""
    invalidate([navigation_cache_key(row.code) for row in LANGUAGES])


def connect() -> None:
    for signal in (post_save, post_delete):
        signal.connect(forget_navigation, sender=SiteNavigation)

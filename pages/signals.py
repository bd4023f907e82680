"""What a change in the admin makes stale."""

from django.core.cache import cache
from django.db.models.signals import post_delete, post_save
from wagtail.signals import page_published, page_slug_changed, page_unpublished, post_page_move, published, unpublished

from amf_site.languages import LANGUAGES

from .frame import navigation_cache_key
from .models import SiteNavigation


def forget_navigation(**kwargs) -> None:
    """Titles and addresses of pages are in every menu, so whatever is published or moved drops all menus."""
    cache.delete_many([navigation_cache_key(row.code) for row in LANGUAGES])


def connect() -> None:
    for signal in (page_published, page_unpublished, page_slug_changed, post_page_move, published, unpublished):
        signal.connect(forget_navigation)
    for signal in (post_save, post_delete):
        signal.connect(forget_navigation, sender=SiteNavigation)

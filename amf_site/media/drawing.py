"""Create all renditions that pages use, before they are requested."""

from collections.abc import Iterator
from urllib.parse import urlsplit

from django.conf import settings
from django.test import Client
from wagtail.images.models import SourceImageIOError
from wagtail.models import Page

from amf_site.addresses import page_path

from .models import SiteRendition


def draw_pictures() -> Iterator[SiteRendition]:
    """Yield every rendition that pages refer to, after creating its file if it does not exist."""
    name_pictures()
    for rendition in SiteRendition.objects.select_related("image").order_by("pk").iterator():
        try:
            rendition.open_drawn().close()
        except SourceImageIOError:
            continue
        yield rendition


def name_pictures() -> None:
    """Request every page in one language, which records its renditions; other languages use the same ones."""
    client = Client(SERVER_NAME=urlsplit(settings.WAGTAILADMIN_BASE_URL).hostname, HTTP_X_FORWARDED_PROTO="https")
    named: set = set()
    for page in Page.objects.live().filter(depth__gte=2).select_related("locale").order_by("path"):
        if page.translation_key not in named:
            named.add(page.translation_key)
            client.get(page_path(page, page.locale.language_code))

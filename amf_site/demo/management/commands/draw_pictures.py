"""``manage.py draw_pictures``: every size of every picture that the pages use, so that no reader waits for one."""

from collections.abc import Iterator
from urllib.parse import urlsplit

from django.conf import settings
from django.core.management.base import BaseCommand
from django.test import Client
from wagtail.models import Page

from amf_site.addresses import page_path


class Command(BaseCommand):
    help = "Asks for every page once: exactly the sizes that the templates use are made."

    def handle(self, *args, **options) -> None:
        for _page in draw_pictures():
            self.stdout.write(".", ending="")
            self.stdout.flush()


def draw_pictures() -> Iterator[Page]:
    """One page after the other; versions of a page in other languages have the same pictures."""
    client = Client(SERVER_NAME=urlsplit(settings.WAGTAILADMIN_BASE_URL).hostname, HTTP_X_FORWARDED_PROTO="https")
    drawn: set = set()
    for page in Page.objects.live().filter(depth__gte=2).select_related("locale").order_by("path"):
        if page.translation_key not in drawn:
            drawn.add(page.translation_key)
            client.get(page_path(page, page.locale.language_code))
            yield page

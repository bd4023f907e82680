"""Tell editors when a page that they published has no URL yet."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.models import Page

from .clock import next_page_moment

hooks.register("clock_moments", next_page_moment)


@hooks.register("after_publish_page")
def say_what_hides_it(request: HttpRequest, page: Any) -> None:
    """Warn an editor whose published page has no address yet, because a page above it is a draft.

    Wagtail only says that it has been published, and offers a link to it.
    """
    above = page.get_ancestors().filter(depth__gt=1, live=False).first()
    if above is not None and request.accepts("text/html"):
        sentence = _("Readers do not see it yet: the page “%(title)s” above it is not published.")
        messages.warning(request, sentence % {"title": above.title})


@hooks.register("after_bulk_action")
def say_what_hides_them(request: HttpRequest, action: str, objects: Iterable[Any], view: Any) -> None:
    for page in objects:
        if action == "publish" and isinstance(page, Page):
            say_what_hides_it(request, page)

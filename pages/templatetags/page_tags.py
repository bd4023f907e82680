"""Tags of the public templates that know pages."""

from collections.abc import Iterable
from typing import Any

from django import template
from django.utils.translation import get_language
from wagtail.models import Page

from amf_site.addresses import page_path
from pages.frame import Link, PageFrame
from pages.querysets import pages_in_language

register = template.Library()


@register.simple_tag(takes_context=True)
def page_frame(context: dict[str, Any]) -> PageFrame:
    """``{% page_frame as frame %}``: what surrounds the page, one object per request and page."""
    request = context["request"]
    page = context.get("page")
    frame = getattr(request, "page_frame", None)
    if frame is None or frame.page is not page:
        frame = request.page_frame = PageFrame(request, page if isinstance(page, Page) else None)
    return frame


@register.simple_tag
def is_current(frame: PageFrame, link: Link) -> bool:
    """``{% is_current frame link as current %}``: whether a menu entry leads to where the reader is."""
    return frame.is_current(link)


@register.simple_tag
def local_pages(pages: Iterable[Page | None]) -> dict[int, Page]:
    """``{% local_pages pages as here %}``: the live versions of pages in the reader's language, in one query."""
    return pages_in_language([page.pk for page in pages if page is not None], get_language())


@register.filter
def of(mapping: dict[Any, Any], key: Any) -> Any:
    """``{{ here|of:page.pk }}``: an entry of a mapping, nothing if it has none."""
    return mapping.get(key)


@register.filter
def address(page: Page) -> str:
    """``{{ page|address }}``: the path of a page of the reader's language."""
    return page_path(page, get_language())


@register.filter
def linked_pages(cards: Iterable[Any]) -> list[Page]:
    """The pages that a list of blocks leads to."""
    return [card["page"] for card in cards if card["page"]]


@register.simple_tag
def local_page(page: Page | None) -> Page | None:
    """``{% local_page self.page as target %}``: the live version of one page in the reader's language, if there is one."""
    return local_pages([page]).get(page.pk) if page else None

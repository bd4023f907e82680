"""Template tags for pages."""

from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from wagtail.models import Page

from amf_site.addresses import page_path
from amf_site.cldr import formats
from amf_site.languages import language
from amf_site.media.models import SiteImage
from amf_site.templatetags.site_tags import day
from pages.frame import Link, PageContext, frame_of
from pages.partial_dates import PartialDate

register = template.Library()


@register.simple_tag(takes_context=True)
def page_frame(context: dict[str, Any]) -> PageContext:
    """``{% page_frame as frame %}``: return the ``PageContext`` of the page, one object per request and page."""
    page = context.get("page")
    return frame_of(context["request"], page if isinstance(page, Page) else None)


@register.simple_tag
def is_current(frame: PageContext, link: Link) -> bool:
    """``{% is_current frame link as current %}``: whether this menu entry leads to the current page or its section."""
    return frame.is_current(link)


@register.simple_tag(takes_context=True)
def local_page(context: dict[str, Any], page: Page | None) -> Page | None:
    """``{% local_page card.page as target %}``: return the page in the reader's language, or ``None``."""
    return page_frame(context).local_page(page.pk) if page else None


@register.simple_tag(takes_context=True)
def once(context: dict[str, Any], picture: SiteImage | str | None) -> SiteImage | None:
    """``{% once page.picture as picture %}``: return the image, or ``None`` if this response has already shown it."""
    if not isinstance(picture, SiteImage):
        return None
    request = getattr(context, "request", None) or context["request"]
    shown: set[int] = request.__dict__.setdefault("shown_pictures", set())
    if picture.pk in shown:
        return None
    shown.add(picture.pk)
    return picture


@register.filter
def address(page: Page) -> str:
    """``{{ page|address }}``: return the URL path of a page in the reader's language."""
    return page_path(page, get_language())


@register.filter
def own_address(page: Page) -> str:
    """``{{ version|own_address }}``: return the URL path of a page in its own language."""
    return page_path(page, page.locale.language_code)


@register.filter
def partial_date(value: PartialDate | None) -> SafeString | str:
    """``{{ page.partial_date|partial_date }}``: a day, a month or a year, with the Gregorian one if different."""
    if value is None:
        return ""
    code = get_language()
    if value.precision == "day":
        return day(value.first_day)
    if value.precision == "year":
        return format_html('<time datetime="{}">{}</time>', str(value), formats.format_year(value.year, code))
    shown = formats.format_month(value.first_day, value.last_day, code)
    if language(code).calendar != "gregory":
        gregorian = formats.format_gregorian_month(value.first_day, code)
        return format_html('<time datetime="{}">{} ({})</time>', str(value), shown, gregorian)
    return format_html('<time datetime="{}">{}</time>', str(value), shown)

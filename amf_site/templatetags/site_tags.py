"""Template tags and filters for localised values, URLs and icons, independent of page types."""

import datetime
import json
from decimal import Decimal
from typing import Any

from django import template
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from amf_site.addresses import absolute
from amf_site.cldr import formats, names
from amf_site.languages import language

register = template.Library()


@register.filter
def number(value: Decimal | float) -> str:
    """``{{ 1558693|number }}``: a number with grouping, in the reader's digits."""
    return formats.format_number(float(value), get_language())


@register.filter
def plain_number(value: int) -> str:
    """``{{ 12|plain_number }}``: a position or another number used as a label, in the reader's digits."""
    return formats.format_number(value, get_language(), grouping=False)


@register.filter
def year(value: int, last: int | None = None) -> str:
    """``{{ 2016|year }}``, ``{{ 2010|year:2012 }}``: Gregorian years, marked as such for readers of other calendars."""
    return formats.format_year(value, get_language(), last)


@register.filter
def day(value: datetime.date | datetime.datetime) -> SafeString:
    """``{{ page.last_published_at|day }}``: a date in the reader's calendar, with the Gregorian date if different."""
    if isinstance(value, datetime.datetime):
        value = value.date()
    code = get_language()
    shown = formats.format_date(value, code)
    if language(code).calendar != "gregory":
        gregorian = formats.format_gregorian_date(value, code)
        return format_html('<time datetime="{}">{} ({})</time>', value.isoformat(), shown, gregorian)
    return format_html('<time datetime="{}">{}</time>', value.isoformat(), shown)


@register.filter
def clock(value: datetime.datetime) -> SafeString:
    """``{{ event.starts|clock }}``: the time of a moment by the clocks of its place."""
    shown = formats.format_time(value.timetz(), get_language())
    return format_html('<time datetime="{}">{}</time>', value.isoformat(), shown)


@register.filter
def country(code: str) -> str:
    """``{{ city.country|country }}``: a country's name in the reader's language."""
    return names.territory_name(code, get_language())


@register.filter
def language_name(code: str) -> str:
    """``{{ city.native_language|language_name }}``: a language's name in the reader's language."""
    return names.language_name(code, get_language())


@register.filter
def is_language_of(code: str, language: str) -> bool:
    """``{% if not own|is_language_of:source.language %}``: whether readers of ``own`` read a text in that language."""
    return names.is_language_of(code, language)


@register.filter
def time_zone_name(zone: str) -> str:
    """``{{ city.time_zone|time_zone_name }}``: a time zone's name in the reader's language."""
    return names.time_zone_name(zone, get_language())


@register.simple_tag
def days(first: datetime.date, last: datetime.date) -> SafeString:
    """``{% days event.first_day event.last_day %}``: one day or a range, with Gregorian dates if different."""
    if first == last:
        return day(first)
    code = get_language()
    shown = formats.format_days(first, last, code)
    if language(code).calendar != "gregory":
        shown = f"{shown} ({formats.format_gregorian_days(first, last, code)})"
    return format_html('<time datetime="{}">{}</time>', first.isoformat(), shown)


@register.filter
def unit(value: Decimal | float, name: str) -> str:
    """``{{ 530|unit:"kilometer" }}``: a value with the name of its unit in the reader's language."""
    return formats.format_unit(float(value), name, get_language())


@register.filter
def months(number: int) -> str:
    """``{{ 12|months }}``: 12 months, in the reader's language."""
    return formats.format_unit(number, "month", get_language(), in_full=True)


@register.filter
def file_size(size: int | None) -> str:
    """``{{ document.get_file_size|file_size }}``: kilobytes or megabytes in the reader's digits and words."""
    return formats.format_file_size(size or 0, get_language())


@register.filter
def direction(code: str) -> str:
    """``dir="{{ native_language|direction }}"``: the text direction of any language, not only those of the site."""
    return names.direction_of(code)


@register.filter
def script(code: str) -> str:
    """``data-script="{{ code|script }}"``: the script of a language of the site."""
    return language(code).script


@register.filter
def own_name(code: str) -> str:
    """``{{ code|own_name }}``: the name of a language of the site in that language."""
    return language(code).own_name


@register.filter
def absolute_url(path: str) -> str:
    """``{{ link.url|absolute_url }}``: a URL with the site's public host, regardless of the request's host."""
    return absolute(path)


@register.simple_tag
def icon(name: str) -> SafeString:
    """``{% icon "download" %}``: an inline SVG from ``templates/icons``, hidden from screen readers."""
    return mark_safe(render_to_string(f"icons/{name}.svg").strip())  # noqa: S308 our own files


@register.simple_tag
def json_ld(data: dict[str, Any]) -> SafeString:
    """Render structured data as a script element, escaped so that no value can close the element."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    safe = text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
    return mark_safe(f'<script type="application/ld+json">{safe}</script>')  # noqa: S308 escaped above

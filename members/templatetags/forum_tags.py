"""Template tags for events."""

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from amf_site.addresses import page_path
from amf_site.cldr.formats import format_time_zone
from amf_site.templatetags.site_tags import days
from members.map import CityMap, city_map, places_of
from members.models import Event
from members.record_sets import Assembly
from pages.templatetags.page_tags import partial_date

register = template.Library()


@register.filter
def event_days(event: Event) -> SafeString | str:
    """``{{ event|event_days }}``: the days of an event, or its month if no more is known."""
    return partial_date(event.month) if event.month else days(event.first_day, event.last_day)


@register.filter
def event_zone(event: Event) -> str:
    """``{{ event|event_zone }}``: the name of the time in which the event begins, in the reader's language."""
    zone = event.zone
    return format_time_zone(event.starts, zone.key, get_language()) if event.starts and zone else ""


@register.filter
def host_map(rows: list[Assembly]) -> CityMap:
    """``{% with map=rows|host_map %}``: a map of the host cities, each leading to its profile."""
    code = get_language()
    profiles = {row.named.profile.pk: row.named.profile for row in rows if row.named.profile}
    return city_map(places_of(profiles.values(), lambda page: page_path(page, code)), code)

"""Template tags for events."""

from django import template
from django.utils.safestring import SafeString

from amf_site.templatetags.site_tags import days
from members.models import Event
from pages.templatetags.page_tags import partial_date

register = template.Library()


@register.filter
def event_days(event: Event) -> SafeString | str:
    """``{{ event|event_days }}``: the days of an event, or its month if no more is known."""
    return partial_date(event.month) if event.month else days(event.first_day, event.last_day)

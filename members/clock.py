"""When the clock alone changes what pages say: at midnight, and when calendars forget an event."""

import datetime
from zoneinfo import ZoneInfo

from django.db.models import Min
from django.utils import timezone

from .forum_querysets import CANCELLED_KEPT
from .models import Event
from .vocabulary import EventStatus

#: It is the same day nowhere on Earth at more than this distance from the site's day.
A_DAY = datetime.timedelta(days=1)


def next_day(now: datetime.datetime) -> datetime.datetime:
    """Return the next midnight of the site, or of the place of an event that begins or ends about now."""
    today = timezone.localdate(now)
    events = Event.objects.filter(first_day__lte=today + A_DAY, last_day__gte=today - A_DAY).select_related("host")
    zones = {event.zone for event in events if event.zone} | {timezone.get_default_timezone()}
    return min(midnight_after(now, zone) for zone in zones)


def midnight_after(now: datetime.datetime, zone: ZoneInfo | datetime.tzinfo) -> datetime.datetime:
    tomorrow = now.astimezone(zone).date() + A_DAY
    return datetime.datetime.combine(tomorrow, datetime.time(), zone)


def next_forgotten(now: datetime.datetime) -> datetime.datetime | None:
    """Return when calendars will next leave out an event that was called off."""
    kept = Event.objects.filter(status=EventStatus.CANCELLED, modified_at__gt=now - CANCELLED_KEPT)
    first = kept.aggregate(first=Min("modified_at"))["first"]
    return first + CANCELLED_KEPT if first else None

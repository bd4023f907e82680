"""Calendars (RFC 5545) of the events: one of all of them in each language, and one of each event.

Days and times are those of the record; the words are those of the language. Calendar programs ask again and again, so
a calendar has an ETag that changes with its content only. It has no date of its own: names of cities change it as well.
"""

import datetime
import re
import zoneinfo
from collections.abc import Iterable
from functools import lru_cache
from hashlib import sha256
from urllib.parse import urlsplit

import icalendar
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header, quote_etag

from amf_site.addresses import absolute, page_path
from amf_site.caching import SUBSCRIPTION_CACHE_CONTROL, allow_shared_cache
from amf_site.cldr.names import territory_name
from amf_site.languages import language
from members.event_names import NamedEvent
from members.vocabulary import EventStatus

ALL_DAY = datetime.timedelta(days=1)
#: Asks programs to look for changes twice a day.
REFRESH = datetime.timedelta(hours=12)
#: Characters that RFC 5545 does not allow in a text.
CONTROL_CHARACTERS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")

STATUSES = {
    EventStatus.PROVISIONAL: "TENTATIVE",
    EventStatus.CONFIRMED: "CONFIRMED",
    # It does not take place on these days. With other days it will be confirmed again.
    EventStatus.POSTPONED: "CANCELLED",
    EventStatus.CANCELLED: "CANCELLED",
}


def send_calendar(
    request: HttpRequest, entries: Iterable[NamedEvent], *, code: str, name: str, address: str, file_name: str
) -> HttpResponse:
    """Return a calendar of events as a file, or the answer that the program has the current one.

    ``name`` is shown as the name of the calendar; ``address`` is that of the page to which an event without a page
    leads.
    """
    if request.method not in ("GET", "HEAD"):
        return HttpResponseNotAllowed(["GET", "HEAD"])
    body = calendar_of(list(entries), code, name, address).to_ical()
    response = HttpResponse(
        body,
        content_type="text/calendar; charset=utf-8",
        headers={
            "ETag": quote_etag(sha256(body).hexdigest()[:32]),
            "Content-Disposition": content_disposition_header(True, file_name),
            "X-Robots-Tag": "noindex",
        },
    )
    allow_shared_cache(request, response, SUBSCRIPTION_CACHE_CONTROL)
    return get_conditional_response(request, etag=response["ETag"], response=response) or response


def calendar_of(entries: list[NamedEvent], code: str, name: str, address: str) -> icalendar.Calendar:
    """Return the calendar with the definitions of the time zones that its events need."""
    calendar = icalendar.Calendar()
    calendar.add("prodid", f"-//{settings.WAGTAIL_SITE_NAME}//Events//{code.upper()}")
    calendar.add("version", "2.0")
    calendar.add("name", plain(name))
    calendar.add("x-wr-calname", plain(name))
    calendar.add("url", absolute(address))
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT12H")
    for entry in entries:
        calendar.add_component(entry_of(entry, code, address))
    years = [day.year for entry in entries for day in (entry.event.first_day, entry.event.last_day)]
    for key in sorted(calendar.get_missing_tzids()):
        calendar.subcomponents.insert(0, time_zone(key, min(years), max(years)))
    return calendar


def entry_of(named: NamedEvent, code: str, address: str) -> icalendar.Event:
    """Return the event; ``UID`` is the same in all languages, so that two subscriptions do not show it twice."""
    event, page = named.event, named.page
    entry = icalendar.Event()
    entry.add("uid", f"{event.key}@{urlsplit(settings.WAGTAILADMIN_BASE_URL).hostname}")
    entry.add("dtstamp", event.modified_at)
    entry.add("last-modified", event.modified_at)
    entry.add("sequence", event.sequence)
    entry.add("status", STATUSES[EventStatus(event.status)])
    starts, ends = times_of(named)
    entry.add("dtstart", starts)
    if ends:
        entry.add("dtend", ends)
    if event.is_all_day:
        entry.add("transp", "TRANSPARENT")  # nobody is busy all day because of it
    title = plain(named.title)
    entry.add("summary", title if event.status != EventStatus.POSTPONED else f"{title} ({event.get_status_display()})")
    country = territory_name(event.host.country, code) if event.host else ""
    texts = [*((page.theme, page.summary) if page else ()), event.online_link if event.takes_place else ""]
    place = [page.venue if page else "", named.place, country]
    for key, parts, mark in (("description", texts, "\n"), ("location", place, language(code).list_mark)):
        if any(parts):
            entry.add(key, mark.join(plain(part) for part in parts if part))
    entry.add("url", absolute(page_path(page, code) if page else address))
    return entry


def times_of(named: NamedEvent) -> tuple[datetime.date, datetime.date | None]:
    """Return when the event begins and, exclusively, when it ends. Whole days have no time zone."""
    event = named.event
    if event.starts is None:
        return event.first_day, event.last_day + ALL_DAY
    if event.ends is None and event.last_day > event.first_day:
        midnight = event.moment(event.last_day + ALL_DAY, datetime.time())
        # Where clocks skip midnight, the day begins after it.
        return event.starts, midnight and midnight.astimezone(datetime.UTC).astimezone(event.zone)
    return event.starts, event.ends


@lru_cache(maxsize=128)
def time_zone(key: str, first: int, last: int) -> icalendar.Timezone:
    """Return the definition of a time zone for some years. It takes long to find out, so it is kept."""
    return icalendar.Timezone.from_tzinfo(
        zoneinfo.ZoneInfo(key),
        tzid=key,
        first_date=datetime.date(first, 1, 1),
        last_date=datetime.date(last + 1, 1, 2),
    )


def plain(text: str) -> str:
    """Return text without control characters, which break calendars and feeds."""
    return CONTROL_CHARACTERS.sub("", text)

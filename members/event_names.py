"""The names of events in a language, for lists, calendars, feeds and structured data."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils import translation
from django.utils.translation import gettext as _

from amf_site.cldr.formats import format_number

if TYPE_CHECKING:
    from .models import CityPage, Event, EventPage


@dataclass(frozen=True)
class NamedEvent:
    """An event and what a language says of it: only pages that everybody can reach have a say."""

    event: "Event"
    #: The title of its page, or else kind, number and host city.
    title: str
    page: "EventPage | None"
    #: The host city as this language calls it, or else as it calls itself. Empty if the event is held online.
    place: str
    #: The profile of the host city.
    profile: "CityPage | None"


def named_events(events: "Iterable[Event]", code: str, *, whole: bool = False) -> list[NamedEvent]:
    """Return the events in their order with their names and pages, in two queries besides that of the events.

    The host of each event should be joined (``with_records``). The pages come without their texts unless ``whole``.
    """
    events = list(events)
    return name_events(events, code, profiles_of_hosts(events, code), whole=whole)


def name_events(
    events: "list[Event]",
    code: str,
    profiles: "dict[int, CityPage]",
    passed: Collection[int] = (),
    *,
    whole: bool = False,
) -> list[NamedEvent]:
    """Name events whose hosts' profiles are known. ``passed``: restrictions that the reader has passed."""
    from .models import EventPage  # the models use this module

    if not events:
        return []
    found = EventPage.objects.reachable(passed).filter(locale__language_code=code, event__in=events).with_records()
    pages = {page.event_id: page for page in (found if whole else found.defer_streamfields())}
    return [
        named_event(event, code, pages.get(event.pk), profiles.get(event.host_id) if event.host_id else None)
        for event in events
    ]


def profiles_of_hosts(events: "Iterable[Event]", code: str, passed: Collection[int] = ()) -> "dict[int, CityPage]":
    """Return city id -> profile in a language of each host city that has one."""
    from .models import CityPage  # the models use this module

    hosts = {event.host_id for event in events if event.host_id}
    found = CityPage.objects.reachable(passed).filter(locale__language_code=code, city__in=hosts)
    return {page.city_id: page for page in found.defer_streamfields().with_records()}


def named_event(event: "Event", code: str, page: "EventPage | None", profile: "CityPage | None") -> NamedEvent:
    """Name an event whose reachable pages are known already."""
    place = profile.title if profile else event.host.native_name if event.host else ""
    title = page.title if page else composed_name(event, place, code)
    return NamedEvent(event, title, page, place, profile)


def composed_name(event: "Event", place: str, code: str) -> str:
    """Return the name of an event of which no page tells in this language: General Assembly no. 3, Bangkok."""
    with translation.override(code):
        name = str(event.get_kind_display())
        if event.number:
            number = format_number(event.number, code, grouping=False)
            name = _("%(kind)s no. %(number)s") % {"kind": name, "number": number}
        return _("%(event)s, %(city)s") % {"event": name, "city": place} if place else name

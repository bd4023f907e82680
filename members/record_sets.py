"""Records that blocks of pages count and list; ``pages.records`` says how."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from amf_site.addresses import page_path
from pages.records import RecordSet

from .models import CityPage, Event, EventIndexPage, NewsIndexPage

if TYPE_CHECKING:
    from .forum_querysets import EventQuerySet


@dataclass(frozen=True)
class HostedEvent:
    """An event and the profile of its host in the reader's language, if there is one."""

    event: Event
    profile: CityPage | None


def held_assemblies() -> "EventQuerySet":
    return Event.objects.assemblies().held()


def rows_of_assemblies(code: str) -> list[HostedEvent]:
    """Return the General Assemblies held so far, with the reachable profiles of their hosts, in two queries."""
    events = list(held_assemblies().with_records())
    profiles = CityPage.objects.reachable().filter(
        locale__language_code=code, city__in={event.host_id for event in events if event.host_id}
    )
    pages = {page.city_id: page for page in profiles.select_related("locale").defer_streamfields()}
    return [HostedEvent(event, pages.get(event.host_id)) for event in events]


@dataclass(frozen=True)
class FeedAddress:
    """The path of a feed or calendar, with the title of the list that it follows."""

    title: str
    format: str
    path: str


#: The names of the routes of feeds and calendars, and of their formats.
FORMATS = {"feed": "Atom", "rss": "RSS", "calendar": "iCalendar (.ics)"}


def feeds(code: str) -> list[FeedAddress]:
    """Return the feeds and the calendar of a language, in two queries."""
    return [
        FeedAddress(page.title, FORMATS[route.name], f"{page_path(page, code)}{route.pattern}")
        for model in (NewsIndexPage, EventIndexPage)
        for page in model.objects.reachable().filter(locale__language_code=code)
        for route in page.get_subpage_urls()
        if route.name in FORMATS
    ]


def record_sets() -> list[RecordSet]:
    return [
        RecordSet(
            key="general-assemblies",
            label=_("General Assemblies"),
            count=lambda: held_assemblies().count_and_years(),
            rows=rows_of_assemblies,
            template="members/records/assemblies.html",
        ),
        RecordSet(
            key="feeds",
            label=_("Feeds and calendars"),
            count=lambda: (len(feeds(get_language())), None, None),
            rows=feeds,
            template="members/records/feeds.html",
        ),
    ]

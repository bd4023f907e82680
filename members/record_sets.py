"""Records that blocks of pages count and list; ``pages.records`` says how."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from amf_site.addresses import page_path
from pages.records import RecordSet

from .event_details import EventDocument, documents_of
from .event_names import NamedEvent, named_events, profiles_of_hosts
from .models import CityPage, Event, EventIndexPage, NewsIndexPage, PublishedDocument
from .models.event import NEED_A_NOTE
from .vocabulary import DocumentKind

if TYPE_CHECKING:
    from .forum_querysets import EventQuerySet


@dataclass(frozen=True)
class HostedEvent:
    """An event and the profile of its host in the reader's language, if there is one."""

    event: Event
    profile: CityPage | None


@dataclass(frozen=True)
class Assembly:
    """A General Assembly and what the reader's language has about it."""

    named: NamedEvent
    #: The declarations that it adopted.
    declarations: list[EventDocument]


def held_assemblies() -> "EventQuerySet":
    return Event.objects.assemblies().held()


def rows_of_assemblies(code: str) -> list[HostedEvent]:
    """Return the General Assemblies held so far, with the reachable profiles of their hosts, in two queries."""
    events = list(held_assemblies().with_records())
    profiles = profiles_of_hosts(events, code)
    return [HostedEvent(event, profiles.get(event.host_id) if event.host_id else None) for event in events]


def timeline_of_assemblies(code: str) -> list[Assembly]:
    """Return the General Assemblies that were held or are to come, in their order, with all that leads on."""
    rows = Event.objects.assemblies().with_records().exclude(status__in=NEED_A_NOTE)
    entries = named_events(rows, code)
    declarations: dict[int, list[EventDocument]] = {}
    documents = PublishedDocument.objects.with_files().filter(
        kind=DocumentKind.DECLARATION, event__in=[entry.event for entry in entries]
    )
    for row in documents_of(list(documents), code):
        declarations.setdefault(row.document.event_id, []).append(row)
    return [Assembly(entry, declarations.get(entry.event.pk, [])) for entry in entries]


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
        RecordSet(
            key="general-assemblies-timeline",
            label=_("General Assemblies as a timeline with a map"),
            count=lambda: held_assemblies().count_and_years(),
            rows=timeline_of_assemblies,
            template="members/records/timeline.html",
        ),
    ]

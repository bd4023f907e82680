"""Records that blocks of pages count and list; ``pages.records`` says how."""

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any

from django.db.models.functions import ExtractYear
from django.utils.translation import gettext_lazy as _

from amf_site.addresses import page_path
from amf_site.visibility.records import published
from pages.models import Citation, cite
from pages.querysets import LINKED
from pages.records import RecordSet

from .body_work import NamedBody, named_bodies
from .event_details import EventDocument, documents_of
from .event_names import NamedEvent, named_events, profiles_of_hosts
from .models import Body, CityPage, Event, EventIndexPage, HeldTitle, NewsIndexPage, PublishedDocument
from .models.event import NEED_A_NOTE
from .vocabulary import BodyKind, DocumentKind

if TYPE_CHECKING:
    from .forum_querysets import EventQuerySet


@dataclass(frozen=True)
class HostedEvent:
    """An event and the profile of its host in the reader's language, if there is one."""

    event: Event
    profile: CityPage | None


def profiles_of(cities: set[int], code: str) -> dict[int, CityPage]:
    """City id -> profile in a language, if everybody can reach it."""
    profiles = CityPage.objects.reachable().filter(locale__language_code=code, city__in=cities)
    return {page.city_id: page for page in profiles.only("city_id", *LINKED)}


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


@dataclass(frozen=True)
class BodiesOfAKind:
    """The bodies of one kind, in their order."""

    kind: BodyKind
    bodies: list[NamedBody]


def rows_of_bodies(code: str, *kinds: BodyKind) -> list[BodiesOfAKind]:
    """Return the bodies that have a name in a language by kind, with their reachable pages, in two queries."""
    bodies = named_bodies(Body.objects.in_language(code).filter(kind__in=kinds).order_by("order", "pk"), code)
    groups = [BodiesOfAKind(kind, [row for row in bodies if row.body.kind == kind]) for kind in kinds]
    return [group for group in groups if group.bodies]


def set_of_bodies(key: str, label: Any, *kinds: BodyKind) -> RecordSet:
    return RecordSet(
        key=key,
        label=label,
        counted=lambda: Body.objects.originals().filter(published(), kind__in=kinds),
        rows=lambda code: rows_of_bodies(code, *kinds),
        template="members/records/bodies.html",
    )


@dataclass(frozen=True)
class TitleOfCity:
    """A title, the profile of the city that holds it, if there is one in the reader's language, and the source."""

    held: HeldTitle
    profile: CityPage | None
    citation: Citation


@dataclass(frozen=True)
class TitlesOfYear:
    """The titles held in a year."""

    year: int
    titles: list[TitleOfCity]


def rows_of_titles(code: str) -> list[TitlesOfYear]:
    """Return the titles that have a published source by year, the latest first, in two queries."""
    rows = list(HeldTitle.objects.in_language(code))
    profiles = profiles_of({row.city_id for row in rows}, code)
    titles = [TitleOfCity(row, profiles.get(row.city_id), cite(row.source, row.source_name)) for row in rows]
    cited = [title for title in titles if title.citation.name]
    return [TitlesOfYear(year, list(held)) for year, held in groupby(cited, key=lambda title: title.held.year)]


def record_sets() -> list[RecordSet]:
    return [
        set_of_bodies("bodies", _("Bodies of the Forum"), *BodyKind),
        set_of_bodies("committees", _("Technical committees"), BodyKind.COMMITTEE),
        set_of_bodies("networks", _("Networks"), BodyKind.NETWORK),
        RecordSet(
            key="titles",
            label=_("Capitals of the Forum by year"),
            counted=HeldTitle.objects.all,
            year="year",
            rows=rows_of_titles,
            template="members/records/titles.html",
        ),
        RecordSet(
            key="general-assemblies",
            label=_("General Assemblies"),
            counted=held_assemblies,
            year=ExtractYear("first_day"),
            rows=rows_of_assemblies,
            template="members/records/assemblies.html",
        ),
        RecordSet(
            key="feeds",
            label=_("Feeds and calendars"),
            rows=feeds,
            template="members/records/feeds.html",
        ),
        RecordSet(
            key="general-assemblies-timeline",
            label=_("General Assemblies as a timeline with a map"),
            counted=held_assemblies,
            year=ExtractYear("first_day"),
            rows=timeline_of_assemblies,
            template="members/records/timeline.html",
        ),
    ]

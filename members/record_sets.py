"""Records that blocks of pages count and list; ``pages.records`` says how."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from pages.records import RecordSet

from .models import CityPage, Event

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


def record_sets() -> list[RecordSet]:
    return [
        RecordSet(
            key="general-assemblies",
            label=_("General Assemblies"),
            count=lambda: held_assemblies().count_and_years(),
            rows=rows_of_assemblies,
            template="members/records/assemblies.html",
        )
    ]

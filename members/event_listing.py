"""The public list of events: filter form, the coming events, and the past ones by year.

The Forum has few events, so all of them are read at once: the choices have their numbers, and whether an event is over
is decided by the clocks of its place.
"""

from collections import Counter
from collections.abc import Collection
from functools import cached_property
from itertools import groupby
from typing import Any

from django.core.paginator import Page as ListPart
from django.core.paginator import Paginator
from django.http import QueryDict
from django.utils.text import slugify
from wagtail.models import Locale

from amf_site.cldr.collation import sort_key
from amf_site.cldr.formats import format_year
from members.event_names import NamedEvent, name_events, profiles_of_hosts
from members.forms import Choices, EventFilter, label
from members.models.event import Event
from members.vocabulary import EventKind

#: Entries on each page of the list.
PART = 24


class EventListing:
    """All events, with the names that one language has for them."""

    def __init__(self, locale: Locale, asked: QueryDict, passed: Collection[int] = ()) -> None:
        self.code = locale.language_code
        self.asked = asked
        self.passed = passed

    @cached_property
    def events(self) -> list[Event]:
        return list(Event.objects.with_records().order_by("first_day", "key"))

    @cached_property
    def hosts(self) -> dict[int, str]:
        """City id -> name of each host city in this language."""
        hosts = {event.host.pk: event.host for event in self.events if event.host}
        return {pk: self.profiles[pk].title if pk in self.profiles else city.native_name for pk, city in hosts.items()}

    @cached_property
    def profiles(self) -> dict[int, Any]:
        return profiles_of_hosts(self.events, self.code, self.passed)

    @cached_property
    def form(self) -> EventFilter:
        """The filter form, each choice with its number of events."""
        kinds = Counter(event.kind for event in self.events)
        years = Counter(year for event in self.events for year in years_of(event))
        return EventFilter(
            self.asked,
            kind=[(kind.value, label(str(kind.label), kinds[kind], self.code)) for kind in EventKind if kinds[kind]],
            year=[
                (str(year), label(format_year(year, self.code), years[year], self.code))
                for year in sorted(years, reverse=True)
            ],
            city=self.city_choices(),
        )

    def city_choices(self) -> Choices:
        """Return the host cities in the alphabetical order of the language."""
        counts = Counter(event.host for event in self.events if event.host)
        named = [(city_key(city.name), self.hosts[city.pk], count) for city, count in counts.items()]
        named.sort(key=lambda entry: sort_key(entry[1], self.code))
        return [(key, label(name, count, self.code)) for key, name, count in named]

    @cached_property
    def found(self) -> list[Event]:
        """The events that match the filter: the coming ones, the next first, and the past ones, the latest first."""
        chosen = self.form.chosen
        found = [
            event
            for event in self.events
            if chosen.get("kind", event.kind) == event.kind
            and ("year" not in chosen or int(chosen["year"]) in years_of(event))
            and ("city" not in chosen or (event.host is not None and city_key(event.host.name) == chosen["city"]))
        ]
        coming = [event for event in found if not event.is_over]
        return coming + [event for event in reversed(found) if event.is_over]

    @cached_property
    def part(self) -> ListPart:
        part: Any = Paginator(self.found, PART).get_page(self.asked.get("page"))
        part.object_list = name_events(part.object_list, self.code, self.profiles, self.passed)
        return part

    @cached_property
    def coming(self) -> list[NamedEvent]:
        return [entry for entry in self.part if not entry.event.is_over]

    @cached_property
    def past(self) -> list[tuple[int, list[NamedEvent]]]:
        """The past events on this page of the list, by the year in which they began."""
        over = (entry for entry in self.part if entry.event.is_over)
        return [(year, list(entries)) for year, entries in groupby(over, lambda entry: entry.event.first_day.year)]

    @property
    def nothing_is_coming(self) -> bool:
        """Whether the whole list begins with a word on the future, since no event is announced."""
        return self.form.is_open and self.part.number == 1 and not self.coming


def years_of(event: Event) -> range:
    """Return the years in which an event takes place."""
    return range(event.first_day.year, event.last_day.year + 1)


def city_key(name: str) -> str:
    """Return what stands for a host city in addresses, the same in all languages."""
    return slugify(name, allow_unicode=True)

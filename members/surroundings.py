"""The context of a city: partner cities, projects, events and neighbours."""

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from amf_site.addresses import page_path
from members.event_names import NamedEvent, name_events
from members.geography import distance
from members.map import CityMap, city_map, places_of
from members.models.partnership import Partnership
from members.models.project import ProjectPage

if TYPE_CHECKING:
    from members.models.news import NewsPage
    from members.models.profile import CityPage

#: Maximum number of neighbours on a profile, and their maximum distance in kilometres.
NEIGHBOURS, NEARBY = 4, 1000
#: Maximum number of articles on a profile.
ARTICLES = 3


@dataclass(frozen=True)
class Partner:
    """A partnership from the point of view of one of its cities."""

    partnership: Partnership
    #: The other city's profile in the reader's language, or ``None``.
    page: "CityPage | None"
    #: The title of that profile, or else the other city's native name.
    name: str


@dataclass(frozen=True)
class Neighbour:
    """A member city nearby."""

    page: "CityPage"
    kilometres: int


class Surroundings:
    """Related content of a profile, computed lazily. It includes only pages reachable in the profile's language."""

    def __init__(self, page: "CityPage") -> None:
        self.page = page
        self.code = page.locale.language_code
        #: The reachable profiles in this language.
        self.profiles = (
            type(page)
            .objects.reachable(page.passed_restrictions)
            .filter(locale_id=page.locale_id)
            .select_related("city")
        )

    @cached_property
    def partners(self) -> list[Partner]:
        city = self.page.city
        partnerships = list(Partnership.objects.in_language(self.code).of_city(city).by_age())
        others = [partnership.partner_of(city) for partnership in partnerships]
        pages = {page.city_id: page for page in self.profiles.defer_streamfields().filter(city__in=others)}
        return [
            Partner(partnership, page := pages.get(other.pk), page.title if page else other.native_name)
            for partnership, other in zip(partnerships, others, strict=True)
        ]

    @cached_property
    def projects(self) -> list[ProjectPage]:
        """The projects below the profile, newest first."""
        if not self.page.pk:
            return []
        return list(
            ProjectPage.objects.child_of(self.page)
            .reachable(self.page.passed_restrictions)
            .with_records()
            .newest_first()
        )

    @cached_property
    def news(self) -> "list[NewsPage]":
        """The latest articles from or about the city."""
        from members.models import NewsPage  # the models use this module

        articles = NewsPage.objects.reachable(self.page.passed_restrictions).filter(locale_id=self.page.locale_id)
        return list(articles.about_cities([self.page.city_id]).for_cards().latest_first()[:ARTICLES])

    @property
    def news_list(self) -> str:
        """The URL path of the list of news about the city; empty if there is none."""
        if not self.news:
            return ""
        first = self.news[0]
        return f"{page_path(first, self.code).removesuffix(f'{first.slug}/')}?city={self.page.slug}"

    @cached_property
    def events(self) -> list[NamedEvent]:
        """The events in the city, the latest first."""
        own = {self.page.city_id: self.page}
        return name_events(self.page.event_rows, self.code, own, self.page.passed_restrictions)

    @cached_property
    def neighbours(self) -> list[Neighbour]:
        """Member cities nearby, nearest first. Empty if there is none."""
        point = self.page.city.point
        nearest = self.profiles.defer_streamfields().nearest_to(self.page.city)[:NEIGHBOURS]
        neighbours = [Neighbour(page, round(distance(point, page.city.point))) for page in nearest]
        return [neighbour for neighbour in neighbours if neighbour.kilometres <= NEARBY]

    @cached_property
    def map(self) -> CityMap:
        """A map of the city, its neighbours and its partners, with arcs to the partners."""
        own = self.page.city.point
        partner_pages = {partner.page.pk: partner.page for partner in self.partners if partner.page}
        pages = [neighbour.page for neighbour in self.neighbours if neighbour.page.pk not in partner_pages]
        places = places_of([self.page, *pages, *partner_pages.values()], lambda page: page_path(page, self.code))
        arcs = [(own, page.city.point) for page in partner_pages.values()]
        return city_map(places, self.code, arcs, own)

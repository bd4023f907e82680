"""What a news article is about: place, cities, event, body and themes, in its language, and articles with the same."""

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from members.event_names import NamedEvent, named_events
from members.models.body import Body
from members.models.categories import Theme
from members.models.city import City
from members.models.event import Event
from members.models.profile import CityPage

if TYPE_CHECKING:
    from members.models import BodyPage, NewsPage

#: How many related articles are named.
RELATED = 3


@dataclass(frozen=True)
class NamedCity:
    """A city and its profile in the reader's language, if there is one."""

    city: City
    profile: CityPage | None


class Subjects:
    """The subjects of an article, computed lazily. Only pages that its readers can reach have links."""

    def __init__(self, page: "NewsPage") -> None:
        self.page = page
        self.code = page.locale.language_code

    @cached_property
    def _cities(self) -> dict[int, NamedCity]:
        """The place and all other cities by their ids."""
        cities = [*([self.page.place] if self.page.place else []), *self.page.cities.all()]
        profiles = CityPage.objects.reachable(self.page.passed_restrictions).filter(
            locale=self.page.locale, city__in=[city.pk for city in cities]
        )
        pages = {page.city_id: page for page in profiles.defer_streamfields()} if cities else {}
        return {city.pk: NamedCity(city, pages.get(city.pk)) for city in cities}

    @cached_property
    def place(self) -> NamedCity | None:
        return self._cities.get(self.page.place_id) if self.page.place_id else None

    @cached_property
    def cities(self) -> list[NamedCity]:
        """The cities that it is about, besides the place where it happened."""
        return [named for key, named in self._cities.items() if key != self.page.place_id]

    @cached_property
    def event(self) -> NamedEvent | None:
        events = Event.objects.with_records().filter(pk=self.page.event_id) if self.page.event_id else []
        return next(iter(named_events(events, self.code)), None)

    @cached_property
    def body(self) -> Body | None:
        """The body of the Forum with ``local_name``. ``None`` if it has no name in this language."""
        named = Body.objects.in_language(self.code)
        return named.filter(pk=self.page.forum_body_id).first() if self.page.forum_body_id else None

    @cached_property
    def body_page(self) -> "BodyPage | None":
        from members.models import BodyPage  # the models use this module

        pages = BodyPage.objects.reachable(self.page.passed_restrictions).filter(locale=self.page.locale)
        return pages.filter(forum_body=self.body).defer_streamfields().first() if self.body else None

    @cached_property
    def _theme_ids(self) -> list[int]:
        return [theme.pk for theme in self.page.themes.all()]

    @cached_property
    def themes(self) -> list[Theme]:
        """The themes that have a name in this language, each with ``local_name``."""
        named = Theme.objects.in_language(self.code)
        return list(named.filter(pk__in=self._theme_ids)) if self._theme_ids else []

    @cached_property
    def related(self) -> "list[NewsPage]":
        """Other articles of this language with the same event, cities or themes."""
        articles = type(self.page).objects.reachable(self.page.passed_restrictions).filter(locale=self.page.locale)
        return list(articles.sharing(self.page, list(self._cities), self._theme_ids).for_cards()[:RELATED])

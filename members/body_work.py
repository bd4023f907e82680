"""What a body of the Forum does and has done: its offices, events, documents, news and projects, from the records."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from pages.models import Citation, cite

from .document_listing import ListedDocument, listed_documents
from .event_names import NamedEvent, named_events
from .models.body import Body
from .models.event import Event
from .models.news import NewsPage
from .models.office import Office
from .models.project import ProjectPage

if TYPE_CHECKING:
    from .models import BodyPage, CityPage

#: The number of articles and projects that a page shows of a body.
NEWS, PROJECTS = 6, 6


@dataclass(frozen=True)
class ListedOffice:
    """An office and what a language says of it."""

    office: Office
    #: The name of the person in this language; empty if a city holds the office.
    name: str
    #: The profile of the city that holds it, if everybody can reach it in this language.
    profile: "CityPage | None"
    citation: Citation

    @property
    def has_native_name(self) -> bool:
        """Whether the person's own spelling is another one than that which is shown."""
        return self.office.native_name not in ("", self.name)


@dataclass(frozen=True)
class NamedBody:
    """A body with its name in a language (``local_name``), and its page there, if everybody can reach it."""

    body: Body
    page: "BodyPage | None"


def named_bodies(bodies: Iterable[Body], code: str) -> list[NamedBody]:
    """Return bodies, annotated by ``in_language``, with their pages in that language, in one query besides theirs."""
    from .models import BodyPage  # the models use this module

    bodies = list(bodies)
    pages = BodyPage.objects.reachable().filter(locale__language_code=code, forum_body__in=bodies)
    page_of = {page.forum_body_id: page for page in pages.defer_streamfields().with_records()}
    return [NamedBody(body, page_of.get(body.pk)) for body in bodies]


class BodyWork:
    """The work of the body of a page, computed lazily. It includes only pages reachable in the page's language."""

    def __init__(self, page: "BodyPage") -> None:
        self.page = page
        self.code = page.locale.language_code
        self.body = page.forum_body

    @cached_property
    def offices(self) -> list[ListedOffice]:
        """The offices held now, as far as is known."""
        return [row for row in self._offices if row.office.pk in self._held_now]

    @cached_property
    def former_offices(self) -> list[ListedOffice]:
        """The offices held before, and those of which nobody knows whether they still are."""
        return [row for row in self._offices if row.office.pk not in self._held_now]

    @cached_property
    def _held_now(self) -> set[int]:
        return set(Office.objects.of_body(self.body).held_now().values_list("pk", flat=True))

    @cached_property
    def _offices(self) -> list[ListedOffice]:
        """All offices that have begun and that have a published source, in order."""
        of_body = Office.objects.of_body(self.body)
        begun = of_body.held_now() | of_body.held_before()
        offices = list(begun.in_language(self.code).in_order())
        profile_of = self._profiles({office.city_id for office in offices if office.city_id})
        rows = [
            ListedOffice(
                office,
                office.name_in(self.code),
                profile_of.get(office.city_id) if office.city_id else None,
                cite(office.source, office.source_name),
            )
            for office in offices
        ]
        return [row for row in rows if row.citation.name]

    @cached_property
    def events(self) -> list[NamedEvent]:
        """The events of the body, the latest first, without those that were called off."""
        events = [event for event in Event.objects.of_body(self.body).with_records() if event.takes_place]
        events.sort(key=lambda event: (event.first_day, event.key), reverse=True)
        return named_events(events, self.code)

    @cached_property
    def documents(self) -> list[ListedDocument]:
        from .models import PublishedDocument  # the models use this module

        return listed_documents(PublishedDocument.objects.of_body(self.body), self.code, self.page.passed_restrictions)

    @cached_property
    def news(self) -> list[NewsPage]:
        articles = NewsPage.objects.reachable(self.page.passed_restrictions).filter(
            locale_id=self.page.locale_id, forum_body=self.body
        )
        return list(articles.with_records().defer_streamfields().latest_first()[:NEWS])

    @cached_property
    def projects(self) -> list[ProjectPage]:
        """Projects of the theme of a technical committee, the newest first, each with the ``city_page`` of its city."""
        if self.body.theme_id is None:
            return []
        projects = ProjectPage.objects.reachable(self.page.passed_restrictions).filter(
            locale_id=self.page.locale_id, themes=self.body.theme_id
        )
        found = list(projects.with_records().defer_streamfields().newest_first()[:PROJECTS])
        profiles = self._profiles({project.city_id for project in found})
        for project in found:
            project.city_page = profiles.get(project.city_id)
        return found

    def _profiles(self, cities: set[int]) -> "dict[int, CityPage]":
        """City id -> profile, of those cities whose profile everybody can reach in this language."""
        from .models import CityPage  # the models use this module

        if not cities:
            return {}
        profiles = CityPage.objects.reachable(self.page.passed_restrictions).filter(
            locale_id=self.page.locale_id, city__in=cities
        )
        return {page.city_id: page for page in profiles.select_related("locale").defer_streamfields()}

    @cached_property
    def bodies(self) -> list[NamedBody]:
        """The bodies that belong to this one."""
        return named_bodies(Body.objects.in_language(self.code).filter(parent=self.body), self.code)

"""Which page type each content file of the demo makes."""

from members.models import (
    ApplyPage,
    BodyPage,
    CityPage,
    DocumentIndexPage,
    DocumentPage,
    EventIndexPage,
    EventPage,
    JoinPage,
    LettersPage,
    MemberDirectoryPage,
    NewsIndexPage,
    NewsPage,
    OpenDataPage,
    PartnershipListPage,
    PressPage,
    ProjectListPage,
    ProjectPage,
)
from pages.models import BasePage, ContactPage, HomePage, SectionPage, StandardPage
from strategy.models import PlanEditionPage, StrategicPlanPage

#: The ``type`` of a content file -> the page type.
PAGE_TYPES: dict[str, type[BasePage]] = {
    "home": HomePage,
    "section": SectionPage,
    "standard": StandardPage,
    "plan": StrategicPlanPage,
    "edition": PlanEditionPage,
    "directory": MemberDirectoryPage,
    "city": CityPage,
    "project": ProjectPage,
    "partnerships": PartnershipListPage,
    "projects": ProjectListPage,
    "open-data": OpenDataPage,
    "body": BodyPage,
    "news": NewsIndexPage,
    "article": NewsPage,
    "events": EventIndexPage,
    "event": EventPage,
    "documents": DocumentIndexPage,
    "document": DocumentPage,
    "press": PressPage,
    "contact": ContactPage,
    "join": JoinPage,
    "apply": ApplyPage,
    "letters": LettersPage,
}

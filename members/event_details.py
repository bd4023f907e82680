"""What stands on the page of an event besides its own words: host, documents, news and source."""

from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from amf_site.cldr.names import is_language_of
from members.event_names import NamedEvent, named_event, profiles_of_hosts
from pages.models import Citation, cite

if TYPE_CHECKING:
    from members.models import BodyPage, DocumentPage, Event, EventPage, NewsPage, PublishedDocument

#: News of an event that its page lists.
MOST_NEWS = 6


@dataclass(frozen=True)
class EventDocument:
    """A document of an event, in the reader's language if it is there."""

    document: "PublishedDocument"
    title: str
    #: The language of the title, if it is not the reader's.
    foreign_language: str
    #: Its page in the reader's language.
    page: "DocumentPage | None"
    #: The address of its file or of the original, if it has no page.
    link: str


class EventDetails:
    """The details of an event's page, computed lazily. They include only pages that the reader can reach."""

    def __init__(self, page: "EventPage") -> None:
        self.page = page
        self.code = page.locale.language_code

    @cached_property
    def named(self) -> NamedEvent:
        """The event with this page as the one that names it, also in a preview."""
        event = self.page.event
        profiles = profiles_of_hosts([event], self.code, self.page.passed_restrictions)
        return named_event(event, self.code, self.page, profiles.get(event.host_id) if event.host_id else None)

    @property
    def is_in_calendars(self) -> bool:
        return self.page.event.month is None and self.page.event.takes_place

    @cached_property
    def record(self) -> "Event":
        """The event, annotated with the names of its body and its source in this language."""
        from members.models import Event  # the models use this module

        return Event.objects.in_language(self.code).get(pk=self.page.event_id)

    @property
    def citation(self) -> Citation:
        """The source of the days and the place."""
        return cite(self.record.source, self.record.source_name)

    @cached_property
    def body_page(self) -> "BodyPage | None":
        from members.models import BodyPage  # the models use this module

        if self.record.body_id is None:
            return None
        pages = BodyPage.objects.reachable(self.page.passed_restrictions)
        return pages.filter(forum_body=self.record.body_id, locale_id=self.page.locale_id).first()

    @cached_property
    def documents(self) -> list[EventDocument]:
        from members.models import PublishedDocument  # the models use this module

        documents = PublishedDocument.objects.of_event(self.page.event).in_language(self.code).order_by("date", "key")
        return documents_of(list(documents), self.code, self.page.passed_restrictions)

    @cached_property
    def news(self) -> "list[NewsPage]":
        from members.models import NewsPage  # the models use this module

        found = NewsPage.objects.reachable(self.page.passed_restrictions).filter(
            event=self.page.event, locale_id=self.page.locale_id
        )
        return list(found.defer_streamfields().latest_first()[:MOST_NEWS])


def documents_of(documents: "list[PublishedDocument]", code: str, passed: Collection[int] = ()) -> list[EventDocument]:
    """Return documents, their files fetched, with their titles and pages in a language."""
    from members.models import DocumentPage  # the models use this module

    found = DocumentPage.objects.reachable(passed).filter(locale__language_code=code, document__in=documents)
    pages = {page.document_id: page for page in found.defer_streamfields()} if documents else {}
    rows = []
    for document in documents:
        if page := pages.get(document.pk):
            rows.append(EventDocument(document, page.title, "", page, ""))
        elif files := sorted(document.files.all(), key=lambda file: not is_language_of(code, file.language)):
            link = files[0].file.url if files[0].file else files[0].link
            language = "" if is_language_of(code, files[0].language) else files[0].language
            rows.append(EventDocument(document, files[0].title, language, None, link))
    return rows

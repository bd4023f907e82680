"""The archive of published documents: filter form, filtered queryset, and each document as a language shows it."""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.core.paginator import Page as ListPart
from django.core.paginator import Paginator
from django.http import QueryDict
from wagtail.models import Locale

from amf_site.cldr.collation import sort_key
from amf_site.cldr.formats import format_year
from amf_site.cldr.names import is_language_of, language_name
from pages.models import Citation, cite

from .event_names import NamedEvent, named_events
from .forms import Choices, DocumentFilter, label
from .forum_querysets import body_name
from .models.document import PublishedDocument, PublishedFile
from .vocabulary import DocumentKind

if TYPE_CHECKING:
    from .forum_querysets import PublishedDocumentQuerySet
    from .models import BodyPage, DocumentPage

#: Entries on each page of the list.
PART = 24


@dataclass(frozen=True)
class ListedDocument:
    """A published document and what a language says of it."""

    document: PublishedDocument
    #: Its page in this language, if everybody can reach it.
    page: "DocumentPage | None"
    #: The event at which it was adopted or presented.
    event: NamedEvent | None
    #: The page of its body in this language.
    body_page: "BodyPage | None"
    #: Its title: that of the page, else the one in this language, else that of the original.
    title: str
    #: The language of the title, if it is not the reader's.
    foreign_language: str

    @property
    def files(self) -> list[PublishedFile]:
        return list(self.document.files.all())

    @property
    def citation(self) -> Citation:
        return cite(self.document.source, self.document.source_name)


def listed_documents(
    documents: "PublishedDocumentQuerySet", code: str, passed: Collection[int] = ()
) -> list[ListedDocument]:
    """Return documents as a language shows them, in a number of queries that does not grow with them."""
    from .models import BodyPage, DocumentPage  # the models use this module

    rows = list(documents.in_language(code))
    pages = DocumentPage.objects.reachable(passed).filter(locale__language_code=code, document__in=rows)
    page_of = {page.document_id: page for page in pages.defer_streamfields().with_records()}
    body_ids = {row.body_id for row in rows if row.body_id}
    body_pages = BodyPage.objects.reachable(passed).filter(locale__language_code=code, forum_body__in=body_ids)
    body_page_of = (
        {page.forum_body_id: page for page in body_pages.defer_streamfields().with_records()} if body_ids else {}
    )
    events = {row.event_id: row.event for row in rows if row.event}
    named = {found.event.pk: found for found in named_events(events.values(), code)} if events else {}
    return [
        ListedDocument(
            row,
            page_of.get(row.pk),
            named.get(row.event_id),
            body_page_of.get(row.body_id),
            *title_in(row, page_of.get(row.pk), code),
        )
        for row in rows
    ]


def title_in(document: PublishedDocument, page: "DocumentPage | None", code: str) -> tuple[str, str]:
    """Return the title of a document for readers of a language, and the language of the title if it is another one."""
    if page is not None:
        return page.title, ""
    files = list(document.files.all())
    # The title in the reader's language, or else that of the original, which comes first.
    own = next((file for file in files if is_language_of(code, file.language)), None)
    if own is not None:
        return own.title, ""
    return (files[0].title, files[0].language) if files else (str(document.get_kind_display()), "")


class DocumentListing:
    """The archive in one language. It lists the records, so a document needs no page of its own."""

    def __init__(self, locale: Locale, asked: QueryDict, passed: Collection[int] = ()) -> None:
        self.code = locale.language_code
        self.asked = asked
        self.passed = passed

    @cached_property
    def form(self) -> DocumentFilter:
        """The filter form, each choice with its number of documents."""
        rows = PublishedDocument.objects.order_by("body__order", "body").annotate(
            body_name=body_name(self.code, "body__")
        )
        joined = rows.values_list("pk", "kind", "date", "body__slug", "body_name", "files__language")
        documents: dict[int, tuple[str, str, str]] = {}
        languages: Counter[str] = Counter()
        bodies: dict[str, str] = {}
        for pk, kind, date, body, name, language in joined:
            documents[pk] = kind, date[:4], body
            languages.update([language] if language else ())
            bodies.update({body: name} if name else {})
        kinds, years, counts = (Counter(row[place] for row in documents.values()) for place in range(3))
        return DocumentFilter(
            self.asked,
            kind=[(kind.value, label(str(kind.label), kinds[kind], self.code)) for kind in DocumentKind if kinds[kind]],
            year=[
                (year, label(format_year(int(year), self.code), count, self.code))
                for year, count in sorted(years.items(), reverse=True)
                if year.isdecimal()
            ],
            language=self._languages(languages.items()),
            body=[(slug, label(name, counts[slug], self.code)) for slug, name in bodies.items()],
        )

    def _languages(self, counts: Iterable[tuple[str, int]]) -> Choices:
        names = [(code, language_name(code, self.code), count) for code, count in counts]
        names.sort(key=lambda entry: sort_key(entry[1], self.code))
        return [(code, label(name, count, self.code)) for code, name, count in names]

    @cached_property
    def found(self) -> "PublishedDocumentQuerySet":
        """The documents that match the filter, the latest first."""
        chosen = self.form.chosen
        found = PublishedDocument.objects.all()
        if "q" in chosen:
            found = found.titled_like(chosen["q"])
        lookups: dict[str, Any] = {
            "kind": "kind",
            "year": "date__startswith",
            "language": "files__language",
            "body": "body__slug",
        }
        # A document has one file in a language, so the join does not repeat it.
        return found.filter(**{lookups[name]: value for name, value in chosen.items() if name in lookups})

    @cached_property
    def part(self) -> ListPart:
        return Paginator(self.found, PART).get_page(self.asked.get("page"))

    @cached_property
    def rows(self) -> list[ListedDocument]:
        """The documents of the current part of the list."""
        documents: Any = self.part.object_list
        return listed_documents(documents, self.code, self.passed)

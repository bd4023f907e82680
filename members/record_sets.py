"""Records that blocks of pages count and list; ``pages.records`` says how."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from pages.records import RecordSet

from .event_details import EventDocument, documents_of
from .event_names import NamedEvent, named_events
from .models import Event, PublishedDocument
from .models.event import NEED_A_NOTE
from .vocabulary import DocumentKind

if TYPE_CHECKING:
    from .forum_querysets import EventQuerySet


@dataclass(frozen=True)
class Assembly:
    """A General Assembly and what the reader's language has about it."""

    named: NamedEvent
    #: The declarations that it adopted.
    declarations: list[EventDocument]


def held_assemblies() -> "EventQuerySet":
    return Event.objects.assemblies().held()


def rows_of_assemblies(code: str) -> list[Assembly]:
    """Return the General Assemblies that were held or are to come, in their order."""
    rows = Event.objects.assemblies().with_records().exclude(status__in=NEED_A_NOTE)
    entries = named_events(rows, code)
    declarations: dict[int, list[EventDocument]] = {}
    documents = PublishedDocument.objects.with_files().filter(
        kind=DocumentKind.DECLARATION, event__in=[entry.event for entry in entries]
    )
    for row in documents_of(list(documents), code):
        declarations.setdefault(row.document.event_id, []).append(row)
    return [Assembly(entry, declarations.get(entry.event.pk, [])) for entry in entries]


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

"""The related records of a page, with the state of their translations."""

from dataclasses import dataclass

from django.urls import reverse
from wagtail_localize.models import RelatedObjectSegment, Translation

from ...segments.paths import Places
from ...workflow.overview import BoardData


@dataclass(frozen=True)
class Related:
    heading: str
    title: str
    #: Label of the state.
    state: str
    #: URL of the translation editor; empty if the record is not translated there.
    url: str


def related(translation: Translation, places: Places) -> list[Related]:
    """Return the related records, in a constant number of queries."""
    segments = list(
        RelatedObjectSegment.objects.filter(source=translation.source_id).select_related("context").order_by("order")
    )
    locale = translation.target_locale
    rows = {row.source.key: row for row in BoardData.load([locale], {one.object_id for one in segments}).rows()}
    found = []
    for segment in segments:
        if row := rows.get(segment.object_id):
            target, cell = row.source.target(locale.pk), row.cells[locale.pk]
            is_edited_here = cell.translation_id and cell.follows_source
            url = reverse("translation:edit", args=[cell.translation_id]) if is_edited_here else ""
            title = (target.title if target else "") or row.source.title
            found.append(Related(places.place(segment.context).heading, title, cell.words, url))
    return found

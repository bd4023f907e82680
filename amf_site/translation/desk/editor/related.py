"""The records that a page names, with the state of their own translations."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, When
from django.urls import reverse
from wagtail_localize.models import RelatedObjectSegment, Translation

from ...segments.paths import Places
from ...workflow.sources import has_words
from ...workflow.status import Status, statuses_of_targets


@dataclass(frozen=True)
class Related:
    heading: str
    title: str
    #: How it stands, in words.
    state: str
    url: str | None


def related(translation: Translation, places: Places) -> list[Related]:
    """With a query for each kind of record and a few for all, whatever their number."""
    segments = list(
        RelatedObjectSegment.objects.filter(source=translation.source_id)
        .select_related("object__content_type", "context")
        .order_by("order")
    )
    keys = defaultdict(set)
    for segment in segments:
        keys[segment.object.content_type].add(segment.object_id)
    here: dict[Any, Any] = {}
    there: dict[Any, Any] = {}
    for content_type, wanted in keys.items():
        records: Any = content_type.model_class()._default_manager.filter(translation_key__in=wanted)
        records = records.annotate(has_words=Case(When(has_words(records.model), then=True), default=False))
        for record in records.filter(locale__in=(translation.target_locale_id, translation.source.locale_id)):
            is_target = record.locale_id == translation.target_locale_id
            (here if is_target else there)[record.translation_key] = record
    statuses = statuses_of_targets(here.values())
    editors = dict(
        Translation.objects.filter(
            source__object_id__in=[segment.object_id for segment in segments],
            target_locale=translation.target_locale_id,
            enabled=True,
        ).values_list("source__object_id", "pk")
    )

    def words_of(key: Any) -> str:
        if key in here:
            return statuses[here[key]].words
        original = there.get(key)
        return Status(translation.target_locale_id, has_words=original is None or original.has_words).words

    return [
        Related(
            heading=places.place(segment.context).heading,
            title=str(here.get(segment.object_id) or there.get(segment.object_id) or segment.object),
            state=words_of(segment.object_id),
            url=reverse("translation:edit", args=[editors[segment.object_id]])
            if segment.object_id in editors
            else None,
        )
        for segment in segments
    ]

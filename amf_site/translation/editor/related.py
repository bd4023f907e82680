"""The records that a page names, with the state of their own translations."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.urls import reverse
from wagtail_localize.models import RelatedObjectSegment, Translation

from .places import Places


@dataclass(frozen=True)
class Related:
    heading: str
    title: str
    #: ``missing``, ``draft`` or ``live``.
    state: str
    url: str | None


def related(translation: Translation, places: Places) -> list[Related]:
    """With two queries for each kind of record, whatever their number."""
    segments = list(
        RelatedObjectSegment.objects.filter(source=translation.source_id)
        .select_related("object__content_type", "context")
        .order_by("order")
    )
    if not segments:
        return []
    keys = defaultdict(set)
    for segment in segments:
        keys[segment.object.content_type].add(segment.object_id)
    here: dict[Any, models.Model] = {}
    there: dict[Any, models.Model] = {}
    for content_type, wanted in keys.items():
        records: Any = content_type.model_class()._default_manager.filter(translation_key__in=wanted)
        for record in records.filter(locale__in=(translation.target_locale_id, translation.source.locale_id)):
            is_target = record.locale_id == translation.target_locale_id
            (here if is_target else there)[record.translation_key] = record
    editors = dict(
        Translation.objects.filter(
            source__object_id__in=[segment.object_id for segment in segments],
            target_locale=translation.target_locale_id,
            enabled=True,
        ).values_list("source__object_id", "pk")
    )
    return [
        Related(
            heading=places.place(segment.context).heading,
            title=str(here.get(segment.object_id) or there.get(segment.object_id) or segment.object),
            state=state_of(here.get(segment.object_id)),
            url=reverse("translation:edit", args=[editors[segment.object_id]])
            if segment.object_id in editors
            else None,
        )
        for segment in segments
    ]


def state_of(record: models.Model | None) -> str:
    if record is None:
        return "missing"
    return "live" if getattr(record, "live", True) else "draft"

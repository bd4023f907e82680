"""Ignore overrides of a translation whose image, document, page or record has been deleted.

wagtail-localize keeps such a ``SegmentOverride``, and each later publication of the translation fails with HTTP 500
(its issues 769, 825). ``segments.overrides`` deletes overrides together with the chosen object; one that is left over
is ignored here, so that the translation shows what the source has. Delete this when wagtail-localize does so; a test in
``tests/translation`` will fail then.
"""

from functools import wraps
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.db import models
from wagtail_localize import models as localize_models
from wagtail_localize.segments import OverridableSegmentValue, ingest
from wagtail_localize.segments.ingest import StreamFieldSegmentsWriter


def is_followed(owner: type[models.Model], segment: Any) -> bool:
    """Return whether the object that a segment refers to exists; also true if it refers to none."""
    name, rest = segment.unwrap()
    field = owner._meta.get_field(name)
    if not isinstance(field, models.ForeignKey) or not isinstance(rest, OverridableSegmentValue):
        return True
    related: Any = field.related_model
    return related._default_manager.filter(pk=rest.data).exists()


def patch_ingestion() -> None:
    into_object = ingest.ingest_segments
    into_block = StreamFieldSegmentsWriter.handle_related_object_block

    @wraps(into_object)
    def ingest_segments(original: Any, translated: Any, source: Any, target: Any, segments: Any) -> None:
        into_object(
            original, translated, source, target, [each for each in segments if is_followed(type(translated), each)]
        )

    @wraps(into_block)
    def handle_related_object_block(self: StreamFieldSegmentsWriter, related_object: Any, segments: Any) -> Any:
        try:
            return into_block(self, related_object, segments)
        except ObjectDoesNotExist:
            return related_object

    ingest.ingest_segments = localize_models.ingest_segments = ingest_segments
    StreamFieldSegmentsWriter.handle_related_object_block = handle_related_object_block

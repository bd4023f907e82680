"""A picture, document, page or record that a translation has in place of its source's may be deleted.

wagtail-localize keeps the choice of what is gone (``SegmentOverride``), and each later publication of the
translation ends in HTTP 500 (its issues 769, 825). Here the choice goes with what was chosen, and one that is left over
is not followed: the translation has what its source has. To be deleted when it does so: ``tests/translation`` tells.
"""

import json
from functools import wraps
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ObjectDoesNotExist
from django.db import models
from wagtail import blocks
from wagtail.coreutils import resolve_model_string
from wagtail.documents import get_document_model
from wagtail.fields import StreamField
from wagtail.images import get_image_model
from wagtail.models import Page
from wagtail.snippets.models import get_snippet_models
from wagtail_localize import models as localize_models
from wagtail_localize.models import SegmentOverride, TranslationContext, TranslationSource
from wagtail_localize.segments import OverridableSegmentValue, ingest
from wagtail_localize.segments.ingest import StreamFieldSegmentsWriter


def model_of(context: TranslationContext) -> type[models.Model] | None:
    """The model of what is chosen at a place of an object; none where something else than an object is chosen."""
    source = TranslationSource.objects.filter(object_id=context.object_id).first()
    owner = source and ContentType.objects.get_for_id(source.specific_content_type_id).model_class()
    return chosen_model(owner, context) if owner else None


def chosen_model(owner: type[models.Model], context: TranslationContext) -> type[models.Model] | None:
    """The same for a place of which the model of its object is known."""
    if not context.field_path or context.path.endswith("'"):
        return None
    name, *rest = context.field_path.split(".")
    field: Any = owner._meta.get_field(name)
    if field.one_to_many and rest:
        owner, (name, *rest) = field.related_model, rest
        field = owner._meta.get_field(name)
    if isinstance(field, StreamField):
        return model_in(field.stream_block, rest)
    return field.related_model if isinstance(field, models.ForeignKey) else None


def model_in(block: blocks.Block, names: list[str]) -> type[models.Model] | None:
    """The model that a chooser block, found by the names on the way to it, chooses from."""
    for name in names:
        block = block.child_block if isinstance(block, blocks.ListBlock) else block.child_blocks[name]
    # The model of documents is a name.
    return resolve_model_string(block.target_model) if isinstance(block, blocks.ChooserBlock) else None


def choices_of(instance: models.Model) -> list[SegmentOverride]:
    """The translations' choices of an object."""
    return [
        override
        for override in SegmentOverride.objects.filter(
            data_json=json.dumps(instance.pk), context__isnull=False
        ).select_related("context")
        if (model := model_of(override.context)) and isinstance(instance, model)
    ]


def forget_choices(instance: models.Model, **kwargs: Any) -> None:
    chosen_from = (Page, get_image_model(), get_document_model(), *get_snippet_models())
    if isinstance(instance, chosen_from) and instance.pk is not None:
        for override in choices_of(instance):
            override.delete()


def is_followed(owner: type[models.Model], segment: Any) -> bool:
    """Whether a segment for a field of a model names something that is there, if it names anything."""
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

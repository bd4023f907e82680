"""Overrides of a language: its own image, document, page or URL in place of that of the source."""

import json
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models
from wagtail.blocks import ChooserBlock
from wagtail.coreutils import resolve_model_string
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Page
from wagtail.snippets.models import get_snippet_models
from wagtail_localize.models import SegmentOverride, Translation, TranslationContext, TranslationSource

from .paths import leaf_of


def save_override(translation: Translation, context: TranslationContext, value: Any, user: Any) -> None:
    """Save an override for a context in the language of a translation."""
    SegmentOverride.objects.update_or_create(
        locale=translation.target_locale,
        context=context,
        defaults={
            "data_json": json.dumps(value),
            "last_translated_by": user,
            "has_error": False,
            "field_error": "",
        },
    )


def chosen_model(owner: type[models.Model], context: TranslationContext) -> type[models.Model] | None:
    """Return the model of the objects that can be chosen in a context; ``None`` if it is not a chooser."""
    if context.path.endswith("'"):  # the URL of a link within text
        return None
    leaf = leaf_of(owner, context.field_path)
    if isinstance(leaf, ChooserBlock):
        # For documents this is a string.
        return resolve_model_string(leaf.target_model)
    return leaf.related_model if isinstance(leaf, models.ForeignKey) else None


def chooses_from(context: TranslationContext) -> type[models.Model] | None:
    """Return the same, with the model of the object determined from its source."""
    source = TranslationSource.objects.filter(object_id=context.object_id).first()
    owner = source and ContentType.objects.get_for_id(source.specific_content_type_id).model_class()
    return chosen_model(owner, context) if owner else None


def forget_choices(instance: models.Model, **kwargs: Any) -> None:
    """Delete the overrides that refer to a deleted object."""
    chosen_from = (Page, get_image_model(), get_document_model(), *get_snippet_models())
    if not isinstance(instance, chosen_from) or instance.pk is None:
        return
    overrides = SegmentOverride.objects.filter(data_json=json.dumps(instance.pk), context__isnull=False)
    for override in overrides.select_related("context"):
        if (model := chooses_from(override.context)) and isinstance(instance, model):
            override.delete()

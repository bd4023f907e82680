"""What a language has of its own in place of its source's: a picture, a document, a page or an address."""

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
    """Give the language of a translation its own value at a place."""
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
    """The model of what is chosen at a place of an object of a model; none where something else is chosen."""
    if context.path.endswith("'"):  # the address of a link within text
        return None
    leaf = leaf_of(owner, context.field_path)
    if isinstance(leaf, ChooserBlock):
        # The model of documents is a name.
        return resolve_model_string(leaf.target_model)
    return leaf.related_model if isinstance(leaf, models.ForeignKey) else None


def chooses_from(context: TranslationContext) -> type[models.Model] | None:
    """The same for a place of which only the key of its object is known."""
    source = TranslationSource.objects.filter(object_id=context.object_id).first()
    owner = source and ContentType.objects.get_for_id(source.specific_content_type_id).model_class()
    return chosen_model(owner, context) if owner else None


def forget_choices(instance: models.Model, **kwargs: Any) -> None:
    """What is deleted is no longer chosen by any translation."""
    chosen_from = (Page, get_image_model(), get_document_model(), *get_snippet_models())
    if not isinstance(instance, chosen_from) or instance.pk is None:
        return
    overrides = SegmentOverride.objects.filter(data_json=json.dumps(instance.pk), context__isnull=False)
    for override in overrides.select_related("context"):
        if (model := chooses_from(override.context)) and isinstance(instance, model):
            override.delete()

"""Mark descriptions for review, in every language, when the file of an image has been replaced.

The description is unchanged, but it was written for the previous image. If a page gets a different image, nothing needs
marking: its description is edited at the same time, or still fits. The setting ``DESCRIPTIONS`` in ``conf`` tells which
field describes which image, for example ``picture_alt`` for ``picture``.
"""

import json
from collections.abc import Collection
from typing import Any

from django.db.models import F, Model
from wagtail_localize.models import OverridableSegment, SegmentOverride, StringTranslation, TranslationSource

from ..conf import host
from ..models import Review


def place_of_words(place_of_picture: str) -> str:
    """Return the path of an image's description; empty if the path is not that of an image."""
    parent, dot, name = place_of_picture.rpartition(".")
    words = host.descriptions.get(name)
    return f"{parent}{dot}{words}" if words else ""


def ask_for_new_words(source: TranslationSource, places: Collection[str]) -> None:
    """Mark the texts at these paths of a source for review, except in languages that override the image."""
    if not places:
        return
    own = {
        (locale, place_of_words(place))
        for locale, place in SegmentOverride.objects.filter(context__object=source.object_id).values_list(
            "locale", "context__path"
        )
    }
    words = StringTranslation.objects.filter(
        context__object=source.object_id,
        context__path__in=places,
        locale__in=source.translations.values("target_locale"),
        context__stringsegment__source=source,
        context__stringsegment__string=F("translation_of"),
        review=None,
    ).distinct()
    Review.objects.bulk_create(
        (
            Review(translation=found, reason=Review.Reason.PICTURE)
            for found in words.select_related("context")
            if (found.locale_id, found.context.path) not in own
        ),
        ignore_conflicts=True,
    )


def on_picture_replaced(instance: Model, **kwargs: Any) -> None:
    """Mark the descriptions of the image wherever it is used."""
    segments = OverridableSegment.objects.filter(data_json=json.dumps(instance.pk)).select_related("source", "context")
    for segment in segments:
        if words := place_of_words(segment.context.path):
            ask_for_new_words(segment.source, [words])


def connect() -> None:
    if host.picture_replaced is not None:
        host.picture_replaced.connect(on_picture_replaced)

"""Update the segments of a source with a few database queries instead of five per segment.

wagtail-localize queries each string, context and segment separately: 500 queries for a long page, at each publication.
The resulting rows are identical. Delete this when wagtail-localize does so; ``tests/translation/test_extracting.py``
will fail then.
"""

import json
import uuid
from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.db.models import Model
from wagtail_localize.models import (
    OverridableSegment,
    RelatedObjectSegment,
    String,
    StringSegment,
    Template,
    TemplateSegment,
    TranslatableObject,
    TranslationContext,
    TranslationSource,
)
from wagtail_localize.segments import (
    OverridableSegmentValue,
    RelatedObjectSegmentValue,
    StringSegmentValue,
    TemplateSegmentValue,
)
from wagtail_localize.segments.extract import extract_segments

#: The segment models, each with the columns that make up its content.
COLUMNS: dict[type[Model], tuple[str, ...]] = {
    StringSegment: ("context_id", "order", "string_id", "attrs"),
    TemplateSegment: ("context_id", "order", "template_id"),
    RelatedObjectSegment: ("context_id", "order", "object_id"),
    OverridableSegment: ("context_id", "order", "data_json"),
}
#: The segment model for each class of extracted values.
MODELS: dict[type, type[Model]] = {
    StringSegmentValue: StringSegment,
    TemplateSegmentValue: TemplateSegment,
    RelatedObjectSegmentValue: RelatedObjectSegment,
    OverridableSegmentValue: OverridableSegment,
}


@transaction.atomic
def refresh_segments(source: TranslationSource) -> None:
    """Update the segments of a source from its content."""
    instance = source.as_instance()
    segments = extract_segments(instance)
    contexts = ids_of(
        TranslationContext.objects.filter(object_id=source.object_id),
        "path",
        {segment.path for segment in segments},
        lambda path: new_context(source, instance, path),
    )
    by_kind: dict[type[Model], list[Any]] = {model: [] for model in COLUMNS}
    for segment in segments:
        by_kind[MODELS[type(segment)]].append(segment)
    templates = known_templates(by_kind[TemplateSegment])
    strings = known_strings(source, by_kind[StringSegment])
    ensure_objects(by_kind[RelatedObjectSegment])
    says: dict[type[Model], Any] = {
        StringSegment: lambda one: (strings[one.string.data], to_json(one.attrs)),
        TemplateSegment: lambda one: (templates[template_id(one)],),
        RelatedObjectSegment: lambda one: (one.translation_key,),
        OverridableSegment: lambda one: (to_json(one.data),),
    }
    for model, found in by_kind.items():
        sync_rows(model, source, [(contexts[one.path], one.order, *says[model](one)) for one in found])


def to_json(value: Any) -> str:
    return json.dumps(value, cls=DjangoJSONEncoder)


def ids_of(rows: Any, column: str, wanted: Iterable[Any], make: Callable[[Any], Model]) -> dict[Any, int]:
    """Return the ids of rows by a unique column; create those that are missing."""
    known = dict(rows.values_list(column, "pk"))
    if new := [make(key) for key in wanted if key not in known]:
        rows.model._default_manager.bulk_create(new, ignore_conflicts=True)
        known = dict(rows.all().values_list(column, "pk"))
    return known


def new_context(source: TranslationSource, instance: Model, path: str) -> TranslationContext:
    """Return a new context, including its field path."""
    context = TranslationContext(
        object_id=source.object_id, path=path, path_id=TranslationContext._get_path_id(path), field_path=""
    )
    # wagtail-localize saves the context as soon as the field is found; here all are saved in bulk.
    context.save = lambda **kwargs: None
    context.get_field_path(instance)
    return context


def known_strings(source: TranslationSource, segments: Iterable[Any]) -> dict[str, int]:
    """Return the ids of texts in the source language; create those that are missing."""
    texts = {String._get_data_hash(segment.string.data): segment.string.data for segment in segments}
    known = ids_of(
        String.objects.filter(locale_id=source.locale_id, data_hash__in=texts),
        "data_hash",
        texts,
        lambda key: String(locale_id=source.locale_id, data=texts[key], data_hash=key),
    )
    return {data: known[key] for key, data in texts.items()}


def template_id(segment: TemplateSegmentValue) -> uuid.UUID:
    return uuid.uuid5(uuid.uuid5(Template.BASE_UUID_NAMESPACE, segment.format), segment.template)


def known_templates(segments: Iterable[TemplateSegmentValue]) -> dict[uuid.UUID, int]:
    wanted = {template_id(segment): segment for segment in segments}

    def make(key: uuid.UUID) -> Template:
        one = wanted[key]
        return Template(uuid=key, template=one.template, template_format=one.format, string_count=one.string_count)

    return ids_of(Template.objects.filter(uuid__in=wanted), "uuid", wanted, make)


def ensure_objects(segments: Iterable[RelatedObjectSegmentValue]) -> None:
    new = {one.translation_key: TranslatableObject(one.translation_key, one.content_type.pk) for one in segments}
    if new:
        TranslatableObject.objects.bulk_create(new.values(), ignore_conflicts=True)


def sync_rows(model: type[Model], source: TranslationSource, wanted: list[tuple]) -> None:
    """Create and delete segments so that those of a model are the wanted ones."""
    columns = COLUMNS[model]
    rows = model._default_manager.filter(source=source)
    have = {tuple(row): pk for pk, *row in rows.values_list("pk", *columns)}
    gone = have.keys() - set(wanted)
    if gone:
        rows.filter(pk__in=[have[row] for row in gone]).delete()
    new = [row for row in dict.fromkeys(wanted) if row not in have]
    model._default_manager.bulk_create(model(source=source, **dict(zip(columns, row, strict=True))) for row in new)


def patch_segment_refresh() -> None:
    one_by_one = TranslationSource.refresh_segments
    TranslationSource.refresh_segments = wraps(one_by_one)(refresh_segments)

"""The segments of a source are found in a few questions to the database instead of five for each segment.

wagtail-localize asks for every string, context and segment by itself: 500 queries for a page of some length, at
each publication. The outcome is the same to the row. To be deleted when wagtail-localize does so:
``tests/translation/test_extracting.py`` tells.
"""

import json
import uuid
from collections.abc import Collection, Iterable
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
from wagtail_localize.segments import OverridableSegmentValue, RelatedObjectSegmentValue, TemplateSegmentValue
from wagtail_localize.segments.extract import extract_segments

#: The kinds of segments, each with the column that says what is in it.
COLUMNS: dict[type[Model], tuple[str, ...]] = {
    StringSegment: ("context_id", "order", "string_id", "attrs"),
    TemplateSegment: ("context_id", "order", "template_id"),
    RelatedObjectSegment: ("context_id", "order", "object_id"),
    OverridableSegment: ("context_id", "order", "data_json"),
}


@transaction.atomic
def refresh_segments(source: TranslationSource) -> None:
    """Make the segments of a source those of its content."""
    instance = source.as_instance()
    segments = extract_segments(instance)
    contexts = contexts_of(source, instance, {segment.path for segment in segments})
    by_kind: dict[type[Model], list[Any]] = {model: [] for model in COLUMNS}
    for segment in segments:
        by_kind[kind_of(segment)].append(segment)
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


def kind_of(segment: Any) -> type[Model]:
    match segment:
        case TemplateSegmentValue():
            return TemplateSegment
        case RelatedObjectSegmentValue():
            return RelatedObjectSegment
        case OverridableSegmentValue():
            return OverridableSegment
    return StringSegment


def to_json(value: Any) -> str:
    return json.dumps(value, cls=DjangoJSONEncoder)


def contexts_of(source: TranslationSource, instance: Model, paths: Collection[str]) -> dict[str, int]:
    """The id of each path's context; new ones are made, with the field that they lie in."""
    rows = TranslationContext.objects.filter(object_id=source.object_id)
    known = dict(rows.values_list("path", "pk"))
    new = [path for path in paths if path not in known]
    if new:
        TranslationContext.objects.bulk_create(
            (new_context(source, instance, path) for path in new), ignore_conflicts=True
        )
        known = dict(rows.all().values_list("path", "pk"))
    return known


def new_context(source: TranslationSource, instance: Model, path: str) -> TranslationContext:
    context = TranslationContext(
        object_id=source.object_id, path=path, path_id=TranslationContext._get_path_id(path), field_path=""
    )
    # The package saves a context as soon as it has found its field; here all are saved together.
    context.save = lambda **kwargs: None
    context.get_field_path(instance)
    return context


def known_strings(source: TranslationSource, segments: Iterable[Any]) -> dict[str, int]:
    """The id of each text in the source's language; new ones are kept."""
    hashes = {segment.string.data: String._get_data_hash(segment.string.data) for segment in segments}
    rows = String.objects.filter(locale_id=source.locale_id, data_hash__in=hashes.values())
    known = dict(rows.values_list("data_hash", "pk"))
    new = [
        String(locale_id=source.locale_id, data=data, data_hash=key) for data, key in hashes.items() if key not in known
    ]
    if new:
        String.objects.bulk_create(new, ignore_conflicts=True)
        known = dict(rows.all().values_list("data_hash", "pk"))
    return {data: known[key] for data, key in hashes.items()}


def template_id(segment: TemplateSegmentValue) -> uuid.UUID:
    return uuid.uuid5(uuid.uuid5(Template.BASE_UUID_NAMESPACE, segment.format), segment.template)


def known_templates(segments: Iterable[TemplateSegmentValue]) -> dict[uuid.UUID, int]:
    wanted = {template_id(segment): segment for segment in segments}
    rows = Template.objects.filter(uuid__in=wanted)
    known = dict(rows.values_list("uuid", "pk"))
    new = [
        Template(uuid=key, template=one.template, template_format=one.format, string_count=one.string_count)
        for key, one in wanted.items()
        if key not in known
    ]
    if new:
        Template.objects.bulk_create(new, ignore_conflicts=True)
        known = dict(rows.all().values_list("uuid", "pk"))
    return known


def ensure_objects(segments: Iterable[RelatedObjectSegmentValue]) -> None:
    new = {one.translation_key: TranslatableObject(one.translation_key, one.content_type.pk) for one in segments}
    if new:
        TranslatableObject.objects.bulk_create(new.values(), ignore_conflicts=True)


def sync_rows(model: type[Model], source: TranslationSource, wanted: list[tuple]) -> None:
    """Keep, make and delete segments of a kind."""
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

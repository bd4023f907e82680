"""Compose a target from the structure and facts of its source and the translations of its language.

wagtail-localize reads the source again for each language, and always falls back to the source text for an untranslated
segment. Here a source is read once for all its languages, and live content has approved translations only.
"""

import json
from collections import defaultdict
from collections.abc import Collection, Iterator
from typing import Any

from django.db import models
from modelcluster.fields import ParentalManyToManyField
from modelcluster.models import ClusterableModel, model_from_serializable_data
from wagtail.models import Locale
from wagtail_localize.fields import copy_synchronised_fields, get_translatable_fields
from wagtail_localize.models import (
    MissingRelatedObjectError,
    MissingTranslationError,
    OverridableSegment,
    RelatedObjectSegment,
    SegmentOverride,
    StringSegment,
    StringTranslation,
    TemplateSegment,
    TranslationSource,
)
from wagtail_localize.segments import (
    OverridableSegmentValue,
    RelatedObjectSegmentValue,
    StringSegmentValue,
    TemplateSegmentValue,
    ingest,
)
from wagtail_localize.strings import StringValue

from .missing_words import MARK, Before, without_lost_links

#: Translations of segments, by context id and string id; untranslated segments are missing.
Words = dict[tuple[int, int], str]


class Composer:
    """A source with everything that is needed to compose its targets in some languages."""

    def __init__(self, source: TranslationSource, locales: Collection[Locale]) -> None:
        self.source = source
        self.original: Any = source.as_instance()
        self.model: Any = type(self.original)
        self.content = json.loads(source.content_json)
        if isinstance(self.original, ClusterableModel):
            self.content = self.original.serializable_data()
        segments = {
            model: list(model._default_manager.filter(source=source).select_related("context", *related))
            for model, *related in (
                (StringSegment, "string"),
                (TemplateSegment, "template"),
                (RelatedObjectSegment, "object__content_type"),
                (OverridableSegment,),
            )
        }
        self.strings, self.templates, self.related, self.values = segments.values()
        self.newest, self.approved = self.words(locales)
        self.own = {
            (override.locale_id, override.context_id): override.data
            for override in SegmentOverride.objects.filter(
                context__in={value.context_id for value in self.values}, locale__in=locales
            )
        }
        self.known = set(self.objects(locales))

    def words(self, locales: Collection[Locale]) -> tuple[dict[int, Words], dict[int, Words]]:
        """Return, for each language, the newest translations without errors, and those last approved."""
        newest: dict[int, Words] = defaultdict(dict)
        approved: dict[int, Words] = defaultdict(dict)
        here = {segment.context_id for segment in self.strings}
        for locale, context, string, data, has_error, live in StringTranslation.objects.filter(
            context__in=here, locale__in=locales
        ).values_list("locale_id", "context_id", "translation_of_id", "data", "has_error", "unpublished__live"):
            if not has_error:
                newest[locale][context, string] = data
            approved[locale][context, string] = data if live is None else live
        return newest, approved

    def objects(self, locales: Collection[Locale]) -> Iterator[tuple[Any, int]]:
        """Yield the related objects of the source that exist in these languages, as translation key and locale id."""
        kinds = defaultdict(set)
        for segment in self.related:
            kinds[segment.object.content_type].add(segment.object_id)
        for kind, keys in kinds.items():
            found = kind.model_class()._default_manager.filter(translation_key__in=keys, locale__in=locales)
            yield from found.values_list("translation_key", "locale_id")

    def fresh(self) -> Any:
        """Return a new instance of the source object, because composing modifies it."""
        if isinstance(self.original, ClusterableModel):
            copy = self.model.from_serializable_data(self.content, check_fks=False)
        else:
            copy = model_from_serializable_data(self.model, self.content, check_fks=False)
        for name in ("pk", "locale", "translation_key"):
            setattr(copy, name, getattr(self.original, name))
        return copy

    def require_all(self, locale: Locale) -> None:
        """Raise ``MissingTranslationError`` or ``MissingRelatedObjectError`` if anything is not translated."""
        words = self.newest[locale.pk]
        for segment in self.strings:
            if not words.get((segment.context_id, segment.string_id)):
                raise MissingTranslationError(segment, locale)
        for segment in self.related:
            if (segment.object_id, locale.pk) not in self.known:
                raise MissingRelatedObjectError(segment, locale)

    def compose(self, target: Any, *, for_readers: bool = False) -> None:
        """Update a target from the source, in its own language, without saving it.

        It gets the newest translations, with the source text as the fallback. With ``for_readers`` it gets approved
        translations only, and what has none is left out.
        """
        locale = target.locale
        before = Before(target) if for_readers else None
        words = (self.approved if for_readers else self.newest)[locale.pk]
        original = self.fresh()
        copy_synchronised_fields(original, target)
        copy_what_is_empty(original, target)
        segments = list(self.segments(locale, words, MARK if for_readers else None))
        ingest.ingest_segments(original, target, self.source.locale, locale, segments)
        if before:
            before.leave_out(target)

    def segments(self, locale: Locale, words: Words, instead: str | None) -> Iterator[Any]:
        for segment in self.strings:
            attrs = json.loads(segment.attrs)
            given = words.get((segment.context_id, segment.string_id)) or instead or segment.string.data
            value = StringValue(without_lost_links(given, attrs))
            yield StringSegmentValue(segment.context.path, value, attrs=attrs).with_order(segment.order)
        for segment in self.templates:
            template = segment.template
            yield TemplateSegmentValue(
                *(segment.context.path, template.template_format, template.template, template.string_count),
                order=segment.order,
            )
        for segment in self.related:
            if (segment.object_id, locale.pk) in self.known:
                yield RelatedObjectSegmentValue(
                    segment.context.path, segment.object.content_type, segment.object_id, order=segment.order
                )
        for segment in self.values:
            if (locale.pk, segment.context_id) in self.own:
                own = self.own[locale.pk, segment.context_id]
                yield OverridableSegmentValue(segment.context.path, own, order=segment.order)


def copy_what_is_empty(original: Any, target: Any) -> None:
    """Copy removed relations: wagtail-localize ignores emptied many-to-many fields and foreign keys."""
    for rule in get_translatable_fields(type(original)):
        field = rule.get_field(type(original))
        if isinstance(field, ParentalManyToManyField):
            setattr(target, field.attname, getattr(original, field.name).all())
        elif isinstance(field, models.ForeignKey) and getattr(original, field.attname) is None:
            setattr(target, field.attname, None)

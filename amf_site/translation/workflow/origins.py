"""Make a translated version the source, in place of the version that it was translated from.

From then on all other languages are translated from it, keeping their translations; the previous source becomes one of
its translations. The previous source may also have been deleted.
"""

from collections import Counter, defaultdict
from typing import Any

from django.db import transaction
from wagtail_localize.models import StringSegment, StringTranslation, Translation, TranslationSource
from wagtail_localize.segments import StringSegmentValue
from wagtail_localize.segments.extract import extract_segments

from ..memory.exact_matches import is_sound
from ..models import Comment, Review, UnpublishedWords
from ..permissions import rules
from .lookup import is_source, translations_into
from .source_updates import current_source

#: Segments of the old source, each with the segment of the new source that corresponds to it.
Pairs = list[tuple[StringSegment, StringSegment]]


def replaceable(instance: Any) -> Translation | None:
    """Return the translation that produced an object, if the object can replace its source.

    It cannot if it is a source itself, or detached from a source that still exists.
    """
    if is_source(instance):
        return None
    for translation in translations_into(instance):
        if translation.enabled or is_gone(translation.source):
            return translation
    return None


def is_gone(source: TranslationSource) -> bool:
    """Return whether the object of a source has been deleted."""
    return not source.object.has_translation(source.locale_id)


def may_make_source(user: Any, instance: Any) -> bool:
    """Return whether the user may make the object the source of its versions."""
    may = rules.may_submit(user, instance) and rules.may_publish_object(user, instance)
    return may and not rules.is_locked_for(user, instance)


@transaction.atomic
def make_source(instance: Any) -> TranslationSource:
    """Make an object the source of all its versions. The version that it was translated from may have been deleted."""
    source = current_source(instance)
    for translation in translations_into(instance):
        take_over(TranslationSource.objects.select_for_update().get(pk=translation.source_id), source)
    return source


def take_over(old: TranslationSource, new: TranslationSource) -> None:
    """Make all translations of the old source translations of the new one."""
    copy_words(old, new, paired(old, new))
    into_new = old.translations.get(target_locale=new.locale_id)
    was_deleted = is_gone(old)
    if not was_deleted:
        back, _created = Translation.objects.get_or_create(source=new, target_locale=old.locale)
        Comment.objects.filter(translation=into_new).update(translation=back)
    into_new.delete()
    known = new.translations.values("target_locale")
    others = list(old.translations.exclude(target_locale__in=known).select_related("target_locale"))
    Translation.objects.filter(pk__in=[other.pk for other in others]).update(source=new)
    if was_deleted:
        # Deleting the source disabled all of them; enable those that were not detached before.
        follow = [other.pk for other in others if says_its_words(new, other)]
        Translation.objects.filter(pk__in=follow).update(enabled=True)
    old.delete()


def says_its_words(source: TranslationSource, translation: Translation) -> bool:
    """Return whether a version has exactly the text of its translated segments, that is, was not edited manually."""
    model: Any = source.specific_content_type.model_class()
    version = model._default_manager.filter(translation_key=source.object_id, locale=translation.target_locale).first()
    if version is None:
        return False
    values = (value for value in extract_segments(version) if isinstance(value, StringSegmentValue))
    written = Counter((value.path, value.string.data) for value in values)
    segments = StringSegment.objects.filter(source=source).annotate_translation(translation.target_locale)
    return written == Counter(segments.values_list("context__path", "translation"))


def paired(old: TranslationSource, new: TranslationSource) -> Pairs:
    """Pair each segment of the new source with the one that it is a translation of, else with the one in its place."""
    words = {
        (row.context_id, row.translation_of_id): row.data
        for row in StringTranslation.objects.filter(context__object_id=old.object_id, locale=new.locale_id)
    }
    before, now = segments_of(old), segments_of(new)
    found: Pairs = []
    for context, segments in now.items():
        former = list(before[context])
        is_alike = len(former) == len(segments)
        for place, segment in enumerate(segments):
            match = next((one for one in former if words.get((context, one.string_id)) == segment.string.data), None)
            if match is None and is_alike:
                match = former[place]
            if match is not None:
                found.append((match, segment))
    return found


def segments_of(source: TranslationSource) -> dict[int, list[StringSegment]]:
    found: dict[int, list[StringSegment]] = defaultdict(list)
    for segment in StringSegment.objects.filter(source=source).select_related("string").order_by("order"):
        found[segment.context_id].append(segment)
    return found


def copy_words(old: TranslationSource, new: TranslationSource, pairs: Pairs) -> None:
    """Store each language's texts as translations of the new source, and the old source's texts as its translations."""
    rows: dict[tuple[int, int], list[StringTranslation]] = defaultdict(list)
    for row in (
        StringTranslation.objects.filter(context__object_id=old.object_id)
        .exclude(locale=new.locale_id)
        .select_related("review", "unpublished")
    ):
        rows[row.context_id, row.translation_of_id].append(row)
    copies: dict[tuple[int, int, int], tuple[StringTranslation, Any]] = {}
    for before, segment in pairs:
        own = StringTranslation(locale_id=old.locale_id, data=before.string.data, translation_type="manual")
        for row in [own, *rows[before.context_id, before.string_id]]:
            copy = StringTranslation(
                translation_of=segment.string,
                context_id=segment.context_id,
                locale_id=row.locale_id,
                data=row.data,
                translation_type=row.translation_type,
                tool_name=row.tool_name,
                last_translated_by_id=row.last_translated_by_id,
                has_error=not is_sound(segment.string.data, row.data),
            )
            copies[segment.context_id, segment.string_id, row.locale_id] = (copy, row)
    StringTranslation.objects.bulk_create(
        [copy for copy, _row in copies.values()],
        update_conflicts=True,
        unique_fields=["locale", "translation_of", "context"],
        update_fields=["data", "translation_type", "tool_name", "last_translated_by", "has_error", "updated_at"],
    )
    beside: list[tuple[Any, str, tuple[str, ...]]] = [
        (Review, "review", ("reason",)),
        (UnpublishedWords, "unpublished", ("live",)),
    ]
    for model, name, fields in beside:
        model.objects.bulk_create(
            (
                model(translation=copy, **{field: getattr(getattr(row, name), field) for field in fields})
                for copy, row in copies.values()
                if row.pk and hasattr(row, name)
            ),
            ignore_conflicts=True,
        )

"""When a source changes, its translations stay: what readers see, what translators wrote, and what is now to be done.

wagtail-localize keeps a frozen copy of the source, says nothing when the source has moved on, and puts the new
English where a changed segment has no translation yet (its issues 876, 502). Here the copy follows each publication,
and each changed segment keeps its former words, marked by a ``Review`` with what they were translated from. To be
deleted when wagtail-localize does so: ``tests/translation`` tells.
"""

import difflib
import json
from collections import Counter, defaultdict
from collections.abc import Iterable
from contextlib import suppress
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.db.models import Model
from django.utils import timezone
from modelcluster.models import ClusterableModel, get_serializable_data_for_fields
from wagtail.models import Page, Revision, TranslatableMixin
from wagtail_localize.fields import get_translatable_fields
from wagtail_localize.models import (
    StringSegment,
    StringTranslation,
    TranslationSource,
    get_schema_version,
)

from ..memory.exact_matches import fill_in, is_sound
from ..models import Review
from . import new_pictures

#: How alike two texts of a field with several segments must be for one to be the other's former self.
LIKENESS = 0.5

#: A segment: the ids of its context (object and field) and its string.
Key = tuple[int, int]


def content_of(instance: Model) -> str:
    """An object as a source keeps it."""
    if isinstance(instance, ClusterableModel):
        return instance.to_json()
    return json.dumps(get_serializable_data_for_fields(instance), cls=DjangoJSONEncoder)


def differs(source: TranslationSource, content: str) -> bool:
    """Whether anything that translations have from their source is new: words, or what all languages share."""
    model: Any = source.specific_content_type.model_class()
    old, new = json.loads(source.content_json), json.loads(content)
    names = [rule.field_name for rule in get_translatable_fields(model)]
    return any(comparable(old.get(name)) != comparable(new.get(name)) for name in names)


def comparable(value: Any) -> Any:
    """A field's value without what does not matter: the order of a block's keys when a StreamField is written out."""
    if isinstance(value, str) and value.startswith("[{"):
        with suppress(ValueError):
            return json.loads(value)
    return value


def keep_up(source: TranslationSource, instance: Model) -> bool:
    """Bring the copy of a source up to date with ``instance``; returns whether there was anything new."""
    content = content_of(instance)
    if not differs(source, content):
        return False
    with transaction.atomic():
        renew(source, instance, content)
    return True


def renew(source: TranslationSource, instance: Model, content: str) -> None:
    source = TranslationSource.objects.select_for_update().get(pk=source.pk)
    before = Counter(source.stringsegment_set.values_list("context_id", "string_id"))
    pictures = new_pictures.pictures_of(source)
    source.content_json = content
    source.schema_version = get_schema_version(instance._meta.app_label)
    source.object_repr = str(instance)[:200]
    source.last_updated_at = timezone.now()
    source.save(update_fields=["content_json", "schema_version", "object_repr", "last_updated_at"])
    source.refresh_segments()
    # Words that are known from elsewhere are right at once, so they come before those that have to be looked at.
    fill_in(source)
    carry_over(source, before)
    new_pictures.ask_for_new_words(source, new_pictures.changed(pictures, new_pictures.pictures_of(source)))


def carry_over(source: TranslationSource, before: Counter[Key]) -> None:
    """Give each changed segment the words of its former self, to be reviewed, in every language that has such words."""
    now = Counter(source.stringsegment_set.values_list("context_id", "string_id"))
    # Of two segments that were alike, one may have changed: then its words are still needed and also carried over.
    new, gone = now.keys() - before.keys(), before - now
    if not new:
        return
    contexts = {context for context, _string in new}
    texts = dict(
        StringSegment.objects.filter(source=source, context__in=contexts).values_list("string_id", "string__data")
    )
    known: dict[int, set[Key]] = defaultdict(set)
    former: dict[int, dict[int, list[StringTranslation]]] = defaultdict(lambda: defaultdict(list))
    locales = source.translations.values_list("target_locale", flat=True)
    for words in (
        StringTranslation.objects.filter(context__in=contexts, locale__in=locales)
        .select_related("translation_of", "review")
        .order_by("pk")
    ):
        key = (words.context_id, words.translation_of_id)
        known[words.locale_id].add(key)
        if key in gone and words.data:
            former[words.locale_id][words.context_id].append(words)
    carried = []
    for locale, by_context in former.items():
        for context, candidates in by_context.items():
            wanted = [string for place, string in sorted(new - known[locale]) if place == context]
            for string, old in paired(wanted, candidates, texts):
                carried.append((renewed(old, string, texts[string]), old))
    StringTranslation.objects.bulk_create([words for words, _old in carried])
    Review.objects.bulk_create(
        Review(translation=words, reason=reason_of(old), old_source=translated_text(old)) for words, old in carried
    )


def paired(
    wanted: list[int], candidates: list[StringTranslation], texts: dict[int, str]
) -> Iterable[tuple[int, StringTranslation]]:
    """Which former words go to which new string of the same field: the likest first, each once.

    Of a field that has always been one segment, and of fields with as many segments as before, none is left over.
    """
    likeness = sorted(
        (
            (difflib.SequenceMatcher(None, old.translation_of.data, texts[string]).ratio(), -number, place)
            for number, string in enumerate(wanted)
            for place, old in enumerate(candidates)
        ),
        reverse=True,
    )
    threshold = 0 if len(wanted) == len(candidates) else LIKENESS
    taken: dict[int, int] = {}
    for ratio, minus_number, place in likeness:
        if ratio >= threshold and -minus_number not in taken and place not in taken.values():
            taken[-minus_number] = place
    return [(wanted[number], candidates[place]) for number, place in taken.items()]


def renewed(old: StringTranslation, string: int, text: str) -> StringTranslation:
    """The same words for a new string; in error if they have a link that the string has no more."""
    return StringTranslation(
        translation_of_id=string,
        locale_id=old.locale_id,
        context_id=old.context_id,
        data=old.data,
        translation_type=old.translation_type,
        tool_name=old.tool_name,
        last_translated_by_id=old.last_translated_by_id,
        has_error=not is_sound(text, old.data),
    )


def translated_text(old: StringTranslation) -> str:
    """What the words were translated from, however often the source has changed since."""
    review = getattr(old, "review", None)
    return (review.old_source if review else "") or old.translation_of.data


def reason_of(old: StringTranslation) -> str:
    """Words of a machine that nobody has looked at do not become somebody's words when their source changes."""
    review = getattr(old, "review", None)
    return review.reason if review else Review.Reason.SOURCE


def source_for(instance: Model) -> TranslationSource | None:
    if not isinstance(instance, TranslatableMixin):
        return None
    return TranslationSource.objects.filter(object=instance.translation_key, locale=instance.locale_id).first()


def on_published(instance: Model, **kwargs: Any) -> None:
    if (source := source_for(instance)) is not None:
        keep_up(source, instance)


def on_draft(instance: Revision, **kwargs: Any) -> None:
    """A source that has never been live is translated from its newest draft, so that all can be published together."""
    saved: Any = instance.content_object
    if getattr(saved, "first_published_at", True) is None and (source := source_for(saved)) is not None:
        keep_up(source, instance.as_object())


def latest(instance: Model) -> Model:
    """What of an object is translated: what readers see, or the newest draft of what they have never seen."""
    model: Any = type(instance.specific_deferred if isinstance(instance, Page) else instance)
    stored: Any = model._default_manager.get(pk=instance.pk)
    if getattr(stored, "first_published_at", True) is None and stored.latest_revision_id:
        return stored.get_latest_revision_as_object()
    return stored

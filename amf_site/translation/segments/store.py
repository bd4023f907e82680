"""The one way in which words get into a translation, whoever brings them."""

from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from wagtail_localize.models import StringSegment, StringTranslation, Translation

from ..models import Review, TranslationTask, UnpublishedWords
from ..permissions.rules import may_publish


@transaction.atomic
def save_words(
    translation: Translation,
    segment: StringSegment,
    html: str,
    user: Any,
    *,
    tool: str = "",
    review: Review.Reason | None = None,
) -> StringTranslation:
    """Keep the words of a segment; without ``review`` a person stands for them and nothing is left to look at.

    ``html`` is a segment as wagtail-localize writes it: text with its inline tags. Words that lack a link of their
    source or are no sound HTML are kept too, marked by ``has_error``; ``get_error()`` says what is wrong.
    """
    former = live_words(stored_words(translation, segment).select_related("unpublished").first())
    words, _created = StringTranslation.objects.update_or_create(
        translation_of_id=segment.string_id,
        context_id=segment.context_id,
        locale_id=translation.target_locale_id,
        defaults={
            "data": html,
            "translation_type": StringTranslation.TRANSLATION_TYPE_MANUAL
            if review is None
            else StringTranslation.TRANSLATION_TYPE_MACHINE,
            "tool_name": tool,
            "last_translated_by": user,
            "has_error": False,
            "field_error": "",
        },
    )
    if review is None:
        Review.objects.filter(translation=words).delete()
    else:
        Review.objects.update_or_create(translation=words, defaults={"reason": review})
    keep_live_words(words, former)
    touch(translation, user)
    return words


@transaction.atomic
def confirm(translation: Translation, segment: StringSegment, user: Any) -> None:
    """The words of a segment are right as they are."""
    words = stored_words(translation, segment)
    words.update(last_translated_by=user, updated_at=timezone.now())
    Review.objects.filter(translation__in=words).delete()
    touch(translation, user)


@transaction.atomic
def clear_words(translation: Translation, segment: StringSegment, user: Any) -> None:
    """Take the words of a segment back; it counts as not translated."""
    for words in stored_words(translation, segment).select_related("unpublished"):
        if former := live_words(words):
            words.data = ""
            words.save(update_fields=["data"])
            Review.objects.filter(translation=words).delete()
            keep_live_words(words, former)
        else:
            words.delete()
    touch(translation, user)


def live_words(words: StringTranslation | None) -> str:
    """What readers have of a segment: its words, unless newer ones wait."""
    if words is None:
        return ""
    unpublished = getattr(words, "unpublished", None)
    return words.data if unpublished is None else unpublished.live


def keep_live_words(words: StringTranslation, former: str) -> None:
    """What readers have stays what they have, until the words are published."""
    if words.data == former:
        UnpublishedWords.objects.filter(translation=words).delete()
    else:
        UnpublishedWords.objects.update_or_create(translation=words, defaults={"live": former})


def stored_words(translation: Translation, segment: StringSegment) -> QuerySet[StringTranslation]:
    """The words of a segment: one row, or none."""
    return StringTranslation.objects.filter(
        translation_of=segment.string_id, context=segment.context_id, locale=translation.target_locale_id
    )


def touch(translation: Translation, user: Any) -> None:
    """What a translator changes is not what a reviewer was given: it is being translated again."""
    Translation.objects.filter(pk=translation.pk).update(translations_last_updated_at=timezone.now())
    handed_over = TranslationTask.objects.filter(translation=translation, step=TranslationTask.Step.REVIEWING)
    if handed_over.exists() and not (user and may_publish(user, translation)):
        handed_over.update(step=TranslationTask.Step.TRANSLATING, changed_by=user, changed_at=timezone.now())

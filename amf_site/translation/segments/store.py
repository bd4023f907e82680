"""Save translations of segments. Everything that changes them uses these functions."""

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
    """Save the translation of a segment. Without ``review`` it counts as reviewed.

    ``html`` is a segment of wagtail-localize: text with inline tags. A translation that lacks a link of its source, or
    is invalid HTML, is saved with ``has_error``; ``get_error()`` returns the problem.
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
    """Approve the translation of a segment without changing it."""
    words = stored_words(translation, segment)
    words.update(last_translated_by=user, updated_at=timezone.now())
    Review.objects.filter(translation__in=words).delete()
    touch(translation, user)


@transaction.atomic
def clear_words(translation: Translation, segment: StringSegment, user: Any) -> None:
    """Delete the translation of a segment."""
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
    """Return the published translation of a segment: the current one, unless that is still unpublished."""
    if words is None:
        return ""
    unpublished = getattr(words, "unpublished", None)
    return words.data if unpublished is None else unpublished.live


def keep_live_words(words: StringTranslation, former: str) -> None:
    """Remember the published translation until the current one is published."""
    if words.data == former:
        UnpublishedWords.objects.filter(translation=words).delete()
    else:
        UnpublishedWords.objects.update_or_create(translation=words, defaults={"live": former})


def stored_words(translation: Translation, segment: StringSegment) -> QuerySet[StringTranslation]:
    """Return the translation of a segment, as a queryset of at most one row."""
    return StringTranslation.objects.filter(
        translation_of=segment.string_id, context=segment.context_id, locale=translation.target_locale_id
    )


def touch(translation: Translation, user: Any) -> None:
    """Record a change. A translation that was handed over for review goes back to translating."""
    Translation.objects.filter(pk=translation.pk).update(translations_last_updated_at=timezone.now())
    handed_over = TranslationTask.objects.filter(translation=translation, step=TranslationTask.Step.REVIEWING)
    if handed_over.exists() and not (user and may_publish(user, translation)):
        handed_over.update(step=TranslationTask.Step.TRANSLATING, changed_by=user, changed_at=timezone.now())

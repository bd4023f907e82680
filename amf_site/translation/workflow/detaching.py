"""Detach a translation, so that it is edited in Wagtail's own editor, and attach it again without losing text.

wagtail-localize discards the manual edits when a translation is restarted (its issue 876), so they are first copied
back into the segments. Delete this module when wagtail-localize does that itself; a test in ``tests/translation`` will
fail then.
"""

import json
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import DraftStateMixin
from wagtail_localize.models import (
    OverridableSegment,
    SegmentOverride,
    StringSegment,
    StringTranslation,
    Translation,
)
from wagtail_localize.segments import OverridableSegmentValue, StringSegmentValue
from wagtail_localize.segments.extract import extract_segments

from ..models import Comment, Review
from ..patches.publish_guard import UNSEEN
from ..segments.overrides import save_override
from ..segments.progress import progress_of
from ..segments.store import save_words
from .joint_publishing import newest
from .lookup import translations_into
from .settling import settle, stand_in_place, texts_of, words_of
from .submission import CannotSubmitError, source_of_truth


@dataclass
class Taken:
    """The manual edits that were copied back from a detached translation."""

    #: Number of text segments and overrides (images, documents, links) that were changed.
    count: int = 0
    #: Texts that match no segment any more; each is kept in a comment.
    left: list[str] = field(default_factory=list)


@transaction.atomic
def stop(translation: Translation, user: Any) -> None:
    """Detach the translation. A complete translation that is newer than its draft is saved as a draft first."""
    target: Any = translation.get_target_instance()
    revision = target.latest_revision if isinstance(target, DraftStateMixin) else None
    changed_at = translation.translations_last_updated_at
    if revision and changed_at and changed_at > revision.created_at:
        progress = progress_of(translation)
        if progress.done == progress.total:
            draft: Any = translation.source.get_ephemeral_translated_instance(translation.target_locale, fallback=True)
            draft.save_revision(user=user)
    Translation.objects.filter(pk=translation.pk).update(enabled=False)


@transaction.atomic
def start_again(translation: Translation, user: Any) -> Taken:
    """Attach the translation again after copying its manual edits into segments. Raise ``CannotSubmitError``."""
    try:
        source_of_truth(translation.source.get_source_instance())
        present = newest(translation.get_target_instance())
    except ObjectDoesNotExist as error:
        raise CannotSubmitError(_("Its source or the translation itself has been deleted.")) from error
    translation.source.refresh_from_db()
    values = extract_segments(present)
    taken = Taken()
    take_words(translation, [value for value in values if isinstance(value, StringSegmentValue)], user, taken)
    take_overrides(translation, [value for value in values if isinstance(value, OverridableSegmentValue)], user, taken)
    target: Any = translation.get_target_instance()
    if getattr(target, "live", False):
        settle(translation, target)
    Translation.objects.filter(pk=translation.pk).update(enabled=True)
    translation.enabled = True
    return taken


@transaction.atomic
def take_field(page: Any, field: str, user: Any) -> None:
    """Take over a field that was written by hand in the draft of a translated page.

    Otherwise the next publication would put the former words back. The new ones are reviewed before it; what matches
    no segment is kept in a comment.
    """
    for translation in translations_into(page).filter(enabled=True):
        values = [
            value
            for value in extract_segments(page)
            if isinstance(value, StringSegmentValue) and value.path.split(".")[0] == field
        ]
        take_words(translation, values, user, Taken())
        for words in StringTranslation.objects.filter(
            locale=translation.target_locale_id,
            context__object=translation.source.object_id,
            context__path__in={value.path for value in values},
        ):
            Review.objects.get_or_create(translation=words, defaults={"reason": Review.Reason.HAND})


def take_words(translation: Translation, values: list[StringSegmentValue], user: Any, taken: Taken) -> None:
    """Match the texts of each field with its segments: those that are known, and the others by their position."""
    segments: dict[str, list[StringSegment]] = defaultdict(list)
    for segment in (
        StringSegment.objects.filter(source=translation.source_id).select_related("context", "string").order_by("order")
    ):
        segments[segment.context.path].append(segment)
    rows, known = words_of(translation)
    texts: dict[str, list[str]] = defaultdict(list)
    for value in values:
        texts[value.path].append(value.string.data)
    for path, written in texts.items():
        own = segments.get(path, [])
        old = [rows.get((segment.context_id, segment.string_id)) for segment in own]
        said = [texts_of(words) | {segment.string.data} for segment, words in zip(own, old, strict=True)]
        known[path].update(*said)
        if stand_in_place(written, said, known[path]):
            for segment, words, text in zip(own, old, written, strict=True):
                taken.count += take_over_segment(translation, segment, words, text, user)
        elif not known[path].issuperset(written) or not all(
            here.intersection(written) for words, here in zip(old, said, strict=True) if words
        ):
            keep_apart(translation, own, [words for words in old if words], written, user)
            taken.left.append(" ".join(written))


def take_over_segment(translation: Translation, segment: StringSegment, words: Any, text: str, user: Any) -> bool:
    """Save a manually edited text as the translation of its segment. Return whether that changed the segment."""
    is_untranslated = words is None and text == segment.string.data
    if is_untranslated or (words is not None and words.data == text):
        return False
    if words is not None and text == segment.string.data and not words.has_error:
        # The draft still shows source text because it was saved before this segment was translated.
        return False
    if words is not None:
        note = _("Replaced by what was written by hand:") + "\n\n" + words.data
        Comment.objects.create(translation=translation, context_id=segment.context_id, author=user, text=note)
    reason = Review.Reason(words.review.reason) if hasattr(words, "review") else None
    # The reason was that nobody had read the text that is replaced, for example a machine's; somebody wrote this one.
    save_words(translation, segment, text, user, review=Review.Reason.HAND if reason in UNSEEN else reason)
    return True


def keep_apart(
    translation: Translation, own: list[StringSegment], old: list[StringTranslation], written: list[str], user: Any
) -> None:
    """Keep text that does not match the segments in a comment, and mark the segments for review before publication."""
    Comment.objects.create(
        translation=translation,
        context_id=own[0].context_id if own else None,
        author=user,
        text=_("Written by hand while the translation was stopped:") + "\n\n" + "\n\n".join(written),
    )
    for words in old:
        Review.objects.get_or_create(translation=words, defaults={"reason": Review.Reason.HAND})


def take_overrides(translation: Translation, values: list[OverridableSegmentValue], user: Any, taken: Taken) -> None:
    """Copy manual choices of images, documents and pages, and changed links, into overrides."""
    chosen = {value.path: value.data for value in values}
    source = {
        segment.context.path: (segment.context, json.loads(segment.data_json))
        for segment in OverridableSegment.objects.filter(source=translation.source_id).select_related("context")
    }
    overrides = {
        override.context_id: override
        for override in SegmentOverride.objects.filter(
            locale=translation.target_locale_id, context__object=translation.source.object_id
        )
    }
    for path, (context, data) in source.items():
        override = overrides.get(context.pk)
        present = override.data if override else data
        new = chosen[path] if path in chosen else new_link(path, chosen, source)
        if new is not None and new != present:
            save_override(translation, context, new, user)
            taken.count += 1


def new_link(path: str, chosen: dict[str, Any], source: dict[str, Any]) -> Any:
    """Return the link that replaced another one in the same text, if exactly one was replaced."""
    place, quote, _link = path.partition(".'")
    if not quote:
        return None
    here = place + quote
    gone = [each for each in source if each.startswith(here) and each not in chosen]
    new = [data for each, data in chosen.items() if each.startswith(here) and each not in source]
    return new[0] if len(gone) == len(new) == 1 else None

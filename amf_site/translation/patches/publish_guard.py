"""Refuse to publish the draft of a translation that still contains source text, however it is published.

wagtail-localize creates drafts with source text for missing translations, and Wagtail publishes drafts in many ways: in
bulk, by schedule, at the end of a workflow. No hook covers all of them, so the action itself is patched. Delete this
when wagtail-localize creates no such drafts; a test in ``tests/translation`` will fail then. The translation of a
withdrawn source is refused here too, except from the desk, which asks for consent. One that waits for its day waits
longer if its source does (``patches.embargo``).
"""

import logging
from functools import wraps
from typing import Any

from django.db import transaction
from django.db.models import Model
from django.utils.translation import gettext as _
from wagtail.actions.publish_revision import PublishPermissionError, PublishRevisionAction
from wagtail.log_actions import LogContext, get_active_log_context
from wagtail.models import TranslatableMixin
from wagtail_localize.models import StringSegment, StringTranslation, Translation
from wagtail_localize.segments import StringSegmentValue
from wagtail_localize.segments.extract import extract_segments

from ..models import Review
from .embargo import keep_embargo, postpone_translations

logger = logging.getLogger(__name__)


#: Reasons for review of translations that nobody has read; one with a changed source was approved before.
UNSEEN = (Review.Reason.MACHINE, Review.Reason.IMPORT)


class UntranslatedError(PublishPermissionError):
    """The draft still contains source text. Wagtail's admin handles this like a missing permission."""


def untranslated_segments(instance: Model) -> list[str]:
    """Return the texts of a translation that must not be published; empty for other objects.

    They are untranslated source text, or come from machine translation or an imported file and have not been reviewed.
    A detached translation may repeat some source text, but not consist of it.
    """
    translation = translation_into(instance)
    return untranslated(instance, translation) if translation else []


def translation_into(instance: Any) -> Translation | None:
    """Return the translation that produced an object, if one did."""
    if not isinstance(instance, TranslatableMixin):
        return None
    return (
        Translation.objects.filter(source__object_id=instance.translation_key, target_locale_id=instance.locale_id)
        .exclude(source__locale_id=instance.locale_id)
        .select_related("source")
        .order_by("-enabled")
        .first()
    )


def untranslated(instance: Any, translation: Translation) -> list[str]:
    source = set(
        StringSegment.objects.filter(source=translation.source_id).values_list("context__path", "string__data")
    )
    words = StringTranslation.objects.filter(context__object_id=instance.translation_key, locale=instance.locale_id)
    meant = set(words.filter(has_error=False).values_list("context__path", "translation_of__data", "data"))
    unseen = set(words.filter(review__reason__in=UNSEEN).values_list("context__path", "data"))
    found = [segment for segment in extract_segments(instance) if isinstance(segment, StringSegmentValue)]
    left = [
        segment.string.data
        for segment in found
        if (
            (segment.path, segment.string.data) in source
            and (segment.path, segment.string.data, segment.string.data) not in meant
        )
        or (translation.enabled and (segment.path, segment.string.data) in unseen)
    ]
    return left if translation.enabled or len(left) == len(found) else []


def original_of(translation: Translation) -> Any:
    """Return the object that a translation was made from, or ``None`` if it has been deleted."""
    return translation.source.object.get_instance_or_none(translation.source.locale_id)


def is_withdrawn(original: Any) -> bool:
    """Return whether the object that others are translated from was live once, is not now, and is not about to be."""
    was_live = original is not None and not original.live and original.first_published_at is not None
    return was_live and original.scheduled_revision is None


def refuse_if_withdrawn(
    action: PublishRevisionAction, translation: Translation | None, skip_permission_checks: bool = False
) -> None:
    """Raise ``PublishPermissionError`` if a user publishes a translation of a withdrawn source in Wagtail's own views.

    The desk, which skips permission checks because it has its own, asks for explicit consent.
    """
    asks = action.user is not None and not skip_permission_checks
    if asks and translation and translation.enabled and is_withdrawn(original_of(translation)):
        raise PublishPermissionError(_("Its source has been withdrawn. Open the translation to publish it."))


def patch_publishing() -> None:
    publish = PublishRevisionAction.execute

    @wraps(publish)
    def execute(self: PublishRevisionAction, *args: Any, **kwargs: Any) -> Any:
        translation = translation_into(self.object)
        left = untranslated(self.object, translation) if translation else []
        if not left:
            refuse_if_withdrawn(self, translation, *args, **kwargs)
            if translation and translation.enabled and not keep_embargo(self, original_of(translation)):
                return None
            # Translations are synchronised in the same transaction, and their log names the user who publishes.
            with transaction.atomic(), LogContext(user=self.user or get_active_log_context().user):
                answer = publish(self, *args, **kwargs)
                postpone_translations(self.object, self.revision)
                return answer
        if self.revision.approved_go_live_at and self.user is None:
            # Other pages are due too, so cancel the schedule and log an error instead of raising one.
            logger.error("Not published, for it is not translated: %s (%s)", self.object, left[0])
            self.revision.approved_go_live_at = None
            self.revision.save(update_fields=["approved_go_live_at"])
            return None
        raise UntranslatedError(_("This is not translated yet: %(words)s") % {"words": left[0]})

    PublishRevisionAction.execute = execute

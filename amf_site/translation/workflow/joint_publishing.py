"""Publish a source and its complete translations at the same time: all of them, or none."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail_localize.models import StringSegment, Translation, TranslationSource
from wagtail_localize.segments import StringSegmentValue
from wagtail_localize.segments.extract import extract_segments

from ..conf import Language, host
from ..permissions import rules
from . import publishing
from .lookup import title_of
from .propagation import right_to_publish
from .publishing import NotReadyError
from .source_updates import keep_up
from .status import Status, statuses_of


@dataclass(frozen=True)
class Line:
    """The translation of a source into one language: its status, and why it cannot be published."""

    translation: Translation
    target: Any
    status: Status
    reason: str

    @property
    def language(self) -> Language:
        return host.language(self.translation.target_locale.language_code)

    @property
    def title(self) -> str:
        return title_of(self.target)


def newest(instance: Any) -> Any:
    """Return the newest draft of a source, which is what would be published."""
    return instance.get_latest_revision_as_object() if instance.latest_revision_id else instance


def has_new_words(source: TranslationSource, draft: Any) -> bool:
    """Return whether a draft has text that cannot be translated before the draft is published."""
    known = set(StringSegment.objects.filter(source=source).values_list("context__path", "string__data"))
    return any(
        (segment.path, segment.string.data) not in known
        for segment in extract_segments(draft)
        if isinstance(segment, StringSegmentValue)
    )


def lines_of(source: TranslationSource, instance: Any, user: Any) -> list[Line]:
    """Return the translations of a source, each with its status."""
    is_ahead = has_new_words(source, newest(instance))
    found = source.translations.select_related("source", "target_locale").order_by("target_locale__language_code")
    targets = {translation: target for translation in found if (target := rules.target_of(translation))}
    lines = []
    for translation, status in statuses_of(targets).items():
        target = targets[translation]
        reason = right_to_publish(translation, target, user) or status.obstacle
        if is_ahead and not reason:
            reason = _("The source has changes that are not published; they can be translated after that.")
        lines.append(Line(translation, target, status, reason))
    return lines


@transaction.atomic
def publish_together(
    source: TranslationSource,
    instance: Any,
    lines: list[Line],
    user: Any,
    at: datetime | None = None,
    expire_at: datetime | None = None,
) -> None:
    """Publish a source and translations, now or ``at`` a later time. Raise ``NotReadyError`` and publish nothing.

    Permissions for the source must be checked by the caller.
    """
    draft = newest(instance)
    if not is_as_wanted(instance, draft, at, expire_at):
        draft.go_live_at, draft.expire_at = at, expire_at
        try:
            draft.save_revision(user=user).publish(user=user, skip_permission_checks=True)
        except ValidationError as error:
            raise NotReadyError(f"{title_of(instance)}: {' '.join(error.messages)}") from error
    keep_up(source, draft)
    for line in lines:
        # It may have changed with the source, or while the form was open.
        translation = Translation.objects.select_related("source", "target_locale").get(pk=line.translation.pk)
        reason = right_to_publish(translation, line.target, user)
        try:
            if reason:
                raise NotReadyError(reason)
            publishing.publish(translation, user, at=at, expire_at=expire_at)
        except NotReadyError as error:
            raise NotReadyError(f"{line.language.own_name}: {error}") from error


def is_as_wanted(instance: Any, draft: Any, at: datetime | None, expire_at: datetime | None) -> bool:
    """Return whether the source is already live or scheduled exactly like this."""
    if draft.expire_at != expire_at:
        return False
    scheduled = instance.scheduled_revision
    if scheduled is not None:
        return scheduled.pk == instance.latest_revision_id and scheduled.approved_go_live_at == at
    return instance.live and not instance.has_unpublished_changes

"""Let no translation go live by schedule before its source.

A draft has the schedule that its source had when it was saved, but the source may be scheduled anew, or not at all,
afterwards. Nothing in Wagtail tells of either, so ``publish_guard`` asks here whenever something is scheduled, and when
its time has come.
"""

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.actions.publish_revision import PublishRevisionAction
from wagtail.models import Revision, TranslatableMixin
from wagtail_localize.models import Translation


def postpone(revision: Revision, moment: datetime) -> None:
    """Schedule a revision for a later time; its object shows the same time to staff."""
    revision.approved_go_live_at = moment
    revision.content["go_live_at"] = moment.isoformat()
    revision.save(update_fields=["approved_go_live_at", "content"])
    waiting = revision.content_object
    type(waiting)._base_manager.filter(pk=waiting.pk).update(go_live_at=moment)


def postpone_translations(instance: Any, revision: Revision) -> None:
    """Postpone the translations that would go live before their source, which was scheduled."""
    moment = revision.approved_go_live_at
    if moment is None or instance.live or not isinstance(instance, TranslatableMixin):
        return
    enabled = Translation.objects.filter(source__object_id=instance.translation_key, source__locale=instance.locale_id)
    locales = enabled.filter(enabled=True).values("target_locale")
    for target in type(instance)._default_manager.filter(translation_key=instance.translation_key, locale__in=locales):
        scheduled = None if target.live else target.scheduled_revision
        if scheduled is not None and scheduled.approved_go_live_at < moment:
            postpone(scheduled, moment)


def keep_embargo(action: PublishRevisionAction, original: Any) -> bool:
    """Return whether a translation may go live. If its source still waits, the scheduler's publication is postponed.

    Raise ``ValidationError``, which cancels the schedule, if the source was to go live and is not any more.
    """
    is_by_schedule = action.user is None and action.revision.approved_go_live_at is not None
    if not is_by_schedule or action.object.live or original is None or original.live:
        return True
    awaited = original.scheduled_revision
    if awaited is None:
        raise ValidationError(_("Its source is not published."))
    if awaited.approved_go_live_at <= timezone.now():
        return True
    postpone(action.revision, awaited.approved_go_live_at)
    return False

"""Putting a translation before readers: whole and looked at, or not at all."""

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Model
from django.utils.translation import gettext as _
from wagtail.coreutils import find_available_slug
from wagtail.models import Page, Revision
from wagtail_localize.models import Translation

from .guarding import UntranslatedError
from .models import Job, Work
from .progress import progress_of
from .rights import may_publish


class NotReadyError(Exception):
    """A translation that cannot be published; says why in words for staff."""


def lacks(translation: Translation) -> str:
    """Why a translation is not ready for readers, in words for staff; empty if it is."""
    progress = progress_of(translation)
    if progress.done < progress.total:
        return _("%(done)s of %(total)s segments are translated.") % {"done": progress.done, "total": progress.total}
    if progress.to_review:
        return _("%(count)s segments have yet to be looked at.") % {"count": progress.to_review}
    return ""


@transaction.atomic
def publish(
    translation: Translation, user: Any, *, at: datetime | None = None, expire_at: datetime | None = None
) -> Model:
    """Publish a complete translation, now or ``at`` a time to come, and return the page or record.

    All is one transaction. Rights are the caller's to ask (``rights.may_publish``). Raises ``NotReadyError``; readers
    then still have what they had.
    """
    if reason := lacks(translation):
        raise NotReadyError(reason)
    try:
        with transaction.atomic():
            revision = draft_of(translation, user, at, expire_at) if at else saved(translation, user, expire_at)
            revision.publish(user=user, skip_permission_checks=True)
    except ValidationError as error:
        raise NotReadyError(" ".join(error.messages)) from error
    except UntranslatedError as error:
        raise NotReadyError(str(error)) from error
    Work.objects.filter(translation=translation).delete()
    return translation.get_target_instance()


def saved(translation: Translation, user: Any, expire_at: datetime | None) -> Revision:
    """Put the words into the page or record itself, for it is published in the same transaction."""
    target: Any = translation.get_target_instance()
    dates = {"go_live_at": None} | ({"expire_at": expire_at} if expire_at else {})
    type(target)._default_manager.filter(pk=target.pk).update(**dates)
    # wagtail-localize would publish after the commit, when nothing can be taken back.
    translation.save_target(user=user, publish=False)
    target.refresh_from_db()
    return target.get_latest_revision()


def draft_of(translation: Translation, user: Any, at: datetime | None, expire_at: datetime | None) -> Revision:
    """The words as a draft, beside what readers see until then. (``save_target`` writes into what they see.)"""
    target: Any = translation.source.get_ephemeral_translated_instance(translation.target_locale, fallback=True)
    target.go_live_at = at
    target.expire_at = expire_at or target.expire_at
    if isinstance(target, Page):
        target.slug = find_available_slug(target.get_parent(), target.slug, ignore_page_id=target.pk)
    return target.save_revision(user=user)


def publish_item(job: Job, item: int) -> str:
    """An item of a job: a translation by its id. The right is asked again, as it may have been taken away since."""
    translation = Translation.objects.select_related("source", "target_locale").get(pk=item)
    if not may_publish(job.user, translation):
        raise NotReadyError(_("You may not publish in this language."))
    return f"{publish(translation, job.user)} ({translation.target_locale})"

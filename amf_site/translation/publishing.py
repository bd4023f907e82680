"""Putting a translation before readers: whole and looked at, or not at all."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Model
from django.utils.translation import gettext as _
from wagtail_localize.models import Translation

from .models import Job, Work
from .progress import progress_of
from .rights import may_publish


class NotReadyError(Exception):
    """A translation that cannot be published; says why in words for staff."""


@transaction.atomic
def publish(translation: Translation, user: Any) -> Model:
    """Publish (or schedule, if its source says when) a complete translation and return the page or record.

    Rights are the caller's to ask (``rights.may_publish``). Raises ``NotReadyError``; readers then still have what
    they had.
    """
    progress = progress_of(translation)
    if progress.done < progress.total:
        raise NotReadyError(
            _("%(done)s of %(total)s segments are translated.") % {"done": progress.done, "total": progress.total}
        )
    if progress.to_review:
        raise NotReadyError(_("%(count)s segments have yet to be looked at.") % {"count": progress.to_review})
    try:
        with transaction.atomic():
            translation.save_target(user=user, publish=True)
    except ValidationError as error:
        raise NotReadyError(" ".join(error.messages)) from error
    Work.objects.filter(translation=translation).delete()
    return translation.get_target_instance()


def publish_item(job: Job, item: int) -> str:
    """An item of a job: a translation by its id. The right is asked again, as it may have been taken away since."""
    translation = Translation.objects.select_related("source", "target_locale").get(pk=item)
    if not may_publish(job.user, translation):
        raise NotReadyError(_("You may not publish in this language."))
    return f"{publish(translation, job.user)} ({translation.target_locale})"

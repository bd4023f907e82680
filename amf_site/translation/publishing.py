"""Putting a translation before readers: whole and looked at, or not at all."""

from typing import Any

from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db import transaction
from django.db.models import Model
from django.utils.translation import gettext as _
from wagtail_localize.models import MissingRelatedObjectError, SourceDeletedError, Translation

from .guarding import UntranslatedError
from .models import Job, Work
from .progress import progress_of
from .rights import may_publish


class NotReadyError(Exception):
    """A translation that cannot be published; says why in words for staff."""


def publish(translation: Translation, user: Any) -> Model:
    """Publish (or schedule, if its source waits for its day) a complete translation and return the page or record.

    Rights are the caller's to ask (``rights.may_publish``). Raises ``NotReadyError``; readers then still have what
    they had.
    """
    require_ready(translation)
    try:
        with transaction.atomic():
            translation.source.create_or_update_translation(translation.target_locale, user=user)
            Work.objects.filter(translation=translation).delete()
    except ValidationError as error:
        raise NotReadyError(" ".join(error.messages)) from error
    except UntranslatedError as error:
        raise NotReadyError(str(error)) from error
    except SourceDeletedError as error:
        raise NotReadyError(_("What it was translated from has been deleted.")) from error
    except MissingRelatedObjectError as error:
        named = error.segment.get_source_instance()
        raise NotReadyError(_("“%(name)s” is not translated yet.") % {"name": named}) from error
    except ObjectDoesNotExist as error:
        raise NotReadyError(_("A picture, file or record that was chosen for this language is gone.")) from error
    return translation.get_target_instance()


def require_ready(translation: Translation) -> None:
    """Raises ``NotReadyError`` for a translation that is not whole, not looked at or kept by hand."""
    if not translation.enabled:
        raise NotReadyError(_("This translation is kept by hand; publish it in its own editor."))
    progress = progress_of(translation)
    if progress.done < progress.total:
        raise NotReadyError(
            _("%(done)s of %(total)s segments are translated.") % {"done": progress.done, "total": progress.total}
        )
    if progress.to_review:
        raise NotReadyError(_("%(count)s segments have yet to be looked at.") % {"count": progress.to_review})


def publish_item(job: Job, item: int) -> str:
    """An item of a job: a translation by its id. The right is asked again, as it may have been taken away since."""
    translation = Translation.objects.select_related("source__locale", "target_locale").get(pk=item)
    if not may_publish(job.user, translation):
        raise NotReadyError(_("You may not publish in this language."))
    return f"{publish(translation, job.user)} ({translation.target_locale})"

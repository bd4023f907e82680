"""Publish translations, provided that they are complete and reviewed."""

from datetime import datetime
from typing import Any

from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db import transaction
from django.db.models import Model
from django.utils.translation import gettext as _
from wagtail_localize.models import MissingRelatedObjectError, SourceDeletedError, Translation

from ..models import Job, TranslationTask
from ..patches.publish_guard import UntranslatedError, is_withdrawn, original_of
from ..patches.save_draft import note_errors, save_draft
from ..permissions.rules import may_publish, target_of
from .status import statuses_of


class NotReadyError(Exception):
    """The translation cannot be published. The message is for staff."""


def publish(
    translation: Translation,
    user: Any,
    *,
    at: datetime | None = None,
    expire_at: datetime | None = None,
    though_withdrawn: bool = False,
) -> Model:
    """Publish a complete translation and return the page or record. Raise ``NotReadyError``; nothing has changed then.

    It is published now, ``at`` a later time, or, if its source is scheduled, together with the source. If the
    source is no longer published, ``though_withdrawn`` is required. Everything is one transaction. The caller must
    check permissions (``rules.may_publish``).
    """
    if is_withdrawn(original_of(translation)) and not though_withdrawn:
        raise NotReadyError(_("Its source has been withdrawn."))
    if reason := lacks(translation):
        raise NotReadyError(reason)
    source, locale = translation.source, translation.target_locale
    try:
        with transaction.atomic():
            _target, revision, _is_new = save_draft(source, locale, user, whole=True, at=at, expire_at=expire_at)
            revision.publish(user=user, skip_permission_checks=True)
            TranslationTask.objects.filter(translation=translation).delete()
    except ValidationError as error:
        note_errors(source, locale, error)
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


def lacks(translation: Translation) -> str:
    """Return why a translation cannot be published, as a message for staff; empty if it can."""
    return statuses_of({translation: target_of(translation)})[translation].obstacle


def publish_item(job: Job, item: int) -> str:
    """Publish an item of a job, a translation id. Check the permission again, as it may have been revoked since."""
    translation = Translation.objects.select_related("source__locale", "target_locale").get(pk=item)
    if not may_publish(job.user, translation):
        raise NotReadyError(_("You may not publish in this language."))
    instance = publish(translation, job.user, though_withdrawn=item in job.options.get("though_withdrawn", ()))
    return f"{instance} ({translation.target_locale})"

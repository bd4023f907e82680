"""``manage.py publish_scheduled``: Wagtail's command, in which one failing revision does not stop the others."""

import logging
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log
from wagtail.management.commands import publish_scheduled
from wagtail.models import Revision

from amf_site.admin.refusals import reason_of
from amf_site.admin.schedules import NOT_KEPT

logger = logging.getLogger(__name__)


class Command(publish_scheduled.Command):
    """Publish before unpublishing: Wagtail discards a scheduled revision of a page that expires in the same run."""

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["dryrun"]:
            due = Revision.objects.filter(approved_go_live_at__lt=timezone.now()).order_by("approved_go_live_at")
            for revision in due:
                try:
                    with transaction.atomic():
                        revision.publish(log_action="wagtail.publish.scheduled")
                except ValidationError as refusal:
                    drop(revision, refusal)
        super().handle(*args, **options)


def drop(revision: Revision, refusal: ValidationError) -> None:
    """Cancel the schedule but keep the draft, and log the reason in the history of the object."""
    reason = reason_of(refusal, revision.content_type.model_class())
    logger.error("Not published as scheduled: %s (%s)", revision.object_str, reason)
    Revision.objects.filter(pk=revision.pk).update(approved_go_live_at=None)
    log(instance=revision.content_object, action=NOT_KEPT, revision=revision, data={"reason": reason})

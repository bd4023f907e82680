"""Keep the content that exists before the first edit, so that editors can compare with it and revert to it.

Wagtail's history offers a revision only if the log has an edit entry for it. Content that a management command created
or published has no such entry, and possibly no revision at all.
"""

from typing import Any

from django.db import transaction
from wagtail.log_actions import LogContext, log, registry
from wagtail.models import DraftStateMixin, RevisionMixin


@transaction.atomic
def keep_what_stands(instance: Any) -> None:
    """Make sure that a page or snippet which is about to be edited has a revision with an edit entry in the log."""
    if not isinstance(instance, RevisionMixin):
        return
    revision = instance.latest_revision
    if revision is None:
        revision = instance.save_revision(changed=False, clean=False)
        if isinstance(instance, DraftStateMixin) and instance.live:
            instance.live_revision = revision
            instance.save(update_fields=["live_revision"])
    logs = registry.get_logs_for_instance(instance).filter(revision=revision, content_changed=True)
    if not logs.exclude(action="wagtail.publish").exists():
        with LogContext(user=revision.user):  # not the user who is opening the form
            log(instance, "wagtail.edit", revision=revision, content_changed=True, timestamp=revision.created_at)

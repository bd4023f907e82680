"""What stands before the first edit, so that it can be compared with and gone back to.

The history offers a version only if a line of it says that it was edited. What a command has made, or published without
the form, has no such line, and what was made without a revision has none of either.
"""

from typing import Any

from django.db import transaction
from wagtail.log_actions import LogContext, log, registry
from wagtail.models import DraftStateMixin, RevisionMixin


@transaction.atomic
def keep_what_stands(instance: Any) -> None:
    """Called when a page or record is about to be edited."""
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
        with LogContext(user=revision.user):  # not whoever opens the form
            log(instance, "wagtail.edit", revision=revision, content_changed=True, timestamp=revision.created_at)

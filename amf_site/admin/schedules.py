"""The log action for scheduled publishing that failed, shown in the history of the page or record."""

from typing import Any

from django.utils.translation import gettext as _
from wagtail.log_actions import LogActionRegistry, LogFormatter

NOT_KEPT = "amf_site.schedule_not_kept"


def register_schedules(actions: LogActionRegistry) -> None:
    """Register the action (for the hook ``register_log_actions``)."""

    @actions.register_action(NOT_KEPT)
    class NotKept(LogFormatter):
        label = _("Not published as scheduled")

        def format_message(self, entry: Any) -> str:
            return _("Not published as scheduled: %(reason)s") % {"reason": entry.data.get("reason", "")}

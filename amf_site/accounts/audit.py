"""Actions of Wagtail's log that concern accounts."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import LogActionRegistry

FACTOR_RESET = "accounts.factor_reset"


def register(actions: LogActionRegistry) -> None:
    """Register the actions (for the hook ``register_log_actions``)."""
    simple: dict[str, Any] = {FACTOR_RESET: _("Second factor reset")}
    for action, label in simple.items():
        actions.register_action(action, label, label)

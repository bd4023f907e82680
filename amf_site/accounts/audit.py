"""The audit log: who signed in and failed to, whose rights changed, and what was exported or deleted.

Entries are in Wagtail's log, so the site history in the admin shows them. Every entry of that log, including Wagtail's
own of edits, publications and deletions, is repeated as one line of JSON in the log stream, where it cannot be changed.
The lines name accounts by number and contain no addresses.
"""

import json
import logging
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Model
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import LogActionRegistry, LogFormatter, log

#: Its handler writes the message alone (settings, ``LOGGING``).
logger = logging.getLogger("audit")

LOGIN = "accounts.login"
LOGOUT = "accounts.logout"
LOGIN_FAILED = "accounts.login_failed"
CODE_FAILED = "accounts.code_failed"
FACTOR_ADDED = "accounts.factor_added"
FACTOR_REMOVED = "accounts.factor_removed"
CODES_RENEWED = "accounts.codes_renewed"
FACTOR_RESET = "accounts.factor_reset"
RIGHTS_GIVEN = "accounts.rights_given"
RIGHTS_TAKEN = "accounts.rights_taken"
PASSWORD_CHANGED = "accounts.password_changed"  # noqa: S105
EXPORTED = "accounts.exported"

LABELS: dict[str, str | Promise] = {
    LOGIN: _("Signed in"),
    LOGOUT: _("Signed out"),
    LOGIN_FAILED: _("Wrong password"),
    CODE_FAILED: _("Wrong code"),
    FACTOR_ADDED: _("Second factor added"),
    FACTOR_REMOVED: _("Second factor removed"),
    CODES_RENEWED: _("Recovery codes renewed"),
    FACTOR_RESET: _("Second factor reset"),
    RIGHTS_GIVEN: _("Rights given"),
    RIGHTS_TAKEN: _("Rights taken"),
    PASSWORD_CHANGED: _("Password changed"),
    EXPORTED: _("Exported"),
}


def register(actions: LogActionRegistry) -> None:
    """Register the actions (for the hook ``register_log_actions``)."""
    for action, label in LABELS.items():
        actions.register_action(action)(_formatter(label))


def _formatter(label: str | Promise) -> type[LogFormatter]:
    class Formatter(LogFormatter):
        def format_message(self, entry: Any) -> str:
            detail = entry.data.get("what")
            if not detail:
                return str(label)
            return gettext("%(action)s: %(detail)s") % {"action": label, "detail": detail}

    Formatter.label = label
    return Formatter


def note(instance: Model, action: str, user: Any = None, what: str = "") -> None:
    """Add an entry about an account or a group. Without a user it is of whoever makes the request."""
    log(instance, action, user=user, data={"what": what} if what else {})


def tell_stream(instance: Any, created: bool, raw: bool = False, **options: Any) -> None:
    """Receiver: repeat a new entry of the log in the stream, once it is sure to stay."""
    if created and not raw:
        line = _line_of(instance)
        transaction.on_commit(lambda: logger.info(line))


def tell_failure(reason: str) -> None:
    """Write a line about somebody who is no account, so that there is no entry."""
    logger.info(json.dumps({"action": LOGIN_FAILED, "what": reason}))


def _line_of(entry: Any) -> str:
    fields = {
        "at": entry.timestamp.isoformat(),
        "action": entry.action,
        "user": entry.user_id,
        "type": ContentType.objects.get_for_id(entry.content_type_id).model if entry.content_type_id else "",
        "id": str(entry.object_id),
    }
    if what := entry.data.get("what"):
        fields["what"] = what
    return json.dumps(fields, ensure_ascii=False)

"""Help for somebody whose phone is lost, together with the recovery codes."""

from typing import Any

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.db import transaction

from . import audit, notices


@transaction.atomic
def reset_second_factor(user: Any, by: Any = None) -> None:
    """Remove all second factors of an account and end its sessions, and tell its owner by mail."""
    Authenticator.objects.filter(user=user).delete()
    end_sessions(user)
    audit.note(user, audit.FACTOR_RESET, user=by)
    notices.tell(user, "reset")


def end_sessions(user: Any) -> None:
    for session in Session.objects.iterator():
        if session.get_decoded().get(SESSION_KEY) == str(user.pk):
            session.delete()
    UserSession.objects.filter(user=user).delete()

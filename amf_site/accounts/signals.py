"""What follows from changes of second factors."""

from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added
from django.http import HttpRequest

from .second_factor import FACTORS


def connect() -> None:
    authenticator_added.connect(accept_new_factor)


def accept_new_factor(request: HttpRequest, user: Any, authenticator: Authenticator, **options: Any) -> None:
    """Count the session in which a factor is set up as one with a second factor: it was just used."""
    if authenticator.type in FACTORS:
        record_authentication(request, user, "mfa", id=authenticator.pk, type=authenticator.type)

"""Rate limits per client address and per user name. Attempts are stored in the database, since a cache can be lost."""

from datetime import timedelta
from typing import Any

from axes.handlers.database import AxesDatabaseHandler
from axes.helpers import get_client_username
from axes.models import AccessAttempt, AccessLog
from django.conf import settings
from django.db.models import Sum
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac

from amf_site.middleware import client_network

from .models import Attempt, DailySalt

PERIOD = timedelta(hours=1)
#: Attempts allowed per ``PERIOD`` from one address, which a whole office may share, and for one name.
FROM_AN_ADDRESS, FOR_A_NAME = 10, 3
#: Wrong codes of the second factor allowed per ``PERIOD`` for an account, whose password is known to whoever tries.
CODE, CODES_OF_AN_ACCOUNT = "code", 10
#: Wrong passwords allowed per ``AXES_COOLOFF_TIME``, besides ``AXES_FAILURE_LIMIT`` for a name and address together.
WRONG_FROM_AN_ADDRESS, WRONG_FOR_A_NAME = 50, 20


def is_allowed(request: HttpRequest, action: str, name: str) -> bool:
    """Record an attempt at ``action`` and return whether it is within the limits of the address and of the name."""
    keys = {of_address(request): FROM_AN_ADDRESS, f"name {name.strip().casefold()}": FOR_A_NAME}
    return is_within(action, keys)


def of_address(request: HttpRequest) -> str:
    """Return the key of the client's address for ``is_within``."""
    return f"address {client_network(request)}"


def may_try_code(user: Any) -> bool:
    """Record an attempt to give a code of the second factor, and return whether it is within the limit."""
    return is_within(CODE, {f"account {user.pk}": CODES_OF_AN_ACCOUNT})


def forget_codes(user: Any) -> None:
    """Start counting anew after a right code."""
    Attempt.objects.filter(key=_hash_of(CODE, f"account {user.pk}")).delete()


def is_within(action: str, limits: dict[str, int]) -> bool:
    """Record an attempt at ``action`` for each key and return whether all are within their limits per ``PERIOD``."""
    begin = timezone.now() - PERIOD
    Attempt.objects.filter(made_at__lt=begin).delete()
    hashes = {_hash_of(action, key): limit for key, limit in limits.items()}
    # Record the attempt before counting, so that concurrent requests cannot all pass the check.
    Attempt.objects.bulk_create(Attempt(key=key) for key in hashes)
    return all(Attempt.objects.filter(key=key, made_at__gte=begin).count() <= limit for key, limit in hashes.items())


def _hash_of(action: str, key: str) -> str:
    return salted_hmac(salt_of_today(), f"{action} {key}", algorithm="sha256").hexdigest()


def salt_of_today() -> str:
    """Return the salt of the day, in UTC, and delete earlier ones. At midnight all limits begin anew."""
    today = timezone.now().date()
    found, created = DailySalt.objects.get_or_create(day=today)
    if created:
        DailySalt.objects.filter(day__lt=today).delete()
    return found.salt


class LoginLimits(AxesDatabaseHandler):
    """Add higher limits for a name alone and an address alone; Axes has one limit for all lockout parameters."""

    def get_failures(self, request: HttpRequest, credentials: dict | None = None) -> int:
        failures = super().get_failures(request, credentials)
        name, address = get_client_username(request, credentials), client_network(request)
        locked = self._wrong(ip_address=address) >= WRONG_FROM_AN_ADDRESS or (
            self._wrong(username=name) >= WRONG_FOR_A_NAME
            # Strangers cannot lock a user out at an address from which the user has signed in before.
            and not AccessLog.objects.filter(username=name, ip_address=address).exists()
        )
        return max(failures, settings.AXES_FAILURE_LIMIT) if locked else failures

    def _wrong(self, **whose: str | None) -> int:
        begin = timezone.now() - timedelta(hours=settings.AXES_COOLOFF_TIME)
        attempts = AccessAttempt.objects.filter(attempt_time__gte=begin, **whose)
        return attempts.aggregate(sum=Sum("failures_since_start"))["sum"] or 0

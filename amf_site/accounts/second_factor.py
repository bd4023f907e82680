"""Who has to give a second factor, and which sessions were begun with one."""

from datetime import date
from typing import Any

from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from wagtail import hooks
from wagtail.models import Page
from wagtail.permissions import policy_registry

#: What a person signs in with besides a password; recovery codes only stand in for one of them.
FACTORS = (Authenticator.Type.WEBAUTHN, Authenticator.Type.TOTP)
#: Permissions to give oneself or others the permission to publish.
OVER_ACCOUNTS = {"accounts.add_user", "accounts.change_user", "auth.add_group", "auth.change_group"}


def required_from() -> date | None:
    """Return the date from which publishing takes a second factor.

    A malformed setting means today: a typing error must not leave the admin open. ``checks`` names it.
    """
    if not settings.SECOND_FACTOR_FROM:
        return None
    return parse(settings.SECOND_FACTOR_FROM) or timezone.localdate()


def parse(value: str) -> date | None:
    try:
        return date.fromisoformat(value) if value.isascii() else None
    except ValueError:
        return None


def is_compulsory() -> bool:
    begin = required_from()
    return begin is not None and timezone.localdate() >= begin


def may_publish(user: Any) -> bool:
    """Return whether the user can change what readers see, or give somebody the permission to.

    A part of the site with permissions of its own answers the hook ``may_publish``, as the translation desk does.
    """
    permissions = user.get_all_permissions()
    return (
        user.is_superuser
        or bool(permissions & OVER_ACCOUNTS)
        or any(name.partition(".")[2].startswith("publish_") for name in permissions)
        or policy_registry.get_by_type(Page).user_has_permission(user, "publish")
        or any(answer(user) for answer in hooks.get_hooks("may_publish"))
    )


def is_required_for(user: Any) -> bool:
    return is_compulsory() and may_publish(user)


def has_factor(user: Any) -> bool:
    return Authenticator.objects.filter(user=user, type__in=FACTORS).exists()


def was_given(request: HttpRequest) -> bool:
    """Return whether this session's user has proved a second factor in it, however the session began."""
    return any(record.get("method") == "mfa" for record in get_authentication_records(request, request.user))

"""System checks of the settings for accounts."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register

from . import second_factor


@register
def check_date(app_configs: Any, **options: Any) -> list[CheckMessage]:
    value = settings.SECOND_FACTOR_FROM
    if not value or second_factor.parse(value):
        return []
    return [
        Error(
            f"SECOND_FACTOR_FROM is no date: {value!r}",
            hint="Write year, month and day as 2027-01-15, or leave it empty.",
            id="accounts.E001",
        )
    ]


@register
def check_sign_on(app_configs: Any, **options: Any) -> list[CheckMessage]:
    apps = settings.SOCIALACCOUNT_PROVIDERS.get("openid_connect", {}).get("APPS", [])
    return [
        Error("Single sign-on is not complete.", hint=f"SSO_URL is set, so set {name} too.", id="accounts.E002")
        for app in apps
        for name, value in (("SSO_NAME", app["name"]), ("SSO_CLIENT_ID", app["client_id"]))
        if not value
    ]

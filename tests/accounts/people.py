"""Staff with second factors, and what their authenticator apps show."""

import base64
import hmac
import struct
import time
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.contrib.auth import get_user_model
from django.test import Client

from amf_site.demo.editor import NAME, PASSWORD

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def code_of(secret: str = SECRET, steps: int = 0) -> str:
    """What an authenticator app shows now, or so many half minutes later (RFC 6238)."""
    counter = int(time.time()) // 30 + steps
    digest = hmac.new(base64.b32decode(secret), struct.pack(">Q", counter), "sha1").digest()
    begin = digest[-1] & 15
    return str((struct.unpack(">I", digest[begin : begin + 4])[0] & 0x7FFFFFFF) % 10**6).zfill(6)


def account(name: str = NAME) -> Any:
    return get_user_model().objects.get(username=name)


def give_app(user: Any) -> Authenticator:
    """Set up an authenticator app with ``SECRET``, and recovery codes."""
    RecoveryCodes.activate(user)
    return TOTP.activate(user, SECRET).instance


def recovery_codes(user: Any) -> list[str]:
    return Authenticator.objects.get(user=user, type="recovery_codes").wrap().get_unused_codes()


def sign_in(client: Client, name: str = NAME, password: str = PASSWORD, **options: Any) -> Any:
    return client.post("/admin/login/", {"username": name, "password": password, **options})


def sign_in_with_code(client: Client, code: str | None = None) -> Any:
    sign_in(client)
    return client.post("/admin/me/2fa/authenticate/", {"code": code_of() if code is None else code})

"""Helpers for tests of public forms: a form as a browser sends it."""

import re
from datetime import timedelta
from typing import Any

from django.core.signing import TimestampSigner
from django.test import Client
from django.utils import timezone
from django.utils.http import urlencode

PATH = "/{}/contact/"
ORIGIN = "http://testserver"
WORDS = {
    "topic": "press",
    "message": "When does the next assembly meet?\n\nOur paper closes on Friday.",
    "name": "Mina Rahimi",
    "email": "mina@example.org",
    "language": "fa",
    "subject": "",
}


class SignerOfAnotherTime(TimestampSigner):
    def __init__(self, ago: timedelta) -> None:
        super().__init__(salt="amf_site.public_forms.contact")
        self.ago = ago

    def timestamp(self) -> str:
        from django.core.signing import b62_encode

        return b62_encode(int((timezone.now() - self.ago).timestamp()))


def opened(**ago: float) -> str:
    """The signed time of a form that was opened some time ago; a minute without arguments."""
    return SignerOfAnotherTime(timedelta(**ago or {"minutes": 1})).sign("contact")


def time_in(page: Any) -> str:
    found = re.search(r'name="opened" value="([^"]+)"', page.content.decode())
    assert found
    return found[1]


def send(
    client: Client | None = None,
    *,
    code: str = "en",
    headers: dict | None = None,
    address: str = "203.0.113.7",
    **words: Any,
):
    """Send the contact form without a cookie, as through the proxy. ``words`` replace some of ``WORDS``."""
    said = WORDS | {"opened": opened()} | words
    return (client or Client()).post(
        PATH.format(code),
        urlencode({name: value for name, value in said.items() if value is not None}, doseq=True),
        content_type="application/x-www-form-urlencoded",
        headers={"Sec-Fetch-Site": "same-origin", "Origin": ORIGIN, "X-Forwarded-For": address}
        if headers is None
        else headers,
    )

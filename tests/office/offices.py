"""Helpers for tests of city offices: an invited address, the link in its mail, and the browser in which it is open."""

import re
from datetime import timedelta
from email import message_from_bytes, policy
from typing import Any

from django.core.signing import TimestampSigner, b62_encode
from django.test import Client
from django.utils import timezone
from wagtail.models import Page

from amf_site.mail.models import QueuedMail
from members.models import City
from members.office.models import OfficeAddress

ORIGIN = {"Sec-Fetch-Site": "same-origin", "Origin": "http://testserver"}
LINK = re.compile(r"https?://[^/\s]+(/[a-z-]+/office/enter/)\?key=([\w-]+)")


def office_of(name: str, email: str = "", code: str = "en") -> OfficeAddress:
    city = City.objects.get(name=name)
    return OfficeAddress.objects.create(city=city, email=email or f"office@{name.lower()}.example", language=code)


def last_mail() -> Any:
    return message_from_bytes(bytes(QueuedMail.objects.order_by("-pk")[0].content), policy=policy.default)


def link_in(mail: Any) -> tuple[str, str]:
    """The path and the secret of the link in a mail."""
    found = LINK.search(mail.get_body(("plain",)).get_content())
    assert found
    return found[1], found[2]


def opened(key: str) -> str:
    class Earlier(TimestampSigner):
        def timestamp(self) -> str:
            return b62_encode(int((timezone.now() - timedelta(minutes=1)).timestamp()))

    return Earlier(salt=f"amf_site.public_forms.{key}").sign(key)


def send(client: Client, path: str, headers: dict | None = None, **words: Any):
    """Send a form as a browser does."""
    return client.post(path, words, headers=ORIGIN if headers is None else headers)


def propose(client: Client, name: str, code: str = "en", **words: Any):
    key = "figure" if name == "figures" else name.split("/")[0]
    said = {"opened": opened(f"office-{key}"), "subject": "", **words}
    return send(client, f"/{code}/office/{name}/", **said)


def browser_of(address: OfficeAddress) -> Client:
    """A browser in which the office is open, by the link in a mail."""
    from members.office import mails

    mails.send_link(address)
    path, key = link_in(last_mail())
    client = Client()
    assert send(client, path, key=key).status_code == 303
    return client


def page_ids() -> set[int]:
    return set(Page.objects.values_list("pk", flat=True))

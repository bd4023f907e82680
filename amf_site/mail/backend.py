"""``EMAIL_BACKEND``: queue mail in the database, so that no request waits for a mail server."""

from collections.abc import Sequence
from contextlib import suppress
from email.utils import make_msgid, parseaddr
from types import MappingProxyType

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction

from .addresses import encoded
from .delivery import start_delivery
from .models import QueuedMail

#: The headers of mail that nobody has written, so that no program answers it.
AUTOMATIC = MappingProxyType({"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All"})


class QueueBackend(BaseEmailBackend):
    """Save messages in the current transaction, and let the worker deliver them once it is committed.

    All mail is sent this way, including that of Django and Wagtail.
    """

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        return sum(enqueue(message) is not None for message in email_messages)


def enqueue(message: EmailMessage, *, is_bulk: bool = False) -> QueuedMail | None:
    """Save one message, or return ``None`` if it has no recipients. What goes to many readers is delivered last."""
    if not message.recipients():
        return None
    for field in ("to", "cc", "bcc", "reply_to"):
        with suppress(UnicodeError):  # staff may have typed such an address; Django tries its best
            setattr(message, field, [encoded(address) for address in getattr(message, field)])
    transaction.on_commit(start_delivery)
    return QueuedMail.objects.create(
        sender=message.from_email, recipients=message.recipients(), content=as_bytes(message), is_bulk=is_bulk
    )


def as_bytes(message: EmailMessage) -> bytes:
    """Serialise the message, with a Message-ID by which receivers recognise a repeated delivery."""
    if not any(name.lower() == "message-id" for name in message.extra_headers):
        # Django's own Message-ID contains the host name, which requires a DNS lookup.
        domain = parseaddr(message.from_email)[1].rpartition("@")[2]
        message.extra_headers["Message-ID"] = make_msgid(domain=domain or "localhost")
    return message.message().as_bytes()

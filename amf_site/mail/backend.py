"""``EMAIL_BACKEND``: whoever sends mail waits for the database, never for a mail server."""

from collections.abc import Sequence
from email.utils import make_msgid, parseaddr

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction

from .delivery import start_delivery
from .models import QueuedMail


class QueueBackend(BaseEmailBackend):
    """Keeps messages with the change that they tell of, and lets the worker deliver them once that is committed.

    So every mail of the site, of Django and of Wagtail goes the same way.
    """

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        queued = [
            QueuedMail.objects.create(
                sender=message.from_email, recipients=message.recipients(), content=as_bytes(message)
            )
            for message in email_messages
            if message.recipients()
        ]
        if queued:
            transaction.on_commit(start_delivery)
        return len(queued)


def as_bytes(message: EmailMessage) -> bytes:
    """The message as it will be sent. An identity of its own lets a receiver know a repetition."""
    if not any(name.lower() == "message-id" for name in message.extra_headers):
        # Django's own has this host's name, which it would ask a name server for.
        domain = parseaddr(message.from_email)[1].rpartition("@")[2]
        message.extra_headers["Message-ID"] = make_msgid(domain=domain or "localhost")
    return message.message().as_bytes()

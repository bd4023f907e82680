"""The mails of the letters: the one with the link that confirms, and the letter itself. No picture phones home."""

from email import message_from_bytes, policy
from typing import Any

from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.http import urlencode
from django.utils.translation import gettext

from amf_site.addresses import absolute
from amf_site.languages import language
from amf_site.mail.backend import AUTOMATIC, as_bytes, enqueue
from amf_site.mail.models import QueuedMail
from members.models.letter import Subscriber, Subscription, SubscriptionRequest

from .composing import Edition


def link(step: str, code: str, secret: str) -> str:
    """Return the address of a step with a secret, which stands in the query string: no log has that."""
    with translation.override(code):
        return absolute(f"{reverse(f'letters_{step}')}?{urlencode({'key': secret})}")


def send_confirmation(asked: SubscriptionRequest, secret: str) -> QueuedMail | None:
    with translation.override(asked.language):
        subject = gettext("Please confirm: letters of the Asian Mayors Forum")
    address = link("confirm", asked.language, secret)
    return enqueue(compose("members/letters/confirmation", asked, subject, {"address": address}))


def send_letter(edition: Edition, subscriber: Subscriber, secret: str) -> QueuedMail | None:
    return enqueue(letter(edition, subscriber, link("leave", subscriber.language, secret)), is_bulk=True)


def write_anew(mail: QueuedMail, edition: Edition, subscriber: Subscriber) -> None:
    """Let a queued letter say what an edition says, with the same link and Message-ID: a server may have taken it."""
    queued = message_from_bytes(bytes(mail.content), policy=policy.default)
    message = letter(edition, subscriber, queued["List-Unsubscribe"].strip(" <>"))
    message.extra_headers["Message-ID"] = str(queued["Message-ID"])
    mail.content = as_bytes(message)
    mail.save(update_fields=["content"])


def letter(edition: Edition, subscriber: Subscriber, address: str) -> EmailMultiAlternatives:
    """Return a letter, from which mail programs let the reader leave with one click at an address (RFC 8058)."""
    message = compose("members/letters/letter", subscriber, edition.subject, {"edition": edition, "address": address})
    message.extra_headers |= {
        "List-Unsubscribe": f"<{address}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "Precedence": "bulk",
    }
    return message


def compose(template: str, reader: Subscription, subject: str, context: dict[str, Any]) -> EmailMultiAlternatives:
    text, html = rendered(template, reader.language, subject, context)
    message = EmailMultiAlternatives(subject, text, to=[reader.email], headers=dict(AUTOMATIC))
    message.attach_alternative(html, "text/html")
    return message


def rendered(template: str, code: str, subject: str, context: dict[str, Any]) -> tuple[str, str]:
    """Return a mail as text and as HTML."""
    with translation.override(code):
        context = {"subject": subject, "language": language(code)} | context
        text, html = (render_to_string(f"{template}.{kind}", context) for kind in ("txt", "html"))
    return text.strip() + "\n", html

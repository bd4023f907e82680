"""The mails of the letters: the one with the link that confirms, and the letter itself. No picture phones home."""

from typing import Any

from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.http import urlencode
from django.utils.translation import gettext

from amf_site.addresses import absolute
from amf_site.languages import language
from amf_site.mail.backend import enqueue
from amf_site.mail.models import QueuedMail
from members.models.letter import SubscriptionRequest

from .composing import Edition

AUTOMATIC = {"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All"}


def link(step: str, code: str, secret: str) -> str:
    """Return the address of a step with a secret, which stands in the query string: no log has that."""
    with translation.override(code):
        return absolute(f"{reverse(f'letters_{step}')}?{urlencode({'key': secret})}")


def send_confirmation(asked: SubscriptionRequest, secret: str) -> QueuedMail | None:
    with translation.override(asked.language):
        subject = gettext("Please confirm: letters of the Asian Mayors Forum")
    return _enqueue(
        "members/letters/confirmation",
        asked,
        subject,
        {"address": link("confirm", asked.language, secret)},
    )


def send_letter(edition: Edition, subscriber: Any, secret: str) -> QueuedMail | None:
    """Queue a letter, from which mail programs let the reader leave with one click (RFC 8058)."""
    address = link("leave", subscriber.language, secret)
    headers = {
        "List-Unsubscribe": f"<{address}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "Precedence": "bulk",
    }
    return _enqueue(
        "members/letters/letter", subscriber, edition.subject, {"edition": edition, "address": address}, headers
    )


def _enqueue(
    template: str, reader: Any, subject: str, context: dict[str, Any], headers: dict[str, str] | None = None
) -> QueuedMail | None:
    text, html = rendered(template, reader.language, subject, context)
    message = EmailMultiAlternatives(subject, text, to=[reader.email], headers=AUTOMATIC | (headers or {}))
    message.attach_alternative(html, "text/html")
    return enqueue(message, is_bulk="Precedence" in message.extra_headers)


def rendered(template: str, code: str, subject: str, context: dict[str, Any]) -> tuple[str, str]:
    """Return a mail as text and as HTML."""
    with translation.override(code):
        context = {"subject": subject, "language": language(code)} | context
        text, html = (render_to_string(f"{template}.{kind}", context) for kind in ("txt", "html"))
    return text.strip() + "\n", html

"""The mails of the letters: the one with the link that confirms, and the letter itself. No picture phones home."""

from typing import Any

from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.http import urlencode
from django.utils.translation import gettext

from amf_site.addresses import absolute, page_address
from amf_site.languages import SOURCE_LANGUAGE, language
from amf_site.mail.backend import enqueue
from amf_site.mail.models import QueuedMail
from amf_site.visibility.languages import open_to
from members.models.letter import SubscriptionRequest
from members.models.letters_page import LettersPage

from .composing import Edition

AUTOMATIC = {"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All"}


def letters_page(code: str) -> LettersPage | None:
    """Return the page of the letters in a language, or else in the source language."""
    found = LettersPage.objects.reachable().filter(open_to()).select_related("locale")
    pages = {page.locale.language_code: page for page in found}
    return pages.get(code) or pages.get(SOURCE_LANGUAGE)


def link(page: LettersPage, route: str, secret: str) -> str:
    """Return the address of a step with a secret, which stands in the query string: no log has that."""
    return absolute(f"{page_address(page)}{route}/?{urlencode({'key': secret})}")


def send_confirmation(asked: SubscriptionRequest, secret: str) -> QueuedMail | None:
    page = letters_page(asked.language)
    if page is None:  # it was withdrawn while somebody filled in its form
        return None
    with translation.override(asked.language):
        subject = gettext("Please confirm: letters of the Asian Mayors Forum")
    return _enqueue(
        "members/letters/confirmation",
        asked,
        subject,
        {"address": link(page, "confirm", secret)},
    )


def send_letter(edition: Edition, subscriber: Any, page: LettersPage, secret: str) -> QueuedMail | None:
    """Queue a letter, from which mail programs let the reader leave with one click (RFC 8058)."""
    address = link(page, "leave", secret)
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
    return enqueue(message)


def rendered(template: str, code: str, subject: str, context: dict[str, Any]) -> tuple[str, str]:
    """Return a mail as text and as HTML."""
    with translation.override(code):
        context = {"subject": subject, "language": language(code)} | context
        text, html = (render_to_string(f"{template}.{kind}", context) for kind in ("txt", "html"))
    return text.strip() + "\n", html

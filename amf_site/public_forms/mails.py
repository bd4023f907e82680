"""Mail that follows from a form: to the secretariat and to the sender, as text and as HTML without any picture."""

import unicodedata
from collections.abc import Iterable

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import translation

from amf_site.accounts import limits
from amf_site.languages import language
from amf_site.mail.backend import AUTOMATIC, enqueue

from .models import FormMail

#: How many notices and how many confirmations a form causes per hour at most, and how many of these go to one address,
#: so that a flood of forms is no flood of mails. All forms are stored.
OF_A_FORM, TO_AN_ADDRESS = 60, 3

#: A paragraph with its language, which is empty if nobody knows it.
Paragraph = tuple[str, str]


def may_notify(form: str) -> bool:
    """Whether a form may still send notices to the secretariat."""
    return limits.is_within(f"notices of form {form}", {"all": OF_A_FORM})


def may_confirm(form: str, email: str) -> bool:
    """Whether a form may still send mail to senders, and to this address, which may be a stranger's."""
    return may_mail(form) and may_mail_to(form, email)


def may_mail(form: str) -> bool:
    return limits.is_within(f"confirmations of form {form}", {"all": OF_A_FORM})


def may_mail_to(form: str, email: str) -> bool:
    return limits.is_within(f"confirmations of form {form}", {f"to {email.casefold()}": TO_AN_ADDRESS})


def paragraphs(code: str, text: str) -> list[Paragraph]:
    return [(code, part.strip("\n")) for part in text.split("\n\n") if part.strip()]


def direction(code: str, text: str) -> str:
    """Return the direction of a language, or of the first letter that has one."""
    if code:
        return language(code).direction
    first = next((found for sign in text if (found := unicodedata.bidirectional(sign)) in ("L", "R", "AL")), "L")
    return "ltr" if first == "L" else "rtl"


def create(mail: FormMail, said: Iterable[Paragraph]) -> None:
    """Store a mail with its paragraphs, and queue it."""
    mail.paragraphs = [list(paragraph) for paragraph in said]
    send(mail)


def send(mail: FormMail) -> None:
    """Queue a mail, also one that was queued before: staff may send it again."""
    is_automatic = mail.kind != FormMail.Kind.REPLY
    message = compose(mail.subject, [(code, text) for code, text in mail.paragraphs], mail.recipient, is_automatic)
    message.reply_to = [mail.reply_to] if mail.reply_to else []
    mail.queued, mail.sent_at = enqueue(message), None
    mail.save()


def compose(subject: str, said: list[Paragraph], recipient: str, is_automatic: bool = True) -> EmailMultiAlternatives:
    """Return a mail as text and as HTML."""
    first = next((code for code, _text in said if code), settings.LANGUAGE_CODE)
    blocks = [{"language": code, "direction": direction(code, text), "text": text} for code, text in said]
    message = EmailMultiAlternatives(
        subject=subject,
        body="\n\n".join(text for _code, text in said),
        to=[recipient],
        headers=dict(AUTOMATIC) if is_automatic else {},
    )
    with translation.override(first):
        context = {"subject": subject, "blocks": blocks, "language": language(first)}
        message.attach_alternative(render_to_string("public_forms/mail.html", context), "text/html")
    return message

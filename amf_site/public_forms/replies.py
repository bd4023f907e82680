"""Replies of the secretariat, which begin with the words of a template in the language of the sender."""

from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext

from . import mails
from .models import FormMail, Message, ReplyTemplate


def draft(message: Message) -> str:
    """Return the words with which a reply begins: those of the staff's template, or else of the site."""
    template = ReplyTemplate.objects.filter(language=message.language).first()
    if template:
        return template.text.replace("{reference}", message.reference)
    with translation.override(message.language):
        return "\n\n".join(
            (
                gettext("Thank you for your message %(reference)s.") % {"reference": message.reference},
                "…",
                gettext("Kind regards"),
                gettext("Permanent secretariat of the Asian Mayors Forum"),
            )
        )


def reply(message: Message, text: str, author: Any, reply_to: str = "") -> FormMail:
    """Store a reply, queue it, and mark the message as answered."""
    with translation.override(message.language):
        subject = gettext("Your message to the Asian Mayors Forum: %(reference)s") % {"reference": message.reference}
    mail = FormMail(
        reference=message.reference,
        kind=FormMail.Kind.REPLY,
        recipient=message.email,
        reply_to=reply_to or settings.CONTACT_EMAIL,
        subject=subject,
        author=author,
    )
    mails.create(mail, mails.paragraphs(message.language, "\n".join(text.splitlines())))
    message.status = Message.Status.ANSWERED
    message.save(update_fields=["status"])
    return mail

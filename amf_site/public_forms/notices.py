"""The notice to the secretariat of a new message, in the languages of the admin."""

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext

from amf_site.addresses import absolute
from amf_site.cldr.names import language_name

from . import mails
from .models import FormMail, Message


def announce(message: Message, recipient: str) -> None:
    """Send the message with all that the sender said; whoever answers the mail writes to the sender."""
    with translation.override(settings.LANGUAGE_CODE):
        subject = f"{message.reference}: {message.get_topic_display()}"
    mail = FormMail(
        reference=message.reference,
        kind=FormMail.Kind.NOTICE,
        recipient=recipient,
        reply_to=message.email,
        subject=subject,
    )
    mails.create(mail, [*in_words(message), *mails.paragraphs("", message.text)])


def in_words(message: Message) -> list[mails.Paragraph]:
    address = absolute(message.admin_url("edit", message.pk))
    said = []
    for code, _name in settings.WAGTAILADMIN_PERMITTED_LANGUAGES:
        with translation.override(code):
            lines = (
                (gettext("Subject"), message.get_topic_display()),
                (gettext("Name"), message.name or "–"),
                (gettext("E-mail"), message.email),
                (gettext("Language of the answer"), language_name(message.language, code)),
                (gettext("To answer"), address),
            )
            said.append((code, "\n".join(f"{label}: {value}" for label, value in lines)))
    return said

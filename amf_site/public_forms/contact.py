"""The contact form: its fields, and what happens with a message."""

from typing import Any

from django import forms
from django.utils import translation
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from amf_site.languages import Language

from . import mails, notices
from .fields import AddressField, LineField, TextField, with_messages
from .forms import PublicForm
from .models import FormMail, Message
from .records import store
from .vocabulary import Topic


def choice(choices: Any, **options: Any) -> forms.ChoiceField:
    return forms.ChoiceField(
        choices=choices, **with_messages(options, required=_("Please choose"), invalid_choice=_("Please choose"))
    )


class ContactForm(PublicForm):
    """A message to the secretariat."""

    key = "contact"

    topic = choice([("", _("Please choose")), *Topic.choices], label=_("Subject"))
    message = TextField(label=_("Your message"), max_length=5000, rows=8)
    name = LineField(
        label=_("Your name (not required)"),
        max_length=100,
        required=False,
        widget=forms.TextInput({"autocomplete": "name", "dir": "auto"}),
    )
    email = AddressField(label=_("Your e-mail address"), help_text=_("We write to it only to answer you."))
    language = choice([], label=_("Language of the answer"))

    def __init__(self, data: Any, languages: list[Language]) -> None:
        super().__init__(data, initial={"language": get_language()})
        offered = [(language.code, language.own_name) for language in languages]
        self.fields["language"].choices = offered  # type: ignore[attr-defined]


def receive(form: PublicForm, announce_to: str) -> Message:
    """Store a message, then queue the notice to the secretariat and the confirmation to the sender."""
    said = form.cleaned_data
    message, is_new = store(
        Message,
        form.fingerprint,
        text=said["message"],
        **{field: said[field] for field in ("name", "email", "topic", "language")},
    )
    if is_new:
        if announce_to and mails.may_notify(form.key):
            notices.announce(message, announce_to)
        if mails.may_confirm(form.key, message.email):
            confirm(message, announce_to)
    return message


def confirm(message: Message, reply_to: str) -> None:
    """Tell the sender that the message has arrived. Repeat nothing that was typed: the address may be another's."""
    code = message.language
    with translation.override(code):
        subject = gettext("Your message to the Asian Mayors Forum: %(reference)s") % {"reference": message.reference}
        text = "\n\n".join(
            (
                gettext("Thank you for your message. It has reached the secretariat of the Asian Mayors Forum."),
                gettext("Its reference is %(reference)s. Please name it when you write about it again.")
                % {"reference": message.reference},
                gettext("If you have not written to us, someone has used your address. You need do nothing."),
                gettext("Permanent secretariat of the Asian Mayors Forum"),
            )
        )
    mail = FormMail(
        reference=message.reference,
        kind=FormMail.Kind.CONFIRMATION,
        recipient=message.email,
        reply_to=reply_to,
        subject=subject,
    )
    mails.create(mail, mails.paragraphs(code, text))

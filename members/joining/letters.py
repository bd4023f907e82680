"""Mail about an application: the secret address of the draft, the confirmation of what was sent, and the decision."""

from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import get_language, gettext

from amf_site.addresses import absolute
from amf_site.mail.backend import enqueue
from amf_site.public_forms import mails
from amf_site.public_forms.models import FormMail
from members.models.application import Application


def send_address(email: str, address: str) -> None:
    """Send the secret address of a draft. It is not kept as ``FormMail``, where staff could read it."""
    code = get_language() or ""
    subject = gettext("Your application to the Asian Mayors Forum: continue it")
    said = [
        (code, gettext("You can continue your application to join the Asian Mayors Forum at this address:")),
        ("", address),
        (code, gettext("Whoever has this address can read and change the draft.")),
        (code, gettext("If you have not written to us, someone has used your address. You need do nothing.")),
        (code, gettext("Permanent secretariat of the Asian Mayors Forum")),
    ]
    enqueue(mails.compose(subject, said, email))


def confirm(application: Application, receipt: str) -> None:
    """Tell the contact person that the application has arrived, and where its receipt is."""
    code = application.language
    with translation.override(code):
        text = "\n\n".join(
            (
                gettext("Thank you. The application has reached the secretariat of the Asian Mayors Forum."),
                gettext("Its reference is %(reference)s. Please name it when you write about it again.")
                % {"reference": application.reference},
                gettext("The receipt, also as PDF:") + "\n" + absolute(receipt),
                gettext("If you have not written to us, someone has used your address. You need do nothing."),
                gettext("Permanent secretariat of the Asian Mayors Forum"),
            )
        )
    mail = FormMail(
        reference=application.reference,
        kind=FormMail.Kind.CONFIRMATION,
        recipient=application.email,
        reply_to=settings.CONTACT_EMAIL,
        subject=subject_about(application),
    )
    mails.create(mail, mails.paragraphs(code, text))


def draft(application: Application) -> str:
    """Return the words with which a letter to the city begins: the decision, if there is one."""
    with translation.override(application.language):
        said = {
            Application.State.ACCEPTED: gettext("The Asian Mayors Forum has accepted your application %(reference)s."),
            Application.State.DECLINED: gettext(
                "The Asian Mayors Forum has not accepted your application %(reference)s."
            ),
            Application.State.WITHDRAWN: gettext("Your application %(reference)s has been withdrawn."),
        }
        undecided = gettext("Thank you. The application has reached the secretariat of the Asian Mayors Forum.")
        return "\n\n".join(
            (
                said.get(Application.State(application.state), undecided) % {"reference": application.reference},
                "…",
                gettext("Kind regards"),
                gettext("Permanent secretariat of the Asian Mayors Forum"),
            )
        )


def write(application: Application, text: str, author: Any) -> FormMail:
    """Store a letter of the secretariat and queue it."""
    mail = FormMail(
        reference=application.reference,
        kind=FormMail.Kind.REPLY,
        recipient=application.email,
        reply_to=settings.CONTACT_EMAIL,
        subject=subject_about(application),
        author=author,
    )
    mails.create(mail, mails.paragraphs(application.language, "\n".join(text.splitlines())))
    return mail


def subject_about(application: Application) -> str:
    with translation.override(application.language):
        return gettext("Your application to the Asian Mayors Forum: %(reference)s") % {
            "reference": application.reference
        }

"""The notice to the secretariat of a new application, in the languages of the admin."""

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext

from amf_site.addresses import absolute
from amf_site.cldr.names import territory_name
from amf_site.public_forms import mails
from amf_site.public_forms.models import FormMail
from members.models.application import Application


def announce(application: Application, recipient: str) -> None:
    """Say that there is an application, and where; what it says stays in the admin."""
    address = absolute(application.admin_url("edit", application.pk))
    said = []
    for code, _name in settings.WAGTAILADMIN_PERMITTED_LANGUAGES:
        with translation.override(code):
            lines = (
                (gettext("City"), application.name),
                (gettext("Country"), territory_name(application.country, code)),
                (gettext("To read it"), address),
            )
            said.append((code, "\n".join(f"{label}: {value}" for label, value in lines)))
    with translation.override(settings.LANGUAGE_CODE):
        subject = gettext("%(reference)s: application to join") % {"reference": application.reference}
    mail = FormMail(
        reference=application.reference, kind=FormMail.Kind.NOTICE, recipient=recipient, reply_to="", subject=subject
    )
    mails.create(mail, said)

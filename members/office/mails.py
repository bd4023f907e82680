"""Mail to a city's office, in its language, and to the secretariat."""

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext

from amf_site.addresses import absolute
from amf_site.mail.backend import enqueue
from amf_site.public_forms import mails
from amf_site.public_forms.models import FormMail

from .access import home_path, new_link
from .models import OfficeAddress, Proposal
from .vocabulary import State


def local_name(address: OfficeAddress) -> str:
    """Return the name of the city in the language of the address."""
    from .fields import public_page

    page = public_page(address.city, address.language)
    return page.title if page else address.city.name


def invite(address: OfficeAddress) -> None:
    with translation.override(address.language):
        text = gettext(
            "The secretariat of the Asian Mayors Forum invites you to keep the page of %(city)s up to date. You can "
            "propose facts, figures, words, pictures, news and projects; the secretariat looks at each before it is "
            "published."
        ) % {"city": local_name(address)}
    send_link(address, text)


def send_link(address: OfficeAddress, *before: str) -> None:
    """Send a new link. It is in this mail alone: the link is stored as a hash, and the mail leaves with the queue."""
    code = address.language
    with translation.override(code):
        subject = gettext("The office of %(city)s at the Asian Mayors Forum") % {"city": local_name(address)}
        paragraphs = (
            *before,
            gettext("This link opens the office once, within the next 30 minutes:"),
            new_link(address),
            gettext("Later you can ask for a new link here:"),
            absolute(home_path(code)),
            gettext("If you have not expected this mail, you need do nothing."),
            gettext("Permanent secretariat of the Asian Mayors Forum"),
        )
    enqueue(mails.compose(subject, [(code, text) for text in paragraphs], address.email))


def remind(address: OfficeAddress) -> None:
    code = address.language
    with translation.override(code):
        subject = gettext("Is the page of %(city)s still right?") % {"city": local_name(address)}
        paragraphs = (
            gettext(
                "Nobody has checked the page of %(city)s for a year. Please look through it, and propose what has "
                "changed."
            )
            % {"city": local_name(address)},
            gettext("You can ask for a link to your office here:"),
            absolute(home_path(code)),
            gettext("Permanent secretariat of the Asian Mayors Forum"),
        )
    enqueue(mails.compose(subject, [(code, text) for text in paragraphs], address.email))


def announce(proposal: Proposal, address: str) -> None:
    """Tell the secretariat of a proposal. What was proposed is to be seen in the admin."""
    if not settings.CONTACT_EMAIL or not mails.may_notify("office"):
        return
    mail = FormMail(
        reference=proposal.reference,
        kind=FormMail.Kind.NOTICE,
        recipient=settings.CONTACT_EMAIL,
        reply_to=proposal.email,
        subject=f"{proposal.reference}: {proposal.city.name}",
    )
    mails.create(mail, [("", f"{proposal.city.name}: {', '.join(proposal.kinds)}"), ("", absolute(address))])


def answer(proposal: Proposal) -> None:
    """Tell the office what became of a proposal, once each of its changes is decided."""
    if not proposal.email:
        return
    code = proposal.language
    with translation.override(code):
        subject = gettext("Your proposal to the Asian Mayors Forum: %(reference)s") % {"reference": proposal.reference}
        said = [(code, gettext("The secretariat has looked at your proposal. Thank you for it."))]
        for change in proposal.changes.all():
            said.append((code, f"{change.label}: {State(change.state).label}"))
            if change.word:
                said.append(("", change.word))
        said.append((code, gettext("Permanent secretariat of the Asian Mayors Forum")))
    mail = FormMail(
        reference=proposal.reference,
        kind=FormMail.Kind.REPLY,
        recipient=proposal.email,
        reply_to=settings.CONTACT_EMAIL,
        subject=subject,
    )
    mails.create(mail, said)

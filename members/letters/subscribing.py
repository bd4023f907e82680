"""How a reader subscribes, confirms that the address is hers, and leaves.

Nothing that is answered or sent to a stranger depends on whether the address is subscribed: asking looks only at what
was asked. A subscriber who asks again gets the same mail, and by confirming it, the language that she has chosen now.
"""

import hashlib
import secrets
from contextlib import suppress
from datetime import timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from amf_site.languages import Language
from amf_site.mail.addresses import decoded_domain
from amf_site.public_forms import mails
from amf_site.public_forms.contact import choice
from amf_site.public_forms.fields import AddressField
from amf_site.public_forms.forms import PublicForm
from members.models.letter import Delivery, Subscriber, SubscriptionRequest

from .mail import send_confirmation

#: How long a subscription can be confirmed, and how often it can be asked for until then.
OPEN_FOR = timedelta(days=7)
MOST_OPEN = 5


class SubscriptionForm(PublicForm):
    """The wish to get letters in a language."""

    key = "letters"

    email = AddressField(label=_("Your e-mail address"))
    language = choice([], label=_("Language of the letters"))

    def __init__(self, data: Any, languages: list[Language]) -> None:
        super().__init__(data, initial={"language": get_language()})
        offered = [(row.code, row.own_name) for row in languages]
        self.fields["language"].choices = offered  # type: ignore[attr-defined]


def canonical(email: str) -> str:
    """Return the one form of an address in which it is stored, whatever the case and the encoding of its domain."""
    local, _at, domain = email.lower().rpartition("@")
    with suppress(UnicodeError):  # such a domain is refused by the form
        domain = decoded_domain(domain)
    return f"{local}@{domain}"


def hash_of(secret: str) -> str:
    return hashlib.sha256(secret.encode(errors="replace")).hexdigest()


def open_requests(email: str) -> Any:
    return SubscriptionRequest.objects.filter(email=email, received_at__gte=timezone.now() - OPEN_FOR)


@transaction.atomic
def ask(form: PublicForm) -> bool:
    """Send a mail with a link that confirms, unless the address has got too many of them.

    Return ``False`` if the form may send no more mail now, to whomever.
    """
    if not mails.may_mail(form.key):
        return False
    email, secret = canonical(form.cleaned_data["email"]), secrets.token_urlsafe(32)
    if open_requests(email).count() >= MOST_OPEN or not mails.may_mail_to(form.key, email):
        return True
    asked = SubscriptionRequest(
        email=email, language=form.cleaned_data["language"], key=hash_of(secret), fingerprint=form.fingerprint
    )
    try:
        with transaction.atomic():
            asked.save()
    except IntegrityError:  # the same form was sent at this moment
        return True
    asked.queued = send_confirmation(asked, secret)
    asked.save(update_fields=["queued"])
    return True


def is_open(secret: str) -> bool:
    """Whether a link can confirm a subscription."""
    return _request_of(secret).exists()


def _request_of(secret: str) -> Any:
    return SubscriptionRequest.objects.filter(key=hash_of(secret), received_at__gte=timezone.now() - OPEN_FOR)


@transaction.atomic
def confirm(secret: str) -> bool:
    """Subscribe the reader, and return whether the link was good. It works once."""
    asked = _request_of(secret).select_for_update().first()
    if asked is None:
        return False
    Subscriber.objects.update_or_create(
        email=asked.email, defaults={"language": asked.language, "confirmed_at": timezone.now()}
    )
    for request in SubscriptionRequest.objects.filter(email=asked.email):
        request.delete()
    return True


def is_link_to_leave(secret: str) -> bool:
    return Delivery.objects.filter(key=hash_of(secret)).exists()


@transaction.atomic
def leave(secret: str) -> bool:
    """Delete the subscription with which a letter came, and return whether its link was good, now or before."""
    delivery = Delivery.objects.filter(key=hash_of(secret)).first()
    if delivery is None:
        return False
    subscriber = Subscriber.objects.filter(deliveries=delivery).first()
    if subscriber:
        for request in SubscriptionRequest.objects.filter(email=subscriber.email):
            request.delete()
        subscriber.delete()
    return True

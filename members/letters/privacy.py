"""What is stored about readers of letters, for the privacy page, and how nothing of it outlives its time."""

from typing import Any

from django.db.models import QuerySet
from django.db.models.signals import pre_delete
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from amf_site.mail.models import QueuedMail
from amf_site.public_forms.retention import Retention
from members.models import Subscriber, SubscriptionRequest

from .subscribing import OPEN_FOR, canonical


class LettersRetention(Retention):
    """Subscriptions end with their readers' wish; only those that nobody confirms end by themselves."""

    def expired(self) -> QuerySet:
        return SubscriptionRequest.objects.filter(received_at__lt=timezone.now() - OPEN_FOR)

    def of(self, email: str) -> list[Any]:
        address = canonical(email)
        return [*Subscriber.objects.filter(email=address), *SubscriptionRequest.objects.filter(email=address)]


LETTERS = LettersRetention(
    model=Subscriber,
    label=_("Letters"),
    asked=_("Your e-mail address and the language of the letters."),
    why=_("To send you the letters."),
    kept=_("your unsubscribing, at once; seven days if you do not confirm"),
)


def take_back_mail(instance: Any, **kwargs: Any) -> None:
    """Take what still waits for a reader out of the mail queue: it has her address, too."""
    mails = [instance.queued_id] if isinstance(instance, SubscriptionRequest) else _letters_to(instance)
    QueuedMail.objects.filter(pk__in=[pk for pk in mails if pk]).delete()


def _letters_to(subscriber: Subscriber) -> list[int]:
    return list(subscriber.deliveries.exclude(queued=None).values_list("queued", flat=True))


def connect() -> None:
    for model in (SubscriptionRequest, Subscriber):
        pre_delete.connect(take_back_mail, sender=model)

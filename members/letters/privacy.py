"""What is stored about readers of letters, for the privacy page, and how nothing of it outlives its time."""

from typing import Any

from django.db.models import QuerySet
from django.db.models.signals import pre_delete
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from amf_site.mail.models import QueuedMail
from amf_site.public_forms.retention import Retention
from members.models import Delivery, Subscriber, SubscriptionRequest

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


def take_back_confirmation(instance: SubscriptionRequest, **kwargs: Any) -> None:
    """Take the mail with the link out of the mail queue: it has the address, too."""
    if instance.queued_id:
        QueuedMail.objects.filter(pk=instance.queued_id).delete()


def take_back_letters(instance: Subscriber, **kwargs: Any) -> None:
    """Take what still waits for a reader out of the mail queue.

    A worker that queues a letter to her at this moment has locked the subscription: wait for it. The next one finds no
    subscription.
    """
    Subscriber.objects.select_for_update().filter(pk=instance.pk).first()
    queued = instance.deliveries.exclude(queued=None)
    mails = list(queued.values_list("queued", flat=True))
    queued.filter(outcome=Delivery.Outcome.QUEUED).update(outcome=Delivery.Outcome.LEFT)
    QueuedMail.objects.filter(pk__in=mails).delete()


def connect() -> None:
    pre_delete.connect(take_back_confirmation, sender=SubscriptionRequest)
    pre_delete.connect(take_back_letters, sender=Subscriber)

"""Send a letter to everybody who had subscribed when it was started, each once.

Whoever gets it is fixed at the start, one ``Delivery`` each. A worker claims one, and queues the mail, in the same
transaction: if it dies, the letter is either in the mail queue or still waiting, and another worker goes on.
"""

import secrets
from typing import Any

from django.db import transaction
from django.utils import timezone

from amf_site.mail.models import QueuedMail
from members.models import Delivery, Letter, Subscriber
from members.tasks import send_letters

from .composing import Edition, edition
from .mail import send_letter, write_anew
from .subscribing import hash_of

#: After so many mails, a letter looks again at what is still public, and other tasks have their turn.
BATCH = 50


@transaction.atomic
def start(letter: Letter) -> bool:
    """Fix who gets a letter, and let the worker send it. Return ``False`` if that was done before."""
    if not Letter.objects.filter(pk=letter.pk, started_at=None).update(started_at=timezone.now()):
        return False
    readers = Subscriber.objects.values_list("pk", "language").order_by("pk")
    Delivery.objects.bulk_create(
        [Delivery(letter_id=letter.pk, subscriber_id=pk, language=code) for pk, code in readers],
        ignore_conflicts=True,
        batch_size=500,
    )
    transaction.on_commit(send_letters.enqueue)
    return True


def send_due() -> int:
    """Settle all deliveries of letters that were started, and return how many."""
    count = 0
    while settled := send_some():
        count += settled
    return count


def send_some() -> int:
    """Settle the next deliveries of one letter, at most ``BATCH``, and return how many."""
    waiting = Delivery.objects.filter(outcome=Delivery.Outcome.WAITING, letter__isnull=False).order_by("letter", "pk")
    first = waiting.select_related("letter").first()
    if first is None or first.letter is None:
        return 0
    letter = first.letter
    batch = list(waiting.filter(letter=letter)[:BATCH])
    editions: dict[str, Edition] = {}
    for delivery in batch:
        queue(delivery, letter, editions)
    # Whoever withdrew a page in the meantime could not know of the mails that were queued after that.
    if any(edition(letter, code) != said for code, said in editions.items()):
        take_back()
    return len(batch)


@transaction.atomic
def queue(delivery: Delivery, letter: Letter, editions: dict[str, Edition]) -> bool:
    """Claim a delivery and queue its mail. Return ``False`` if there is none: she has left, or gets nothing."""
    # Lock the subscription, which she may end at this moment.
    subscriber = Subscriber.objects.select_for_update().filter(deliveries=delivery).first()
    code = subscriber.language if subscriber else delivery.language
    if code not in editions:
        editions[code] = edition(letter, code)
    outcome = Delivery.Outcome.QUEUED
    if subscriber is None:
        outcome = Delivery.Outcome.LEFT
    elif editions[code].is_empty:
        outcome = Delivery.Outcome.EMPTY
    claimed = Delivery.objects.filter(pk=delivery.pk, outcome=Delivery.Outcome.WAITING)
    if not claimed.update(outcome=outcome, language=code) or outcome != Delivery.Outcome.QUEUED or not subscriber:
        return False
    secret = secrets.token_urlsafe(32)
    queued = send_letter(editions[code], subscriber, secret)
    Delivery.objects.filter(pk=delivery.pk).update(key=hash_of(secret), queued=queued)
    return True


@transaction.atomic
def take_back() -> int:
    """Take all letters out of the mail queue that no server has been offered, and let them be written anew.

    Return how many. What was tried before stays until it is tried again: the server may be taking it at this moment.
    """
    offered = Delivery.objects.select_for_update().filter(outcome=Delivery.Outcome.QUEUED, queued__attempts=0)
    mails = list(offered.values_list("queued", flat=True))
    if mails:
        Delivery.objects.filter(queued__in=mails).update(outcome=Delivery.Outcome.WAITING, key="")
        QueuedMail.objects.filter(pk__in=mails).delete()
        transaction.on_commit(send_letters.enqueue)
    return len(mails)


@transaction.atomic
def look_again(mail: QueuedMail, **kwargs: Any) -> None:
    """Let a letter that is tried again say what is public now, or take it back if that is nothing."""
    delivery = Delivery.objects.filter(queued=mail).select_related("letter").first()
    if delivery is None:
        return
    subscriber = Subscriber.objects.select_for_update().filter(deliveries=delivery).first()
    said = edition(delivery.letter, subscriber.language) if delivery.letter and subscriber else None
    if subscriber and said and not said.is_empty:
        write_anew(mail, said, subscriber)
    else:
        queued = Delivery.objects.filter(pk=delivery.pk, outcome=Delivery.Outcome.QUEUED)  # she may just have left
        queued.update(outcome=Delivery.Outcome.EMPTY)
        mail.delete()

"""Send a letter to everybody who had subscribed when it was started, each once.

Whoever gets it is fixed at the start, one ``Delivery`` each. A worker claims one, and queues the mail, in the same
transaction: if it dies, the letter is either in the mail queue or still waiting, and another worker goes on.
"""

import secrets
from functools import partial

from django.db import transaction
from django.utils import timezone

from members.models import Delivery, Letter, Subscriber
from members.tasks import send_letters

from .composing import Edition, edition
from .mail import letters_page, send_letter
from .subscribing import hash_of

#: After so many mails, a letter looks again at what is still public.
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
    transaction.on_commit(partial(send_letters.enqueue))
    return True


def send_due() -> int:
    """Queue all mails of letters that were started, and return how many."""
    return sum(send(letter) for letter in Letter.objects.filter(deliveries__outcome="waiting").distinct())


def send(letter: Letter) -> int:
    waiting = letter.deliveries.filter(outcome=Delivery.Outcome.WAITING).order_by("pk")
    count = 0
    while batch := list(waiting[:BATCH]):
        editions: dict[str, Edition] = {}
        for delivery in batch:
            count += queue(delivery, letter, editions)
    return count


@transaction.atomic
def queue(delivery: Delivery, letter: Letter, editions: dict[str, Edition]) -> bool:
    """Claim a delivery and queue its mail. Return ``False`` if there is none: she has left, or gets nothing."""
    # Lock the subscription, which she may end at this moment.
    subscriber = Subscriber.objects.select_for_update().filter(pk=delivery.subscriber_id).first()
    code = subscriber.language if subscriber else delivery.language
    if code not in editions:
        editions[code] = edition(letter, code)
    page = letters_page(code)
    outcome = Delivery.Outcome.QUEUED
    if subscriber is None:
        outcome = Delivery.Outcome.LEFT
    elif editions[code].is_empty or page is None:
        outcome = Delivery.Outcome.EMPTY
    claimed = Delivery.objects.filter(pk=delivery.pk, outcome=Delivery.Outcome.WAITING)
    if not claimed.update(outcome=outcome, language=code) or subscriber is None or page is None:
        return False
    if outcome != Delivery.Outcome.QUEUED:
        return False
    secret = secrets.token_urlsafe(32)
    queued = send_letter(editions[code], subscriber, page, secret)
    Delivery.objects.filter(pk=delivery.pk).update(key=hash_of(secret), queued=queued)
    return True

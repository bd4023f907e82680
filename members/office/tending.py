"""What is done for the offices once a day: reminders, and the deletion of what is over."""

from datetime import timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from members.checking import CHECKED_WITHIN

from . import access, mails
from .models import OfficeAddress


def tend() -> int:
    """Remind the offices of cities that nobody has checked for a year, and return how many mails this made."""
    access.delete_outdated()
    limit = timezone.localdate() - CHECKED_WITHIN
    waiting = OfficeAddress.objects.filter(
        Q(city__checked_on=None) | Q(city__checked_on__lt=limit),
        Q(reminded_on=None) | Q(reminded_on__lt=limit),
        ended_at=None,
        # An invitation asks for the same.
        invited_at__date__lt=timezone.localdate() - timedelta(days=30),
    )
    return sum(_remind(key) for key in waiting.values_list("pk", flat=True))


@transaction.atomic
def _remind(key: int) -> bool:
    """Remind once: the day and the mail are stored together, or neither is."""
    today = timezone.localdate()
    rows = OfficeAddress.objects.filter(Q(reminded_on=None) | Q(reminded_on__lt=today - CHECKED_WITHIN), pk=key)
    if not rows.update(reminded_on=today):
        return False
    mails.remind(OfficeAddress.objects.select_related("city").get(pk=key))
    return True

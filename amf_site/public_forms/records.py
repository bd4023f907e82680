"""Store what was sent, once, with a reference that no other submission has."""

import secrets
from typing import Any, TypeVar

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from .models import ReferenceCounter, Submission

Sent = TypeVar("Sent", bound=Submission)


def next_reference() -> str:
    """Return a new reference. Call this within the transaction that stores the submission.

    The update locks the row of the year until the transaction ends, so two submissions never get the same number.
    """
    year = timezone.localdate().year
    ReferenceCounter.objects.get_or_create(year=year)
    ReferenceCounter.objects.filter(year=year).update(last=F("last") + 1)
    return f"AMF-{year}-{ReferenceCounter.objects.get(year=year).last:04}"


def store(model: type[Sent], fingerprint: str, **fields: Any) -> tuple[Sent, bool]:
    """Return the submission, and whether it is new: of a form that is sent twice at once, only the first is stored."""
    try:
        with transaction.atomic():
            return model._default_manager.create(
                reference=next_reference(), key=secrets.token_urlsafe(32), fingerprint=fingerprint, **fields
            ), True
    except IntegrityError:
        return model._default_manager.get(fingerprint=fingerprint), False

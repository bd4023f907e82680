"""What each public form asks, why, and how long it is kept: the privacy page shows this, and deletion follows it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Model, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .models import Message


@dataclass(frozen=True)
class Retention:
    """One public form. Everything that it stores is deleted after ``months``."""

    model: type[Model]
    label: Any
    asked: Any
    why: Any
    months: int = 0
    #: In place of ``months``, until when it is kept.
    kept: Any = ""

    def ends(self, now: datetime | None = None) -> datetime:
        """Return the time before which everything is deleted that was received."""
        return (now or timezone.now()) - timedelta(days=365 * self.months / 12)

    def expired(self) -> QuerySet:
        """Return what has been kept long enough."""
        return self.model._default_manager.filter(received_at__lt=self.ends())

    def of(self, email: str) -> list[Any]:
        """Return all that is stored about an address."""
        return list(self.model._default_manager.filter(email__iexact=email))


#: Apps add their own with ``append`` when they are ready.
FORMS = [
    Retention(
        model=Message,
        label=_("Contact form"),
        asked=_(
            "Your e-mail address, your message, its subject, the language of the answer and, if you like, your name."
        ),
        why=_("To answer you."),
        months=12,
    ),
]


def delete_expired() -> int:
    """Delete what has been kept long enough, with its mail, and return how many rows."""
    count = 0
    for form in FORMS:
        for sent in form.expired():
            sent.delete()
            count += 1
    return count

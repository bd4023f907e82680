"""What is asked of people, why, and how long it is kept: the privacy page shows this, and deletion follows it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Model, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from .models import Message


@dataclass(frozen=True)
class Retention:
    """Records with an e-mail address. They are deleted ``months`` after the time in their field ``since``.

    The model has the fields ``email`` and ``since``; a subclass says otherwise. Without ``months``, ``kept`` says until
    when they are kept, and nothing expires by itself.
    """

    model: type[Model]
    label: Any
    asked: Any
    why: Any
    months: int = 0
    since: str = "received_at"
    kept: Any = ""

    def ends(self, now: datetime | None = None) -> datetime:
        """Return the time before which everything is deleted."""
        return (now or timezone.now()) - timedelta(days=365 * self.months / 12)

    def expired(self) -> QuerySet:
        """Return what has been kept long enough."""
        records = self.model._default_manager
        return records.filter(**{f"{self.since}__lt": self.ends()}) if self.months else records.none()

    def of(self, email: str) -> Iterable[Any]:
        """Return all that is stored about an address."""
        return self.model._default_manager.filter(email__iexact=email)


CONTACT = Retention(
    model=Message,
    label=_("Contact form"),
    asked=_("Your e-mail address, your message, its subject, the language of the answer and, if you like, your name."),
    why=_("To answer you."),
    months=12,
)


def retentions() -> list[Retention]:
    """Return that of the contact form, and those that apps return in their hooks ``retentions``."""
    return [CONTACT, *(retention for hook in hooks.get_hooks("retentions") for retention in hook())]


def delete_expired() -> int:
    """Delete what has been kept long enough, with its mail, and return how many records."""
    count = 0
    for retention in retentions():
        for record in retention.expired():
            record.delete()
            count += 1
    return count

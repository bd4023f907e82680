"""What each public form asks, why, and how long it is kept: the privacy page shows this, and deletion follows it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .models import Message, Submission


@dataclass(frozen=True)
class Retention:
    """One public form. Everything that it stores is deleted ``months`` after the time in the field ``since``."""

    model: type[Submission]
    label: Any
    asked: Any
    why: Any
    months: int
    since: str = "received_at"

    def ends(self, now: datetime | None = None) -> datetime:
        """Return the time before which everything is deleted."""
        return (now or timezone.now()) - timedelta(days=365 * self.months / 12)


#: Apps that have public forms add theirs when they are ready.
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
    """Delete what has been kept long enough, with its mail, and return how many submissions."""
    count = 0
    for form in FORMS:
        for sent in form.model._default_manager.filter(**{f"{form.since}__lt": form.ends()}):
            sent.delete()
            count += 1
    return count

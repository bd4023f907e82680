"""What each public form asks, why, and how long it is kept: the privacy page shows this, and deletion follows it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from .models import Message, Submission


@dataclass(frozen=True)
class Retention:
    """One public form. Everything that it stores is deleted after ``months``."""

    model: type[Submission]
    label: Any
    asked: Any
    why: Any
    months: int

    def ends(self, now: datetime | None = None) -> datetime:
        """Return the time before which everything is deleted that was received."""
        return (now or timezone.now()) - timedelta(days=365 * self.months / 12)


CONTACT = Retention(
    model=Message,
    label=_("Contact form"),
    asked=_("Your e-mail address, your message, its subject, the language of the answer and, if you like, your name."),
    why=_("To answer you."),
    months=12,
)


def public_forms() -> list[Retention]:
    """Return the contact form, and the forms that apps name with the hook ``public_forms``."""
    return [CONTACT, *(hook() for hook in hooks.get_hooks("public_forms"))]


def delete_expired() -> int:
    """Delete what has been kept long enough, with its mail, and return how many submissions."""
    count = 0
    for form in public_forms():
        for sent in form.model._default_manager.filter(received_at__lt=form.ends()):
            sent.delete()
            count += 1
    return count

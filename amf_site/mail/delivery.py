"""Deliver queued mail, oldest first, and what goes to many readers last.

Each is tried until it is accepted, rejected permanently or too old.
"""

import logging
from contextlib import suppress
from datetime import timedelta
from smtplib import SMTPDataError, SMTPRecipientsRefused, SMTPResponseException
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db import transaction
from django.db.models import F
from django.dispatch import Signal
from django.utils import timezone
from django_tasks import task
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult, get_date_max

from .models import QueuedMail

logger = logging.getLogger(__name__)

#: Sent with a ``mail`` that is about to be tried again. A receiver may change its content or delete it.
before_retry = Signal()
#: Sent with the ``mail`` that was given up. It stays in the queue for ``REPORT_KEPT``.
given_up = Signal()

#: The wait after the first failed attempt, which doubles with each further one, and its maximum.
PAUSE, LONGEST_PAUSE = timedelta(seconds=30), timedelta(hours=1)
#: How long a mail is reserved for the worker that tries it. If the worker dies, it is tried again after this time.
CLAIMED = timedelta(minutes=2)
#: How many of the next mails to try to claim: other workers may claim some of them at the same moment.
MOST_WORKERS = 8
#: Mail that is older is given up; a link to reset a password has expired by then too.
LONGEST_WAIT = timedelta(days=3)
#: How long mail that was given up is kept for inspection.
REPORT_KEPT = timedelta(days=30)


class QueuedMessage(EmailMessage):
    """Adapter of a queued message for Django's backends, which sends the stored bytes unchanged."""

    def __init__(self, mail: QueuedMail) -> None:
        super().__init__(from_email=mail.sender, to=mail.recipients)
        self.content = bytes(mail.content)

    def message(self, **options: Any) -> Any:
        return self

    def as_bytes(self, unixfrom: bool = False, linesep: str = "\n") -> bytes:
        return self.content.replace(b"\n", linesep.encode())

    def get_charset(self) -> None:
        """Return ``None``, which the console backend treats as UTF-8."""


@task()
def deliver() -> None:
    deliver_due()
    if settings.HAS_WORKER:
        _plan_next_delivery()


def start_delivery() -> None:
    """Enqueue a delivery, unless there is one that has not started yet and will find the new mail."""
    if not DBTaskResult.objects.ready().filter(task_path=deliver.module_path).exists():
        deliver.enqueue()


def deliver_due() -> None:
    """Send all mail that is due, but stop at the first error that concerns the server rather than one message."""
    QueuedMail.objects.filter(due_at=None, created_at__lt=timezone.now() - REPORT_KEPT).delete()
    connection = get_connection(settings.MAIL_TRANSPORT)
    try:
        while mail := _claim():
            if mail.attempts > 1:
                before_retry.send(QueuedMail, mail=mail)
                if mail.pk is None:
                    continue
            try:
                connection.open()
                connection.send_messages([QueuedMessage(mail)])
            except (OSError, ValueError) as fault:  # smtplib's errors are OSErrors; a bad address is a ValueError
                _put_back(mail, fault)
                if not _is_about_one_mail(fault):
                    break
            else:
                mail.delete()
    finally:
        with suppress(OSError):
            connection.close()


def _claim() -> QueuedMail | None:
    """Reserve and return the next mail that is due, safely with concurrent workers."""
    now = timezone.now()
    for mail in QueuedMail.objects.filter(due_at__lte=now).order_by("is_bulk", "pk")[:MOST_WORKERS]:
        if QueuedMail.objects.filter(pk=mail.pk, due_at=mail.due_at).update(
            due_at=now + CLAIMED, attempts=F("attempts") + 1
        ):
            mail.attempts += 1
            return mail
    return None


def _put_back(mail: QueuedMail, fault: Exception) -> None:
    now = timezone.now()
    is_last = _is_final(fault) or mail.created_at < now - LONGEST_WAIT
    pause = min(PAUSE * 2 ** min(mail.attempts - 1, 10), LONGEST_PAUSE) if _is_about_one_mail(fault) else PAUSE
    due_at, error = None if is_last else now + pause, f"{type(fault).__name__}: {fault}"
    with transaction.atomic():
        # Nothing is left to put back if the mail was deleted during the attempt, as when its recipient has left.
        if QueuedMail.objects.filter(pk=mail.pk).update(due_at=due_at, error=error) and is_last:
            given_up.send(QueuedMail, mail=mail)
    # Do not log the server's message: it contains addresses.
    logger.log(
        logging.ERROR if is_last else logging.WARNING,
        "%s was %s: %s",
        mail,
        "given up" if is_last else "not delivered and is tried again",
        type(fault).__name__,
    )


def _is_about_one_mail(fault: Exception) -> bool:
    """Return whether the error concerns this message only, so that others may be accepted."""
    return isinstance(fault, (SMTPRecipientsRefused, SMTPDataError, ValueError))


def _is_final(fault: Exception) -> bool:
    """Return whether the message would be rejected again (5xx in RFC 5321)."""
    if isinstance(fault, SMTPRecipientsRefused):
        return all(code >= 500 for code, _ in fault.recipients.values())
    if isinstance(fault, SMTPResponseException):
        return isinstance(fault, SMTPDataError) and fault.smtp_code >= 500
    return isinstance(fault, ValueError)


def _plan_next_delivery() -> None:
    """Schedule a delivery for when the next mail is due, unless one is scheduled already."""
    planned = DBTaskResult.objects.filter(
        task_path=deliver.module_path, status=TaskResultStatus.READY, run_after__lt=get_date_max()
    )
    next_due = QueuedMail.objects.exclude(due_at=None).order_by("due_at").values_list("due_at", flat=True).first()
    if next_due and not planned.exists():
        deliver.using(run_after=next_due).enqueue()

"""From the queue to the mail server: oldest first, each until it is taken, refused for good or too old."""

import logging
from contextlib import suppress
from datetime import timedelta
from smtplib import SMTPDataError, SMTPRecipientsRefused, SMTPResponseException
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db.models import F
from django.utils import timezone
from django_tasks import task
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult, get_date_max

from .models import QueuedMail

logger = logging.getLogger(__name__)

#: How long a mail waits after its first failure; after each further one it waits twice as long, up to an hour.
PAUSE, LONGEST_PAUSE = timedelta(seconds=30), timedelta(hours=1)
#: While it is tried nobody else takes it up. Its worker may die, and then it is tried again after this.
CLAIMED = timedelta(minutes=2)
#: So many of the oldest may be in the hands of others at the same moment.
MOST_WORKERS = 8
#: After so long it is no longer news: a link for a new password is void then too.
LONGEST_WAIT = timedelta(days=3)
#: What was given up is kept for so long, for whoever asks.
REPORT_KEPT = timedelta(days=30)


class QueuedMessage(EmailMessage):
    """A message of the queue in the form that Django's back ends want; its content goes out as it was queued."""

    def __init__(self, mail: QueuedMail) -> None:
        super().__init__(from_email=mail.sender, to=mail.recipients)
        self.content = bytes(mail.content)

    def message(self, **options: Any) -> Any:
        return self

    def as_bytes(self, unixfrom: bool = False, linesep: str = "\n") -> bytes:
        return self.content.replace(b"\n", linesep.encode())

    def get_charset(self) -> None:
        """The console's back end asks; None is UTF-8 to it."""


@task()
def deliver() -> None:
    deliver_due()
    if settings.HAS_WORKER:
        _plan_next_delivery()


def start_delivery() -> None:
    """Let the worker deliver what is queued. A delivery that has not begun yet will find it too."""
    if not DBTaskResult.objects.ready().filter(task_path=deliver.module_path).exists():
        deliver.enqueue()


def deliver_due() -> None:
    """Give the mail server what is due; end at the first sign that it does not answer, it would not to the next."""
    QueuedMail.objects.filter(due_at=None, created_at__lt=timezone.now() - REPORT_KEPT).delete()
    connection = get_connection(settings.MAIL_TRANSPORT)
    try:
        while mail := _claim():
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
    """The oldest mail that is due, for us alone, whatever other workers do."""
    now = timezone.now()
    for mail in QueuedMail.objects.filter(due_at__lte=now).order_by("pk")[:MOST_WORKERS]:
        if QueuedMail.objects.filter(pk=mail.pk, due_at=mail.due_at).update(
            due_at=now + CLAIMED, attempts=F("attempts") + 1
        ):
            mail.attempts += 1
            return mail
    return None


def _put_back(mail: QueuedMail, fault: Exception) -> None:
    now = timezone.now()
    given_up = _is_final(fault) or mail.created_at < now - LONGEST_WAIT
    pause = min(PAUSE * 2 ** min(mail.attempts - 1, 10), LONGEST_PAUSE) if _is_about_one_mail(fault) else PAUSE
    mail.due_at = None if given_up else now + pause
    mail.error = f"{type(fault).__name__}: {fault}"
    mail.save(update_fields=["due_at", "error"])
    # Without the server's words: they name people.
    logger.log(
        logging.ERROR if given_up else logging.WARNING,
        "%s was %s: %s",
        mail,
        "given up" if given_up else "not delivered and is tried again",
        type(fault).__name__,
    )


def _is_about_one_mail(fault: Exception) -> bool:
    """Whether the server answered, and to this mail: others may go through."""
    return isinstance(fault, (SMTPRecipientsRefused, SMTPDataError, ValueError))


def _is_final(fault: Exception) -> bool:
    """Whether the same mail would be refused again (a 5xx of RFC 5321)."""
    if isinstance(fault, SMTPRecipientsRefused):
        return all(code >= 500 for code, _ in fault.recipients.values())
    if isinstance(fault, SMTPResponseException):
        return isinstance(fault, SMTPDataError) and fault.smtp_code >= 500
    return isinstance(fault, ValueError)


def _plan_next_delivery() -> None:
    """A delivery for the moment when something is due again, unless one is planned."""
    planned = DBTaskResult.objects.filter(
        task_path=deliver.module_path, status=TaskResultStatus.READY, run_after__lt=get_date_max()
    )
    next_due = QueuedMail.objects.exclude(due_at=None).order_by("due_at").values_list("due_at", flat=True).first()
    if next_due and not planned.exists():
        deliver.using(run_after=next_due).enqueue()

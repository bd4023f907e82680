"""Background jobs: the worker processes items one by one, and can be killed at any moment.

Each item and its line in the report are one transaction. An interrupted job is resumed where it stopped by ``manage.py
resume_jobs``, which the scheduler runs, or by a user.
"""

import logging
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django_tasks import task

from ..exchange import export, importing
from ..exchange.document import ExchangeError
from ..machine import translating
from ..machine.service import MachineError
from ..models import Job, JobLine
from . import publishing, submission
from .publishing import NotReadyError
from .submission import CannotSubmitError

logger = logging.getLogger(__name__)

#: A running job without progress for this long has lost its worker.
STALLED = timedelta(minutes=2)

#: Processes one item; returns a message for the report, or the whole report line as a dictionary.
Step = Callable[[Job, Any], str | dict[str, Any]]


def step_of(kind: str) -> Step:
    """Return the function that processes an item of a kind of job."""
    match kind:
        case Job.Kind.SUBMIT | Job.Kind.OPEN:
            return submission.submit_item
        case Job.Kind.PUBLISH:
            return publishing.publish_item
        case Job.Kind.MACHINE:
            return translating.machine_item
        case Job.Kind.EXPORT:
            return export.export_item
        case Job.Kind.IMPORT:
            return importing.import_item
    raise ValueError(f"no step for {kind}")


def start(kind: str, user: Any, items: list[Any], options: dict[str, Any] | None = None) -> Job:
    """Create a job and enqueue it when the current transaction is committed."""
    job = Job.objects.create(kind=kind, user=user, items=items, options=options or {})
    transaction.on_commit(lambda: run_job.enqueue(job.pk))
    return job


@task()
def run_job(job_id: int) -> None:
    run(job_id)


def run(job_id: int) -> None:
    """Process the remaining items of a job. Two workers with the same job take turns and repeat no item."""
    while run_next_item(job_id):
        pass


@transaction.atomic
def run_next_item(job_id: int) -> bool:
    """Process one item. Return whether the job may have more."""
    job = Job.objects.select_for_update().get(pk=job_id)
    if job.has_ended:
        return False
    if job.done >= len(job.items):
        job.state = Job.State.DONE
        job.save(update_fields=["state", "changed_at"])
        return False
    item = job.items[job.done]
    try:
        with transaction.atomic():
            found = step_of(job.kind)(job, item)
        line = {"outcome": "done", **(found if isinstance(found, dict) else {"message": found})}
    except (
        CannotSubmitError,
        ExchangeError,
        MachineError,
        NotReadyError,
        ObjectDoesNotExist,
        ValidationError,
    ) as error:
        line = {"outcome": "failed", "message": str(error)}
    except Exception:  # one item must not stop the others; the traceback is logged
        logger.exception("item %s of job %s", item, job_id)
        line = {"outcome": "failed", "message": _("An error happened; the log of the site tells more.")}
    JobLine.objects.create(job=job, line={"item": item, **line})
    job.done += 1
    job.state = Job.State.RUNNING
    job.save(update_fields=["done", "state", "changed_at"])
    return True


def resume(job: Job) -> None:
    """Enqueue a job again."""
    Job.objects.filter(pk=job.pk).update(changed_at=timezone.now())
    run_job.enqueue(job.pk)


def stalled() -> QuerySet[Job]:
    """Return the jobs that have lost their worker."""
    return Job.objects.exclude(state=Job.State.DONE).filter(changed_at__lt=timezone.now() - STALLED)


def resume_stalled() -> int:
    """Enqueue stalled jobs again. Return how many."""
    jobs = list(stalled())
    for job in jobs:
        resume(job)
    return len(jobs)

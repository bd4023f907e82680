"""Recovery of tasks whose worker has died, which no other worker would ever run."""

from datetime import timedelta

from django.utils import timezone
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

#: Longer than any task takes, except jobs of the translation desk, which can safely be started a second time.
LONGEST_TASK = timedelta(minutes=15)
#: A task is marked as failed after so many workers have died while running it.
MOST_WORKERS = 3


def resume_abandoned() -> int:
    """Put tasks that have been running for too long back into the queue and return how many."""
    abandoned = DBTaskResult.objects.running().filter(started_at__lt=timezone.now() - LONGEST_TASK)
    resumed = 0
    for task in abandoned:
        # Update only if the row is unchanged since it was read: the worker may be slow rather than dead.
        same = abandoned.filter(pk=task.pk, worker_ids=task.worker_ids)
        if len(task.worker_ids) >= MOST_WORKERS:
            same.update(
                status=TaskResultStatus.FAILED,
                finished_at=timezone.now(),
                traceback=f"Given up: {len(task.worker_ids)} workers ended in the middle of it.",
            )
        else:
            resumed += same.update(status=TaskResultStatus.READY)
    return resumed

"""Tasks whose worker has died: nobody else would ever take them up."""

from datetime import timedelta

from django.utils import timezone
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

#: No task of the site takes so long in one piece; jobs of the translation desk may, and bear to be begun twice.
LONGEST_TASK = timedelta(minutes=15)
#: What has taken so many workers with it is given up.
MOST_WORKERS = 3


def resume_abandoned() -> int:
    """Let workers take up again what has been running for too long; returns how many tasks."""
    abandoned = DBTaskResult.objects.running().filter(started_at__lt=timezone.now() - LONGEST_TASK)
    resumed = 0
    for task in abandoned:
        # Only if it is still as it was read: its worker may be slow and not dead.
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

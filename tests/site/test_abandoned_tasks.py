"""A task whose worker has died is taken up by another."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult, get_date_max

from amf_site import abandoned
from amf_site.printing.tasks import make_pdfs_of


@pytest.fixture
def task(db):
    """A task as it stands in the database when a worker has taken it up and been killed."""

    def make(*, minutes: int, workers: int = 1) -> DBTaskResult:
        return DBTaskResult.objects.create(
            args_kwargs={"args": [[]], "kwargs": {}},
            task_path=make_pdfs_of.module_path,
            backend_name="default",
            run_after=get_date_max(),
            status=TaskResultStatus.RUNNING,
            started_at=timezone.now() - timedelta(minutes=minutes),
            worker_ids=[f"worker {number}" for number in range(workers)],
        )

    return make


def test_a_task_that_lost_its_worker_goes_to_another(task):
    lost, running = task(minutes=16), task(minutes=1)
    call_command("resume_tasks", stdout=StringIO())
    taken_up = DBTaskResult.objects.ready().get()
    assert taken_up.pk == lost.pk
    taken_up.claim("another")
    assert len(taken_up.worker_ids) == 2
    assert taken_up.task is not None
    running.refresh_from_db()
    assert running.status == TaskResultStatus.RUNNING


def test_a_task_that_takes_every_worker_with_it_is_given_up(task):
    deadly = task(minutes=16, workers=abandoned.MOST_WORKERS)
    assert abandoned.resume_abandoned() == 0
    deadly.refresh_from_db()
    assert deadly.status == TaskResultStatus.FAILED
    assert "3 workers" in deadly.traceback


def test_a_worker_that_was_only_slow_keeps_its_result(task):
    slow = task(minutes=16)
    assert abandoned.resume_abandoned() == 1
    slow.set_successful(None)
    assert abandoned.resume_abandoned() == 0
    slow.refresh_from_db()
    assert slow.status == TaskResultStatus.SUCCESSFUL

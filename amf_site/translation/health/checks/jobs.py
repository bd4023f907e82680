"""Jobs that have lost their worker."""

from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ...models import Job
from ...workflow.jobs import STALLED, resume
from ..check import Check, Damage


class StalledJobs(Check):
    name = "jobs"
    title = _("Jobs that have stopped")
    explanation = _("The process that worked on them was ended. Nothing is lost: they go on where they were.")
    cure = _("They go on.")

    def found(self) -> list[Job]:
        at_work = Job.objects.filter(state__in=(Job.State.WAITING, Job.State.RUNNING))
        return list(at_work.filter(changed_at__lt=timezone.now() - STALLED))

    def finding(self, thing: Any) -> Damage:
        return Damage(str(thing), f"{thing.percent} %", reverse("translation:job", args=[thing.pk]))

    def mend(self, thing: Any) -> None:
        resume(thing)

"""Jobs that have lost their worker."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from ...workflow.jobs import resume, stalled
from ..check import Check, Damage


class StalledJobs(Check):
    name = "jobs"
    title = _("Jobs that have stopped")
    explanation = _("The process that worked on them was ended. Nothing is lost: they go on where they were.")
    cure = _("They go on.")

    def found(self) -> Iterable[Damage]:
        for job in stalled():
            yield Damage(str(job), f"{job.percent} %", reverse("translation:job", args=[job.pk]), thing=job)

    def mend(self, thing: Any) -> None:
        resume(thing)

"""Views of jobs: their progress and their report."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe
from django.views.generic import DetailView
from wagtail.admin import messages
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views.generic.base import BaseListingView

from ...models import Job
from ...permissions.rules import SUBMIT, may_use_desk
from ...workflow.jobs import resume
from ..base import BOARD, DeskView, script, style_sheets


def jobs_of(user: Any) -> QuerySet[Job]:
    """Return the jobs that a user may see: an editor sees all, a translator their own."""
    if not may_use_desk(user):
        raise PermissionDenied
    jobs = Job.objects.select_related("user")
    return jobs if user.has_perm(SUBMIT) else jobs.filter(user=user)


class JobListView(DeskView, BaseListingView):
    """The list of jobs, newest first."""

    page_title = _("Jobs of the translation desk")
    header_icon = "history"
    parents = (BOARD,)
    paginate_by = 50
    no_results_message = _("Nothing has been started yet.")
    columns = [
        TitleColumn("kind", label=_("Job"), accessor="get_kind_display", url_name="translation:job"),
        Column("state", label=_("State"), accessor="get_state_display"),
        Column("user", label=_("Started by"), accessor=lambda job: job.user or "–"),
        DateColumn("created_at", label=_("Started")),
    ]

    def get_base_queryset(self) -> QuerySet[Job]:
        return jobs_of(self.request.user).defer("items")


class JobView(DeskView, DetailView):
    template_name = "translation/jobs/job.html"
    header_icon = "history"
    parents = (BOARD, ("translation:jobs", JobListView.page_title))
    media = style_sheets("jobs") + script("jobs")
    context_object_name = "job"
    pk_url_kwarg = "job_id"

    def get_queryset(self):
        return jobs_of(self.request.user)

    def get_page_title(self) -> str:
        return self.object.get_kind_display()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        job = self.object
        return {
            **super().get_context_data(**kwargs),
            "failed": [line for line in job.report if line["outcome"] == "failed"],
            "done": [line for line in job.report if line["outcome"] == "done"],
        }


@require_safe
def job_state(request: HttpRequest, job_id: int) -> HttpResponse:
    """Return the progress of a job, for the script of the page that waits for it."""
    job = jobs_of(request.user).filter(pk=job_id).first()
    if job is None:
        raise Http404
    return JsonResponse({"done": job.done, "total": len(job.items), "percent": job.percent, "ended": job.has_ended})


@require_POST
def resume_job(request: HttpRequest, job_id: int) -> HttpResponse:
    """Resume a job that seems to have stopped; nothing is done twice."""
    job = get_object_or_404(jobs_of(request.user), pk=job_id)
    if not job.has_ended:
        resume(job)
        messages.success(request, _("The job goes on."))
    return redirect("translation:job", job_id=job.pk)

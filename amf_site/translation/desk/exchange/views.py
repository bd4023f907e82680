"""Views to export files for translation agencies and import them again."""

from datetime import timedelta
from pathlib import Path
from typing import Any

from django.core.files.storage import default_storage
from django.core.paginator import Paginator
from django.db import transaction
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView
from wagtail.admin import messages

from amf_site.spreadsheets import guarded, lines

from ...conf import host
from ...exchange.document import ExchangeError
from ...exchange.export import items_of
from ...exchange.importing import confirm, propose, report_of
from ...exchange.table import rows_of
from ...exchange.upload import repacked
from ...models import Job
from ...workflow.jobs import resume, run
from ..base import BOARD, DeskView, script, style_sheets
from .forms import ConfirmForm, ExportForm, ImportForm

#: Up to this many files are processed during the request.
FEW = 20
FILES_ON_A_PAGE = 10
#: Lines shown per file; the CSV table has all.
LINES_OF_A_FILE = 100
#: How long files are kept on the server.
KEPT = timedelta(days=30)


def begin(job: Job, *, at_once: bool) -> None:
    """Run a job now, or enqueue it."""
    if at_once:
        run(job.pk)
        job.refresh_from_db()
    else:
        transaction.on_commit(lambda: resume(job))


def forget_old_files() -> None:
    """Delete old files of jobs; the report of an import keeps its line for each file."""
    old = Job.objects.filter(kind__in=(Job.Kind.EXPORT, Job.Kind.IMPORT), created_at__lt=timezone.now() - KEPT).exclude(
        file=""
    )
    for job in old:
        default_storage.delete(str(job.file.name))
        Job.objects.filter(pk=job.pk).update(file="")


class ExchangeView(DeskView):
    """Base view for all users of the desk; permissions are checked for each translation."""

    parents = (BOARD,)

    def own_job(self, **filters: Any) -> Job:
        """Return a job of this user: its files contain only what this user may read. Raise ``Http404``."""
        user: Any = self.request.user
        job = Job.objects.filter(pk=self.kwargs["job_id"], user=user, **filters).first()
        if job is None:
            raise Http404
        return job


class ExportView(ExchangeView, FormView):
    template_name = "translation/exchange/export.html"
    form_class = ExportForm
    page_title = gettext_lazy("Export for translators")
    header_icon = "download"

    def get_initial(self) -> dict[str, Any]:
        chosen = self.request.POST or self.request.GET
        initial = {name: chosen[name] for name in ("locale", "section", "kind") if name in chosen}
        return {**initial, "translation": chosen.getlist("translation")}

    def get_form_kwargs(self) -> dict[str, Any]:
        kwargs = {**super().get_form_kwargs(), "user": self.request.user}
        if self.comes_from_the_board:
            del kwargs["data"], kwargs["files"]
        return kwargs

    @property
    def comes_from_the_board(self) -> bool:
        """Whether the board posted a selection of translations; the export form comes next."""
        return self.request.method == "POST" and "form" not in self.request.POST

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.get(request) if self.comes_from_the_board else super().post(request)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        return {**context, "given": len(context["form"].given())}

    def form_valid(self, form: ExportForm) -> Any:
        answers = form.cleaned_data
        user: Any = self.request.user
        job = Job.objects.create(
            kind=Job.Kind.EXPORT,
            user=user,
            items=items_of(form.chosen, answers["form"]),
            options={
                "form": answers["form"],
                "language": answers["locale"].language_code,
                "only_open": answers["what"] == "open",
            },
        )
        begin(job, at_once=len(job.items) <= FEW)
        forget_old_files()
        if job.file:
            return download(job)
        return redirect("translation:job", job_id=job.pk)


def download(job: Job) -> FileResponse:
    name = Path(str(job.file.name)).name
    return FileResponse(job.file.open("rb"), as_attachment=True, filename=name, content_type="application/zip")


class JobFileView(ExchangeView):
    """Download the zip file of an export, for the user who started it."""

    def get(self, request: HttpRequest, job_id: int) -> HttpResponseBase:
        job = self.own_job(kind=Job.Kind.EXPORT)
        try:
            return download(job)
        except (OSError, ValueError):
            raise Http404 from None


class ImportView(ExchangeView, FormView):
    template_name = "translation/exchange/import.html"
    form_class = ImportForm
    page_title = gettext_lazy("Import from translators")
    header_icon = "upload"

    def form_valid(self, form: ImportForm) -> HttpResponse:
        try:
            archive, names, others = repacked(form.cleaned_data["upload"])
        except ExchangeError as error:
            form.add_error("upload", str(error))
            return self.form_invalid(form)
        with archive:
            job = propose(self.request.user, archive, names, others)
        begin(job, at_once=len(job.items) <= FEW)
        forget_old_files()
        return redirect("translation:import_report", job_id=job.pk)


class ImportReportView(ExchangeView, FormView):
    """The report of an import: what it would do, to be confirmed, or what it has done."""

    template_name = "translation/exchange/report.html"
    form_class = ConfirmForm
    header_icon = "upload"
    media = style_sheets("jobs", "exchange") + script("jobs")

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.job = self.own_job(kind=Job.Kind.IMPORT) if request.user.is_authenticated else Job()

    def get_page_title(self) -> str:
        return _("What the import would do") if self.job.options["dry"] else _("What the import has done")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        job = self.job
        page = Paginator(range(len(job.report)), FILES_ON_A_PAGE).get_page(self.request.GET.get("p"))
        reports = [report_of(job, number) for number in page]
        languages = {
            locale.pk: host.language(locale.language_code)
            for report in reports
            if report.subject
            for locale in (report.subject.target_locale, report.subject.source.locale)
        }
        return {
            **super().get_context_data(**kwargs),
            "job": job,
            "page_obj": page,
            "files": [
                {
                    "report": report,
                    "lines": report.lines[:LINES_OF_A_FILE],
                    "more": max(len(report.lines) - LINES_OF_A_FILE, 0),
                    "source": languages[report.subject.source.locale_id] if report.subject else None,
                    "target": languages[report.subject.target_locale_id] if report.subject else None,
                }
                for report in reports
            ],
            "can_confirm": job.options["dry"]
            and job.has_ended
            and "confirmed" not in job.options
            and any(line["outcome"] == "done" for line in job.report),
        }

    def form_valid(self, form: ConfirmForm) -> HttpResponse:
        job = self.job
        if not job.options["dry"] or not job.has_ended:
            return redirect("translation:import_report", job_id=job.pk)
        if "confirmed" not in job.options:
            written = confirm(
                job, review=form.cleaned_data["review"] == "yes", overwrite=form.cleaned_data["overwrite"]
            )
            begin(written, at_once=False)
            messages.success(self.request, _("The import has begun."))
        return redirect(reverse("translation:import_report", args=[job.options["confirmed"]]))


class ImportTableView(ExchangeView):
    """Download the whole report as CSV."""

    def get(self, request: HttpRequest, job_id: int) -> StreamingHttpResponse:
        job = self.own_job(kind=Job.Kind.IMPORT)
        return StreamingHttpResponse(
            lines([guarded(cell) for cell in row] for row in rows_of(job)),
            content_type="text/csv; charset=utf-8",
            headers={"Content-Disposition": f'attachment; filename="import-{job.pk}.csv"'},
        )

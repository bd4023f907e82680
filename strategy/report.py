"""Admin report and dashboard panel on the state of the plan in every language."""

import datetime
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.contrib.auth.models import AbstractBaseUser
from django.db.models import Sum
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin.ui.components import Component
from wagtail.admin.views.generic import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.permission_policies import ModelPermissionPolicy

from amf_site.languages import LANGUAGES, Language
from amf_site.printing.models import PagePdf
from amf_site.printing.telling import sentences_about

from .files import is_old
from .models import DownloadCount, PlanEdition, PlanEditionPage, PlanFile

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

#: Number of days in the chart of downloads.
DAYS = 30


@dataclass(frozen=True)
class LanguageState:
    """A row of the report: the state of the plan in one language."""

    language: Language
    page: PlanEditionPage | None
    uploaded: PlanFile | None
    made: PagePdf | None
    downloads: int
    edit_url: str

    @property
    def page_state(self) -> "StrOrPromise":
        if self.page is None:
            return _("Missing")
        if not self.page.live:
            return _("Draft")
        return _("Live, with changes that are not published") if self.page.has_unpublished_changes else _("Live")

    @property
    def is_old(self) -> bool:
        """Whether the page's text has changed since the file was uploaded."""
        return self.uploaded is not None and is_old(self.uploaded, self.made)

    @property
    def is_behind(self) -> bool:
        """Whether the generated file is out of date or could not be made."""
        return self.made is not None and (self.made.is_behind or bool(self.made.problem))

    @property
    def notes(self) -> list[str]:
        """Messages about the generated file."""
        return [text for _level, text in sentences_about(self.made)] if self.made else []

    @property
    def takes_uploaded(self) -> bool:
        """Whether readers get the uploaded file."""
        return self.uploaded is not None and not (self.is_old and self.made is not None and bool(self.made.file))

    @property
    def kind(self) -> "StrOrPromise":
        if self.takes_uploaded:
            return _("Uploaded")
        return _("Made from the page") if self.made and self.made.file else _("None")

    @property
    def size(self) -> int:
        if self.takes_uploaded and self.uploaded:
            return self.uploaded.document.get_file_size() or 0
        return self.made.size if self.made else 0

    @property
    def is_tagged(self) -> bool | None:
        """Whether the PDF is tagged for screen readers. Generated files always are; ``None`` without a file."""
        if self.takes_uploaded and self.uploaded:
            return self.uploaded.document.pdf_tagged
        return True if self.made and self.made.file else None


def current_edition() -> PlanEdition | None:
    """Return the adopted edition, or else the newest one."""
    adopted = PlanEdition.objects.filter(status=PlanEdition.Status.ADOPTED).first()
    return adopted or PlanEdition.objects.first()


def states_of(edition: PlanEdition) -> list[LanguageState]:
    """Return a row for every language in ``LANGUAGES``, with four queries."""
    pages = {
        page.locale.language_code: page
        for page in PlanEditionPage.objects.filter(edition=edition).select_related("locale")
    }
    made = {pdf.page_id: pdf for pdf in PagePdf.objects.filter(page__in=[page.pk for page in pages.values()])}
    uploaded = {file.language: file for file in edition.files.select_related("document")}
    counts = dict(edition.downloads.values_list("language").annotate(total=Sum("count")))
    return [
        LanguageState(
            language=row,
            page=(page := pages.get(row.code)),
            uploaded=uploaded.get(row.code),
            made=made.get(page.pk) if page else None,
            downloads=counts.get(row.code, 0),
            edit_url=reverse("wagtailadmin_pages:edit", args=[page.pk]) if page else "",
        )
        for row in LANGUAGES
    ]


@dataclass(frozen=True)
class Bar:
    """A day in the chart. ``height`` and ``place`` (the x position) are in chart units; the highest bar is 100 high."""

    day: datetime.date
    count: int
    height: int
    place: int


def chart_of(edition: PlanEdition) -> list[Bar]:
    """Return a bar for each of the last ``DAYS`` days with the downloads in all languages."""
    today = timezone.localdate()
    days = [today - datetime.timedelta(days=ago) for ago in range(DAYS - 1, -1, -1)]
    counts = dict(
        DownloadCount.objects.filter(edition=edition, day__gte=days[0]).values_list("day").annotate(total=Sum("count"))
    )
    highest = max(counts.values(), default=0) or 1
    return [
        Bar(day, counts.get(day, 0), round(100 * counts.get(day, 0) / highest), 10 * place)
        for place, day in enumerate(days)
    ]


class PlanReport(WagtailAdminTemplateMixin, PermissionCheckedMixin, TemplateView):
    """Report on each language: its page, its file, whether the file is outdated, and the number of downloads."""

    template_name = "strategy/admin/plan_report.html"
    page_title = _("Strategic plan: languages and files")
    header_icon = "doc-full"
    _show_breadcrumbs = True
    permission_policy = ModelPermissionPolicy(PlanEdition)
    any_permission_required = ["add", "change", "delete", "view"]

    @classmethod
    def may_be_seen_by(cls, user: AbstractBaseUser) -> bool:
        return cls.permission_policy.user_has_any_permission(user, cls.any_permission_required)

    def get_breadcrumbs_items(self):
        return [*self.breadcrumbs_items, {"url": reverse("plan_report"), "label": self.page_title}]

    def get_context_data(self, **kwargs):
        edition = current_edition()
        states = states_of(edition) if edition else []
        chart = chart_of(edition) if edition else []
        return super().get_context_data(
            edition=edition, states=states, chart=chart, total=sum(bar.count for bar in chart), **kwargs
        )


class OldFilesPanel(Component):
    """Dashboard panel that lists the languages whose uploaded file is outdated."""

    template_name = "strategy/admin/old_files_panel.html"
    order = 150

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        edition = current_edition()
        old = [state for state in states_of(edition) if state.is_old] if edition else []
        return {"states": old, "report_url": reverse("plan_report")}

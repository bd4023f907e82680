"""Admin hooks and snippets for the plan."""

from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import LiveStatusTagColumn, LocaleColumn
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from amf_site.visibility.lists import OneLanguageIndexView
from pages.viewsets import FactsViewSet, YearColumn

from .models import Indicator, PlanEdition, PlanEditionPage
from .report import OldFilesPanel, PlanReport


class PlanEditionViewSet(FactsViewSet):
    model = PlanEdition
    icon = "doc-full"
    menu_label = _("Editions and files")
    list_display = ["name", "status", "published_on"]


class IndicatorViewSet(SnippetViewSet):
    model = Indicator
    icon = "list-ol"
    menu_label = _("Indicators")
    index_view_class = OneLanguageIndexView
    list_display = [
        *("label", "goal", YearColumn("latest_year", label=_("in the year"), sort_key="latest_year")),
        *(LocaleColumn(label=_("Language")), LiveStatusTagColumn(label=_("Status"))),
    ]
    search_fields = ["label"]


class PlanGroup(SnippetViewSetGroup):
    """The "Strategic plan" menu: the facts that are the same in all languages."""

    items = (PlanEditionViewSet, IndicatorViewSet)
    menu_label = _("Strategic plan")
    menu_icon = "crosshairs"
    menu_order = 220


register_snippet(PlanGroup)


class ReportMenuItem(MenuItem):
    """A menu item that only users who may open the report see."""

    def is_shown(self, request) -> bool:
        return PlanReport.may_be_seen_by(request.user)


@hooks.register("register_admin_urls")
def report_address():
    return [path("reports/plan/", PlanReport.as_view(), name="plan_report")]


@hooks.register("register_reports_menu_item")
def report_in_the_menu():
    return ReportMenuItem(_("Strategic plan"), reverse("plan_report"), icon_name="crosshairs", order=715)


@hooks.register("construct_homepage_panels")
def add_old_files_panel(request, panels) -> None:
    if PlanReport.may_be_seen_by(request.user):
        panels.append(OldFilesPanel())


@hooks.register("pages_shown_elsewhere")
def editions_shown_at_the_stable_address():
    return PlanEditionPage.objects.shown_at_the_stable_address()

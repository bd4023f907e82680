"""Upkeep of city records: the bulk action that marks them as checked, and the report of outdated content."""

import datetime
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.db.models import Model, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.generic import TemplateView
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.admin.views.generic import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.snippets.bulk_actions.snippet_bulk_action import SnippetBulkAction

from amf_site.printing import telling

from .findings import LONGEST, Entry, Finding
from .forum_checking import offices_held_twice, unchecked_offices, unsettled_events
from .models import City, CityFigure, CityPage, Landmark, ProjectPage

#: The report lists records that nobody has checked for longer than this.
CHECKED_WITHIN = datetime.timedelta(days=365)
#: The report lists figures that are older than this many years.
FIGURE_YEARS = 10


class MarkAsChecked(SnippetBulkAction):
    """Bulk action that records that the user has compared the selected cities with their sources today."""

    models = [City]
    display_name = _("Mark as checked today")
    aria_label = _("Mark the selected cities as checked today")
    action_type = "mark_as_checked"
    template_name = "members/admin/mark_as_checked.html"
    action_priority = 10

    def check_perm(self, snippet: Model) -> bool:
        return self.permission_policy.user_has_permission_for_instance(self.request.user, "change", snippet)

    def get_execution_context(self) -> dict[str, Any]:
        return {**super().get_execution_context(), "user": self.request.user}

    @classmethod
    def execute_action(cls, objects, user=None, **kwargs) -> tuple[int, int]:
        for city in objects:
            city.checked_on, city.checked_by = timezone.localdate(), user
            city.save(update_fields=["checked_on", "checked_by"])
        return len(objects), 0

    def get_success_message(self, num_parent_objects: int, num_child_objects: int) -> str:
        words = ngettext(
            "%(count)d city is marked as checked.", "%(count)d cities are marked as checked.", num_parent_objects
        )
        return words % {"count": num_parent_objects}


class UpkeepReport(WagtailAdminTemplateMixin, PermissionCheckedMixin, TemplateView):
    """Report of unchecked records, old figures, images without alternative text, outdated PDFs and open questions."""

    template_name = "members/admin/upkeep_report.html"
    page_title = _("Member cities: what to check")
    header_icon = "city"
    permission_policy = ModelPermissionPolicy(City)
    any_permission_required = ["add", "change", "delete", "view"]

    @classmethod
    def may_be_seen_by(cls, user: AbstractBaseUser) -> bool:
        return cls.permission_policy.user_has_any_permission(user, cls.any_permission_required)

    def get_breadcrumbs_items(self):
        return [*self.breadcrumbs_items, {"url": reverse("members_upkeep"), "label": self.page_title}]

    def get_context_data(self, **kwargs):
        finder = AdminURLFinder(self.request.user)
        return super().get_context_data(
            findings=[
                self.unchecked_cities(finder),
                self.old_figures(finder),
                self.undescribed_pictures(finder),
                self.outdated_files(finder),
                offices_held_twice(finder),
                unchecked_offices(finder, timezone.localdate() - CHECKED_WITHIN),
                unsettled_events(finder),
            ],
            **kwargs,
        )

    def unchecked_cities(self, finder: AdminURLFinder) -> Finding:
        limit = timezone.localdate() - CHECKED_WITHIN
        cities = City.objects.filter(Q(checked_on=None) | Q(checked_on__lt=limit)).select_related("checked_by")
        entries = [
            Entry(
                city.name,
                f"{date_format(city.checked_on)} {city.checked_by or ''}" if city.checked_on else str(_("never")),
                finder.get_edit_url(city),
            )
            for city in cities.order_by("checked_on", "name")[:LONGEST]
        ]
        return Finding(str(_("Not checked for a year")), cities.count(), entries)

    def old_figures(self, finder: AdminURLFinder) -> Finding:
        figures = CityFigure.objects.filter(year__lt=timezone.localdate().year - FIGURE_YEARS).select_related("city")
        figures = figures.exclude(kind__in=[CityFigure.Kind.FOUNDED, CityFigure.Kind.ELEVATION])
        entries = [
            Entry(figure.city.name, str(figure), finder.get_edit_url(figure.city))
            for figure in figures.order_by("year", "city__name")[:LONGEST]
        ]
        return Finding(str(_("Figures older than ten years")), figures.count(), entries)

    def outdated_files(self, finder: AdminURLFinder) -> Finding:
        rows = telling.wanting().filter(page__in=CityPage.objects.values("pk"))
        entries = [
            Entry(f"{row.page} ({row.page.locale})", telling.reason(row), finder.get_edit_url(row.page))
            for row in rows[:LONGEST]
        ]
        return Finding(str(telling.HEADING), rows.count(), entries)

    def undescribed_pictures(self, finder: AdminURLFinder) -> Finding:
        undescribed = Q(picture__isnull=False, picture_alt="")
        kinds: list[QuerySet[Any]] = [
            CityPage.objects.filter(undescribed).select_related("locale"),
            ProjectPage.objects.filter(undescribed).select_related("locale"),
            Landmark.objects.filter(undescribed).select_related("locale", "city_page"),
        ]
        rows = [row for kind in kinds for row in kind[:LONGEST]]
        entries = [
            Entry(str(row), str(row.locale), finder.get_edit_url(getattr(row, "city_page", row)))
            for row in rows[:LONGEST]
        ]
        return Finding(str(_("Pictures that nobody has described")), sum(kind.count() for kind in kinds), entries)

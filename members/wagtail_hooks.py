"""The admin of member cities: one menu for all of it, and a report of what grows old."""

from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.ui.tables.pages import BulkActionsColumn, PageStatusColumn, PageTitleColumn
from wagtail.admin.viewsets.pages import PageListingViewSet
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from .checking import MarkAsChecked, UpkeepReport
from .models import City, CityPage, ForumTitle, MembershipCategory, Partnership, ProjectPage, Theme
from .signals import collect_names


class CityViewSet(SnippetViewSet):
    model = City
    icon = "globe"
    menu_label = _("Cities")
    list_display = ["name", "native_name", "country", "membership", DateColumn("checked_on", label=_("Last checked"))]
    list_filter = ["country", "sub_region", "membership", "themes", "checked_on"]
    search_fields = ["name", "native_name", "other_names", "folded_names"]
    search_backend_name = None  # the filters may then be any column
    list_per_page = 50
    list_export = ["name", "native_name", "country", "sub_region", "membership", "member_since", "checked_on"]
    ordering = ["name"]


class ProfileViewSet(PageListingViewSet):
    model = CityPage
    name = "city_profiles"
    icon = "doc-full"
    menu_label = _("Profiles")
    list_display = [
        BulkActionsColumn("bulk_actions"),
        PageTitleColumn("title", label=_("Title"), sort_key="title", classname="title"),
        Column("locale", label=_("Language")),
        DateColumn(
            "city__checked_on", label=_("Last checked"), accessor="city.checked_on", sort_key="city__checked_on"
        ),
        DateColumn("latest_revision_created_at", label=_("Updated"), sort_key="latest_revision_created_at"),
        PageStatusColumn("status", label=_("Status"), sort_key="live"),
    ]
    list_filter = ["live"]


class PartnershipViewSet(SnippetViewSet):
    model = Partnership
    icon = "link"
    menu_label = _("Partnerships")
    list_display = ["__str__", "kind", "since", "until", "live"]
    list_filter = ["kind", "first__country", "since"]
    search_fields = ["first__name", "second__name", "subject"]
    search_backend_name = None

    def get_queryset(self, request):
        return Partnership.objects.select_related("first", "second", "locale")


class ProjectViewSet(PageListingViewSet):
    model = ProjectPage
    name = "projects"
    icon = "clipboard-list"
    menu_label = _("Projects")
    list_display = [
        BulkActionsColumn("bulk_actions"),
        PageTitleColumn("title", label=_("Title"), sort_key="title", classname="title"),
        Column("city", label=_("City"), sort_key="city__name"),
        Column("locale", label=_("Language")),
        DateColumn("latest_revision_created_at", label=_("Updated"), sort_key="latest_revision_created_at"),
        PageStatusColumn("status", label=_("Status"), sort_key="live"),
    ]
    list_filter = ["live", "city", "cost"]


class MembershipViewSet(SnippetViewSet):
    model = MembershipCategory
    icon = "group"
    menu_label = _("Membership categories")
    list_display = ["name", "slug", "live"]


class ThemeViewSet(SnippetViewSet):
    model = Theme
    icon = "tag"
    menu_label = _("Themes")
    list_display = ["name", "slug", "live"]


class TitleViewSet(SnippetViewSet):
    model = ForumTitle
    icon = "pick"
    menu_label = _("Titles")
    list_display = ["name", "slug", "live"]


class MembersGroup(SnippetViewSetGroup):
    """Everything about member cities in one place."""

    items = (
        CityViewSet,
        ProfileViewSet,
        PartnershipViewSet,
        ProjectViewSet,
        MembershipViewSet,
        ThemeViewSet,
        TitleViewSet,
    )
    menu_label = _("Members")
    menu_icon = "globe"
    menu_order = 210


register_snippet(MembersGroup)
hooks.register("register_bulk_action", MarkAsChecked)


@hooks.register("rebuild_search")
def collect_all_names() -> None:
    """The directory searches names that are folded as the rest of search is."""
    for city in City.objects.all():
        collect_names(city)


@hooks.register("register_admin_urls")
def report_address():
    return [path("reports/members/", UpkeepReport.as_view(), name="members_upkeep")]


@hooks.register("register_reports_menu_item")
def report_in_the_menu():
    return UpkeepMenuItem(_("Member cities"), reverse("members_upkeep"), icon_name="globe", order=700)


class UpkeepMenuItem(MenuItem):
    """Shown to those who may open the report."""

    def is_shown(self, request) -> bool:
        return UpkeepReport.may_be_seen_by(request.user)

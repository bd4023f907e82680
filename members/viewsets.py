"""Snippet and page viewsets of the "Members" menu. Lists of translated models show one language at a time."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.db.models.functions import Coalesce
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.pages import ParentChooserForm
from wagtail.admin.ui.tables import Column, DateColumn, LiveStatusTagColumn, LocaleColumn
from wagtail.admin.ui.tables.pages import BulkActionsColumn, PageStatusColumn, PageTitleColumn
from wagtail.admin.views.pages.choose_parent import ChooseParentView
from wagtail.admin.viewsets.pages import PageListingViewSet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from amf_site.cldr.names import language_name
from amf_site.languages import SOURCE_LANGUAGE
from amf_site.visibility.lists import OneLanguageIndexView, PagesOfOneLanguageView
from pages.querysets import name_in
from pages.viewsets import FactsViewSet, WordsColumn, YearColumn

from .joining.viewsets import ApplicationViewSet
from .models import City, CityPage, ForumTitle, MembershipCategory, Partnership, ProjectPage, Theme

LANGUAGE = LocaleColumn(label=_("Language"))
STATUS = LiveStatusTagColumn(label=_("Status"))


#: Up to this many languages are named; more are counted.
NAMED = 3


def languages_in_words(codes: list[str]) -> str:
    """Name a few languages, or count them."""
    if len(codes) > NAMED:
        return ngettext("%(count)d language", "%(count)d languages", len(codes)) % {"count": len(codes)}
    return " · ".join(language_name(code, get_language() or SOURCE_LANGUAGE) for code in codes) or "–"


class CityViewSet(FactsViewSet):
    model = City
    icon = "city"
    menu_label = _("Cities")
    list_display = [
        *("name", "native_name", "country"),
        Column("membership_name", label=_("Membership"), sort_key="membership__name"),
        DateColumn("checked_on", label=_("Last checked"), sort_key="checked_on"),
    ]
    list_filter = ["country", "sub_region", "membership", "themes", "checked_on"]
    search_fields = ["name", "native_name", "other_names", "folded_names"]
    search_backend_name = None  # search in the database, so that the filters need no search index
    list_per_page = 50
    list_export = ["name", "native_name", "country", "sub_region", "membership", "member_since", "checked_on"]
    ordering = ["name"]

    def get_queryset(self, request: Any) -> QuerySet[City]:
        name = name_in(get_language() or SOURCE_LANGUAGE, MembershipCategory, "membership__")
        return City.objects.annotate(membership_name=Coalesce(name, "membership__name"))


class ProfileViewSet(PageListingViewSet):
    model = CityPage
    name = "city_profiles"
    index_view_class = PagesOfOneLanguageView
    icon = "doc-full"
    menu_label = _("Profiles")
    list_display = [
        BulkActionsColumn("bulk_actions"),
        PageTitleColumn("title", label=_("Title"), sort_key="title", classname="title"),
        LANGUAGE,
        DateColumn(
            "city__checked_on", label=_("Last checked"), accessor="city.checked_on", sort_key="city__checked_on"
        ),
        DateColumn("latest_revision_created_at", label=_("Updated"), sort_key="latest_revision_created_at"),
        PageStatusColumn("status", label=_("Status"), sort_key="live"),
    ]
    list_filter = ["live"]


class PartnershipViewSet(SnippetViewSet):
    model = Partnership
    index_view_class = OneLanguageIndexView
    icon = "link"
    menu_label = _("Partnerships")
    list_display = [
        *("__str__", "kind"),
        YearColumn("since", label=_("Since"), sort_key="since"),
        YearColumn("until", label=_("Until"), sort_key="until"),
        *(WordsColumn("subject", label=capfirst(_("subject")), sort_key="subject"), LANGUAGE, STATUS),
    ]
    list_filter = ["kind", "first__country"]
    search_fields = ["first__name", "second__name", "subject"]
    search_backend_name = None

    def get_queryset(self, request: Any) -> QuerySet[Partnership]:
        return Partnership.objects.select_related("first", "second", "locale")


class CityChoiceForm(ParentChooserForm):
    """Form for choosing the profile below which a new project is added, in one language only."""

    def __init__(self, *args: Any, profiles: QuerySet[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["parent_page"] = forms.ModelChoiceField(
            profiles, label=_("City"), help_text=_("The project becomes a page below the profile of its city.")
        )


class ChooseCity(ChooseParentView):
    page_title = _("Choose the city")

    @cached_property
    def profiles(self) -> QuerySet[Any]:
        """The profiles below which Wagtail lets the user add a project, in one language."""
        return self.get_valid_parent_pages(self.request.user).filter(locale=self.get_locale()).order_by("title")

    def get_form(self, form_class: Any = None) -> CityChoiceForm:
        data = [self.request.POST] if self.request.method == "POST" else []
        return CityChoiceForm(self.model, self.request.user, *data, profiles=self.profiles)


class ProjectViewSet(PageListingViewSet):
    model = ProjectPage
    name = "projects"
    index_view_class = PagesOfOneLanguageView
    choose_parent_view_class = ChooseCity
    icon = "clipboard-list"
    menu_label = _("Projects")
    list_display = [
        BulkActionsColumn("bulk_actions"),
        PageTitleColumn("title", label=_("Title"), sort_key="title", classname="title"),
        Column("city", label=_("City"), sort_key="city__name"),
        LANGUAGE,
        DateColumn("latest_revision_created_at", label=_("Updated"), sort_key="latest_revision_created_at"),
        PageStatusColumn("status", label=_("Status"), sort_key="live"),
    ]
    list_filter = ["live", "city", "cost"]


class CategoryViewSet(SnippetViewSet):
    """Base class for the viewsets of categories."""

    index_view_class = OneLanguageIndexView
    list_display = ["name", "slug", LANGUAGE, STATUS]


class MembershipViewSet(CategoryViewSet):
    model = MembershipCategory
    icon = "group"
    menu_label = _("Membership categories")


class ThemeViewSet(CategoryViewSet):
    model = Theme
    icon = "tag"
    menu_label = _("Themes")


class TitleViewSet(CategoryViewSet):
    model = ForumTitle
    icon = "pick"
    menu_label = _("Titles")


class MembersGroup(SnippetViewSetGroup):
    """The "Members" menu."""

    items = (
        CityViewSet,
        ProfileViewSet,
        PartnershipViewSet,
        ProjectViewSet,
        ApplicationViewSet,
        MembershipViewSet,
        ThemeViewSet,
    )
    menu_label = _("Members")
    menu_icon = "city"
    menu_order = 210

"""The list pages: member cities, partnerships and projects."""

from typing import ClassVar

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField
from wagtail.search import index
from wagtail_localize.fields import TranslatableField

from amf_site.addresses import page_path
from members.forms import CityFilter, ProjectFilter
from members.listings import CityListing, ProjectListing
from members.map import city_map, places_of
from pages.blocks import PARAGRAPH_FEATURES
from pages.models import BasePage
from pages.pictures import fetch_renditions

from .open_data import OpenDataPage
from .partnership import Partnership
from .profile import CityPage
from .project import ProjectPage


class MemberDirectoryPage(BasePage):
    """The searchable and filterable list of member cities, and the parent page of their profiles."""

    introduction = RichTextField(_("introduction"), features=PARAGRAPH_FEATURES, blank=True)

    query_parameters = CityFilter.parameters()
    schema_type = "CollectionPage"
    content_panels = [*BasePage.content_panels, FieldPanel("introduction")]
    search_fields = [*BasePage.search_fields, index.SearchField("introduction")]
    translatable_fields = [*BasePage.translatable_fields, TranslatableField("introduction")]

    page_description = _("The list of member cities. Their profiles are its pages.")
    parent_page_types = ["pages.HomePage"]
    subpage_types: ClassVar = [
        "members.CityPage",
        "members.PartnershipListPage",
        "members.ProjectListPage",
        "members.OpenDataPage",
    ]
    max_count_per_parent = 1

    class Meta:
        verbose_name = _("member directory")
        verbose_name_plural = _("member directories")

    def get_context(self, request, *args, **kwargs):
        """Add ``listing``, and ``more``: the child pages about partnerships, projects and data."""
        context = super().get_context(request, *args, **kwargs)
        context["listing"] = listing = CityListing(
            CityPage.objects.child_of(self).reachable(self.passed_restrictions), self.locale, request.GET
        )
        fetch_renditions([page.picture for page in listing.part])
        context["more"] = [
            page
            for model in (PartnershipListPage, ProjectListPage, OpenDataPage)
            for page in (
                model.objects.child_of(self).reachable(self.passed_restrictions).with_records().defer_streamfields()
            )
        ]
        return context


class PartnershipListPage(BasePage):
    """The list and map of all partnerships between cities of the Forum."""

    introduction = RichTextField(_("introduction"), features=PARAGRAPH_FEATURES, blank=True)

    schema_type = "CollectionPage"
    content_panels = [*BasePage.content_panels, FieldPanel("introduction")]
    search_fields = [*BasePage.search_fields, index.SearchField("introduction")]
    translatable_fields = [*BasePage.translatable_fields, TranslatableField("introduction")]

    page_description = _("The list and map of all partnerships between cities.")
    parent_page_types = ["members.MemberDirectoryPage"]
    subpage_types: ClassVar = []
    max_count_per_parent = 1

    class Meta:
        verbose_name = _("list of partnerships")
        verbose_name_plural = _("lists of partnerships")

    def get_context(self, request, *args, **kwargs):
        """Add ``partnerships``, each with its cities and their profiles as ``sides``, and their ``map``."""
        context = super().get_context(request, *args, **kwargs)
        code = self.locale.language_code
        partnerships = list(Partnership.objects.in_language(code).by_age())
        cities = {city.pk for partnership in partnerships for city in partnership.cities}
        profiles = CityPage.objects.reachable(self.passed_restrictions).filter(locale=self.locale, city__in=cities)
        pages = {page.city_id: page for page in profiles.defer_streamfields().select_related("city").in_alphabet()}
        for partnership in partnerships:
            partnership.sides = [(city, pages.get(city.pk)) for city in partnership.cities]
        arcs = [(partnership.first.point, partnership.second.point) for partnership in partnerships]
        context["partnerships"] = partnerships
        context["map"] = city_map(places_of(pages.values(), lambda page: page_path(page, code)), code, arcs)
        return context


class ProjectListPage(BasePage):
    """The project data bank, a filterable list. The project pages themselves are children of city profiles."""

    introduction = RichTextField(_("introduction"), features=PARAGRAPH_FEATURES, blank=True)

    query_parameters = ProjectFilter.parameters()
    schema_type = "CollectionPage"
    content_panels = [*BasePage.content_panels, FieldPanel("introduction")]
    search_fields = [*BasePage.search_fields, index.SearchField("introduction")]
    translatable_fields = [*BasePage.translatable_fields, TranslatableField("introduction")]

    page_description = _("The list of all projects. Each project is a page below its city.")
    parent_page_types = ["members.MemberDirectoryPage"]
    subpage_types: ClassVar = []
    max_count_per_parent = 1

    class Meta:
        verbose_name = _("list of projects")
        verbose_name_plural = _("lists of projects")

    def get_context(self, request, *args, **kwargs):
        """Add ``listing``."""
        context = super().get_context(request, *args, **kwargs)
        projects = ProjectPage.objects.reachable(self.passed_restrictions).filter(locale=self.locale)
        profiles = CityPage.objects.reachable(self.passed_restrictions).filter(locale=self.locale)
        context["listing"] = listing = ProjectListing(projects, profiles, self.locale, request.GET)
        fetch_renditions([page.picture for page in listing.part])
        return context

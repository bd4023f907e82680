"""The list of member cities."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField
from wagtail.search import index
from wagtail_localize.fields import TranslatableField

from pages.blocks import PARAGRAPH_FEATURES
from pages.models import BasePage
from pages.pictures import fetch_renditions

from .profile import CityPage


class MemberDirectoryPage(BasePage):
    """Lists the city profiles that are its children."""

    introduction = RichTextField(_("introduction"), features=PARAGRAPH_FEATURES, blank=True)

    schema_type = "CollectionPage"
    content_panels = [*BasePage.content_panels, FieldPanel("introduction")]
    search_fields = [*BasePage.search_fields, index.SearchField("introduction")]
    translatable_fields = [*BasePage.translatable_fields, TranslatableField("introduction")]

    page_description = _("The list of member cities. Their profiles are its pages.")
    parent_page_types = ["pages.HomePage"]
    subpage_types = ["members.CityPage"]
    max_count_per_parent = 1

    class Meta:
        verbose_name = _("member directory")
        verbose_name_plural = _("member directories")

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        cities = CityPage.objects.child_of(self).live().with_records().defer_streamfields().order_by("path")
        context["city_pages"] = list(cities)
        fetch_renditions([page.picture for page in context["city_pages"]])
        return context

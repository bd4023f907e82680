"""A page that lists its child pages."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.search import index
from wagtail_localize.fields import TranslatableField

from amf_site.visibility.pages import reachable
from pages.blocks import BodyBlock
from pages.pictures import fetch_renditions

from .base import BasePage, specific_pages


class SectionPage(BasePage):
    """A page that introduces a part of the site, such as "Who we are", and lists its child pages as cards."""

    body = StreamField(BodyBlock(), verbose_name=_("content"), blank=True)

    content_panels = [*BasePage.content_panels, FieldPanel("body")]
    search_fields = [*BasePage.search_fields, index.SearchField("body")]
    translatable_fields = [*BasePage.translatable_fields, TranslatableField("body")]

    page_description = _("A part of the site. Its pages are listed on it as cards.")
    parent_page_types = ["pages.HomePage", "pages.SectionPage"]

    class Meta:
        verbose_name = _("section")
        verbose_name_plural = _("sections")

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        children = list(self.get_children().filter(reachable(self.passed_restrictions)))
        specific = specific_pages(children)
        context["child_pages"] = [specific[child.pk] for child in children]
        fetch_renditions([page.picture for page in context["child_pages"]])
        return context

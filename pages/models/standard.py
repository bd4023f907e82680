"""A general-purpose page."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.search import index
from wagtail_localize.fields import TranslatableField

from pages.blocks import BodyBlock

from .base import BasePage


class StandardPage(BasePage):
    """A page made of content blocks, such as "About", "Governance" or the accessibility statement."""

    body = StreamField(BodyBlock(), verbose_name=_("content"))

    content_panels = [*BasePage.content_panels, FieldPanel("body")]
    search_fields = [*BasePage.search_fields, index.SearchField("body")]
    translatable_fields = [*BasePage.translatable_fields, TranslatableField("body")]

    page_description = _("A page of text, pictures and tables.")
    parent_page_types = ["pages.HomePage", "pages.SectionPage", "pages.StandardPage"]
    subpage_types = ["pages.StandardPage", "members.BodyPage"]

    class Meta:
        verbose_name = _("page")
        verbose_name_plural = _("pages")

from django.db import models
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, InlinePanel
from wagtail.models import DraftStateMixin, Orderable, Page, PageManager, RevisionMixin, TranslatableMixin
from wagtail.snippets.models import register_snippet
from wagtail_localize.fields import SynchronizedField, TranslatableField

from pages.models import BasePage


class Forgotten(Page):
    """Made as Wagtail's tutorial says."""

    place = models.CharField(max_length=100)


class OwnManager(BasePage):
    """Right but for its manager."""

    page_description = "A page."

    objects = PageManager()
    template = "pages/standard_page.html"
    parent_page_types = ["pages.SectionPage"]
    subpage_types = []


class Stray(BasePage):
    """Right but for a field and a row."""

    place = models.CharField(max_length=100)
    page_description = "A page."
    template = "pages/standard_page.html"
    content_panels = [*BasePage.content_panels, FieldPanel("place"), InlinePanel("stops")]
    parent_page_types = ["pages.SectionPage"]
    subpage_types = []
    translatable_fields = [*BasePage.translatable_fields, TranslatableField("stops")]


class Stop(TranslatableMixin, Orderable):
    page = ParentalKey(Stray, related_name="stops", on_delete=models.CASCADE)
    name = models.CharField(max_length=100)
    hour = models.CharField(max_length=5)

    translatable_fields = [TranslatableField("name")]

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        pass


class Unseen(BasePage):
    """Right but for its panels."""

    place = models.CharField(max_length=100)
    page_description = "A page."
    template = "pages/standard_page.html"
    parent_page_types = ["pages.SectionPage"]
    subpage_types = []
    translatable_fields = [*BasePage.translatable_fields, TranslatableField("place")]


class Homeless(BasePage):
    """Right but for its place: neither page that it names takes it."""

    page_description = "A page."
    template = "pages/standard_page.html"
    parent_page_types = ["pages.StandardPage"]
    subpage_types = ["members.CityPage"]


class Whole(BasePage):
    """Nothing is forgotten."""

    place = models.CharField(max_length=100)
    page_description = "A page."
    template = "pages/standard_page.html"
    content_panels = [*BasePage.content_panels, FieldPanel("place")]
    parent_page_types = ["pages.SectionPage"]
    subpage_types = []
    translatable_fields = [*BasePage.translatable_fields, SynchronizedField("place", overridable=False)]


@register_snippet
class Nobodys(DraftStateMixin, RevisionMixin, TranslatableMixin, models.Model):
    name = models.CharField(max_length=100)
    colour = models.CharField(max_length=100)

    translatable_fields = [TranslatableField("name")]

    class Meta(TranslatableMixin.Meta):
        pass

    def __str__(self) -> str:
        return self.name

from django.db import models
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, InlinePanel
from wagtail.models import DraftStateMixin, Orderable, Page, PageManager, RevisionMixin, TranslatableMixin
from wagtail.snippets.models import register_snippet
from wagtail_localize.fields import SynchronizedField, TranslatableField

from pages.models import BasePage


class Forgotten(Page):
    """Follows Wagtail's tutorial."""

    place = models.CharField(max_length=100)


class OwnManager(BasePage):
    """Correct except for its manager."""

    page_description = "A page."

    objects = PageManager()
    template = "pages/standard_page.html"
    parent_page_types = ["pages.SectionPage"]
    subpage_types = []


class Stray(BasePage):
    """Correct except for a field and a child model."""

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
    """Correct except for its panels."""

    place = models.CharField(max_length=100)
    page_description = "A page."
    template = "pages/standard_page.html"
    parent_page_types = ["pages.SectionPage"]
    subpage_types = []
    translatable_fields = [*BasePage.translatable_fields, TranslatableField("place")]


class Homeless(BasePage):
    """Correct except for its place: neither page type that it names accepts it."""

    page_description = "A page."
    template = "pages/standard_page.html"
    parent_page_types = ["pages.StandardPage"]
    subpage_types = ["members.CityPage"]


class Whole(BasePage):
    """Correct."""

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

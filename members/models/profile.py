"""The profile of a member city: its words in one language."""

from typing import ClassVar

from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, InlinePanel
from wagtail.fields import RichTextField, StreamField
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField, TranslatableField

from members.querysets import CityPageManager
from members.structured_data import city_graph
from pages.blocks import TEXT_FEATURES, BodyBlock
from pages.models import BasePage, Source
from pages.models.mixins import Showcase, Slide
from pages.pictures import fetch_renditions

from .city import City, CityFigure


class CityPage(Showcase, BasePage):
    """A member city: a picture, its story, its facts from the city's record, its landmarks."""

    city = models.ForeignKey(
        City,
        verbose_name=_("city's record"),
        on_delete=models.PROTECT,
        related_name="pages",
        help_text=_("Country, coordinates and figures, the same in all languages."),
    )
    story = RichTextField(_("story"), features=TEXT_FEATURES, blank=True)
    body = StreamField(BodyBlock(), verbose_name=_("more"), blank=True)

    objects: ClassVar = CityPageManager()

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("city"),
        FieldPanel("story"),
        InlinePanel("landmarks", heading=_("Landmarks"), label=_("landmark")),
        FieldPanel("body"),
    ]
    search_fields = [
        *BasePage.search_fields,
        index.SearchField("story"),
        index.SearchField("body"),
        index.RelatedFields("landmarks", [index.SearchField("name"), index.SearchField("text")]),
        index.RelatedFields("city", [index.SearchField("name"), index.SearchField("native_name")]),
    ]
    translatable_fields = [
        *BasePage.translatable_fields,
        SynchronizedField("city", overridable=False),
        TranslatableField("story"),
        TranslatableField("landmarks"),
        TranslatableField("body"),
    ]

    page_description = _("The profile of a member city.")
    parent_page_types = ["members.MemberDirectoryPage"]
    subpage_types = []

    class Meta:
        verbose_name = _("city profile")
        verbose_name_plural = _("city profiles")

    @cached_property
    def figure_rows(self) -> list[CityFigure]:
        """The figures of the city's record, each with ``source_name``: its source in the language of this page."""
        figures = list(self.city.figures.select_related("source"))
        names = Source.objects.filter(
            live=True,
            locale=self.locale,
            translation_key__in=[figure.source.translation_key for figure in figures],
        ).values_list("translation_key", "name")
        local = dict(names)
        for figure in figures:
            figure.source_name = local.get(figure.source.translation_key)
        return figures

    @cached_property
    def landmark_rows(self) -> list:
        """The landmarks in their order with their pictures."""
        return list(self.landmarks.select_related("picture"))

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        fetch_renditions([self.picture, *(row.picture for row in self.landmark_rows)])
        return context

    def structured_data(self, canonical: str) -> list[dict]:
        """What search engines read of the city; ``pages.structured_data`` adds it to the page."""
        return city_graph(self, canonical)

    def slides(self) -> list[Slide]:
        return [
            Slide(row.picture, row.picture_alt, row.name, row.native_name, row.native_language, row.anchor)
            for row in self.landmark_rows
            if row.picture
        ]

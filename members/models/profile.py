"""The profile of a member city: its page in one language."""

from typing import ClassVar

from django.db import models
from django.http import HttpRequest, HttpResponseBase
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel
from wagtail.contrib.routable_page.models import RoutablePageMixin, path
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Locale
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField, TranslatableField

from amf_site.cldr.collation import sort_key
from amf_site.printing.models import PagePdf, PrintedPage
from amf_site.printing.sending import send_pdf
from amf_site.search.kinds import SearchKind
from members.map import MOST_NAMES
from members.pdf import city_pictures, city_words
from members.querysets import CityPageManager
from members.structured_data import city_graph
from members.surroundings import Surroundings
from members.vocabulary import EventKind
from pages.blocks import TEXT_FEATURES, BodyBlock
from pages.models import BasePage, Source
from pages.models.mixins import Showcase, Slide
from pages.models.source import cite
from pages.pictures import fetch_renditions
from pages.querysets import name_in

from .categories import MembershipCategory, Theme
from .city import City, CityFigure
from .event import Event
from .title import HeldTitle


class CityPage(Showcase, PrintedPage, RoutablePageMixin, BasePage):
    """The profile of a member city: image, story, facts from the city's record, landmarks, partners and projects."""

    city = models.ForeignKey(
        City,
        verbose_name=_("city's record"),
        on_delete=models.PROTECT,
        related_name="pages",
        help_text=_("Country, coordinates and figures, the same in all languages."),
    )
    story = RichTextField(_("story"), features=TEXT_FEATURES, blank=True)
    offers = RichTextField(
        _("what the city offers"),
        features=TEXT_FEATURES,
        blank=True,
        help_text=_("Experience that others may ask for."),
    )
    seeks = RichTextField(
        _("what the city seeks"), features=TEXT_FEATURES, blank=True, help_text=_("Partners, experience, exchange.")
    )
    contact = models.CharField(
        _("whom to write to"), max_length=250, blank=True, help_text=_("The office; its addresses are on the record.")
    )
    body = StreamField(BodyBlock(), verbose_name=_("more"), blank=True)
    #: Collation key of the title in the page's language, set in ``clean()``.
    sort_key = models.CharField(max_length=250, editable=False, default="", db_index=True)

    objects: ClassVar = CityPageManager()
    one_for_each = ("city",)
    there_is_one = _("This city has a profile in this language already: %(title)s.")

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("city"),
        FieldPanel("story"),
        InlinePanel("landmarks", heading=_("Landmarks"), label=_("landmark")),
        MultiFieldPanel(
            [FieldPanel("offers"), FieldPanel("seeks"), FieldPanel("contact")], heading=_("Working with the city")
        ),
        FieldPanel("body"),
    ]
    search_kind = SearchKind.CITY
    search_fields = [
        *BasePage.search_fields,
        index.SearchField("story"),
        index.SearchField("offers"),
        index.SearchField("seeks"),
        index.SearchField("body"),
        index.RelatedFields("landmarks", [index.SearchField("name"), index.SearchField("text")]),
        index.RelatedFields(
            "city", [index.SearchField("name"), index.SearchField("native_name"), index.SearchField("other_names")]
        ),
    ]
    translatable_fields = [
        *BasePage.translatable_fields,
        SynchronizedField("city", overridable=False),
        TranslatableField("story"),
        TranslatableField("landmarks"),
        TranslatableField("offers"),
        TranslatableField("seeks"),
        TranslatableField("contact"),
        TranslatableField("body"),
    ]

    page_description = _("The profile of a member city.")
    parent_page_types = ["members.MemberDirectoryPage"]
    subpage_types = ["members.ProjectPage"]

    class Meta:
        verbose_name = _("city profile")
        verbose_name_plural = _("city profiles")

    def clean(self) -> None:
        super().clean()
        self.sort_key = sort_key(self.title, self.locale.language_code)

    @cached_property
    def figure_rows(self) -> list[CityFigure]:
        """The figures of the city, each with the ``citation`` of its source in the language of this page."""
        name = name_in(self.locale.language_code, Source, "source__")
        rows = list(self.city.figures.select_related("source").annotate(source_name=name))
        for row in rows:
            row.citation = cite(row.source, row.source_name)
        return rows

    @cached_property
    def title_rows(self) -> list[HeldTitle]:
        """The titles that have a name in this language, newest first, each with ``local_name``."""
        return list(HeldTitle.objects.in_language(self.locale.language_code).filter(city=self.city_id))

    @cached_property
    def event_rows(self) -> list[Event]:
        """The events that the city hosted or will host, the latest first, except those that were called off."""
        return [event for event in Event.objects.of_city(self.city).with_records() if event.takes_place]

    @cached_property
    def assembly_rows(self) -> list[Event]:
        """The General Assemblies among the events, in their order."""
        return [event for event in reversed(self.event_rows) if event.kind == EventKind.ASSEMBLY]

    @cached_property
    def membership(self) -> MembershipCategory | None:
        """The city's membership category with ``local_name``. ``None`` if it has no name in this language."""
        named = MembershipCategory.objects.in_language(self.locale.language_code)
        return named.filter(pk=self.city.membership_id).first() if self.city.membership_id else None

    @cached_property
    def theme_rows(self) -> list[Theme]:
        """The themes of the city that have a name in this language, each with ``local_name``."""
        return list(Theme.objects.in_language(self.locale.language_code).filter(cities=self.city_id))

    @cached_property
    def landmark_rows(self) -> list:
        """The landmarks in order, with their images."""
        return list(self.landmarks.select_related("picture"))

    def get_context(self, request, *args, **kwargs):
        """Add ``around``: partners, projects, news and neighbours of the city, and a map."""
        context = super().get_context(request, *args, **kwargs)
        context["around"] = around = Surroundings(self)
        pictures = [row.picture for row in self.landmark_rows]
        below = [page.picture for page in (*around.projects, *around.news)]
        fetch_renditions([self.picture, *pictures, *below])
        return context

    def structured_data(self, canonical: str) -> list[dict]:
        """Return the city's JSON-LD, which ``pages.structured_data`` adds to that of the page."""
        return city_graph(self, canonical)

    @property
    def made_pdf(self) -> PagePdf | None:
        """The profile's PDF, or ``None`` until the worker has made it."""
        made = getattr(self, "pdf", None)
        return made if made and made.file else None

    @path("download/", name="download")
    def download(self, request: HttpRequest) -> HttpResponseBase:
        """Serve the one-page PDF of the profile."""
        return send_pdf(request, self)

    pdf_template = "city.typ"

    def pdf_words(self) -> dict:
        return city_words(self)

    def pdf_own_words(self) -> list[str]:
        return [self.title, self.summary, self.story]

    def pdf_pictures(self) -> dict[str, bytes]:
        return city_pictures(self)

    @classmethod
    def overview(cls, locale: Locale) -> list["CityPage"]:
        """Return the profiles in order, at most one more than a map can name."""
        reachable = cls.objects.reachable().filter(locale=locale).with_records()
        return list(reachable.defer_streamfields().in_alphabet()[: MOST_NAMES + 1])

    def slides(self) -> list[Slide]:
        return [
            Slide(row.picture, row.picture_alt, row.name, row.native_name, row.native_language, row.anchor)
            for row in self.landmark_rows
            if row.picture
        ]

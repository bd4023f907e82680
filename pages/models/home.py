"""The landing page."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, PageChooserPanel
from wagtail.admin.widgets import AdminAutoHeightTextInput
from wagtail.blocks import PageChooserBlock
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField, TranslatableField

from pages.blocks import PARAGRAPH_FEATURES, BodyBlock
from pages.frame import frame_of
from pages.landing import landing_sections
from pages.pictures import fetch_renditions

from .base import BasePage, specific_pages
from .mixins import Showcase


class HomePage(BasePage):
    """The landing page of a language: slideshow of a city, the Forum in brief, motto, strategic plan, member cities."""

    one_for_each = ()

    hero_title = models.CharField(_("line over the pictures"), max_length=120)
    hero_text = models.CharField(_("sentence over the pictures"), max_length=250, blank=True)
    showcase = models.ForeignKey(
        Page,
        verbose_name=_("city in the slideshow"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("The landmarks of this city are the pictures at the top. Change them on the city's page."),
    )
    brief_title = models.CharField(_("heading"), max_length=120)
    brief = RichTextField(_("text"), features=PARAGRAPH_FEATURES, help_text=_("Three sentences."))
    motto = models.CharField(_("motto"), max_length=150)
    motto_note = models.CharField(_("note on the motto"), max_length=250, blank=True)
    plan_page = models.ForeignKey(
        Page, verbose_name=_("page of the plan"), null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    plan_title = models.CharField(_("heading"), max_length=120, blank=True)
    plan_text = models.TextField(_("text"), blank=True, max_length=600)
    cities_title = models.CharField(_("heading"), max_length=120, blank=True)
    cities_text = models.TextField(_("text"), blank=True, max_length=600)
    featured = StreamField(
        [("city", PageChooserBlock(page_type="members.CityPage", label=_("city")))],
        verbose_name=_("featured cities"),
        blank=True,
        max_num=6,
    )
    body = StreamField(BodyBlock(), verbose_name=_("more"), blank=True)

    content_panels = [
        *BasePage.content_panels,
        MultiFieldPanel(
            [
                FieldPanel("hero_title"),
                FieldPanel("hero_text", widget=AdminAutoHeightTextInput),
                PageChooserPanel("showcase", page_type="members.CityPage"),
            ],
            heading=_("Pictures at the top"),
        ),
        MultiFieldPanel([FieldPanel("brief_title"), FieldPanel("brief")], heading=_("The Forum in brief")),
        MultiFieldPanel([FieldPanel("motto"), FieldPanel("motto_note")], heading=_("Motto")),
        MultiFieldPanel(
            [
                PageChooserPanel("plan_page", page_type="strategy.StrategicPlanPage"),
                FieldPanel("plan_title"),
                FieldPanel("plan_text"),
            ],
            heading=_("Strategic plan"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("cities_title"),
                FieldPanel("cities_text"),
                FieldPanel("featured"),
            ],
            heading=_("Member cities"),
        ),
        FieldPanel("body"),
    ]
    search_fields = [
        *BasePage.search_fields,
        index.SearchField("brief"),
        index.SearchField("motto"),
        index.SearchField("body"),
    ]
    # The landing pages of all languages are siblings, so each needs its own slug. It is not part of any URL.
    translatable_fields = [
        *(rule for rule in BasePage.translatable_fields if rule.field_name != "slug"),
        TranslatableField("hero_title"),
        TranslatableField("hero_text"),
        SynchronizedField("showcase", overridable=False),
        TranslatableField("brief_title"),
        TranslatableField("brief"),
        TranslatableField("motto"),
        TranslatableField("motto_note"),
        SynchronizedField("plan_page", overridable=False),
        TranslatableField("plan_title"),
        TranslatableField("plan_text"),
        TranslatableField("cities_title"),
        TranslatableField("cities_text"),
        SynchronizedField("featured", overridable=False),
        TranslatableField("body"),
    ]

    @property
    def featured_page_ids(self) -> list[int]:
        return [block["value"] for block in self.featured.raw_data if block["value"]]

    def get_context(self, request, *args, **kwargs):
        """Add what the page shows of others in the reader's language: cities, slides, plan, sections of other apps."""
        context = super().get_context(request, *args, **kwargs)
        local = frame_of(request, self).local_pages
        showcase_id, plan_page_id = self.showcase_id or 0, self.plan_page_id or 0
        chosen = [pk for pk in (showcase_id, plan_page_id, *self.featured_page_ids) if pk in local]
        kinds = dict.fromkeys(local[pk].specific_class for pk in chosen)
        context["overview"] = overview = [
            page for kind in kinds if issubclass(kind, Showcase) for page in kind.overview(self.locale)
        ]
        specific = {page.pk: page for page in overview}
        specific |= specific_pages([local[pk] for pk in chosen if local[pk].pk not in specific])
        here = {pk: specific[local[pk].pk] for pk in chosen}
        showcase = here.get(showcase_id)
        context["showcase_page"] = showcase
        context["slides"] = showcase.slides() if showcase else []
        context["plan_page"] = here.get(plan_page_id)
        context["cities"] = [here[pk] for pk in self.featured_page_ids if pk in here]
        context["sections"] = sections = landing_sections(self.locale)
        pictures = [page.picture for page in context["cities"]] + [slide.image for slide in context["slides"]]
        fetch_renditions([*pictures, *(picture for section in sections for picture in section.pictures)])
        return context

    page_description = _("The landing page of a language. There is one.")
    parent_page_types = ["wagtailcore.Page"]

    class Meta:
        verbose_name = _("landing page")

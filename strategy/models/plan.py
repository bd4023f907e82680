"""The page of the strategic plan."""

from typing import ClassVar

from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel
from wagtail.contrib.routable_page.models import RoutablePageMixin, path
from wagtail.fields import RichTextField
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField, TranslatableField

from pages.blocks import TEXT_FEATURES
from pages.models import BasePage
from strategy.download import answer_with_file
from strategy.querysets import StrategicPlanPageManager

from .edition import PlanEdition, PlanFile


class StrategicPlanPage(RoutablePageMixin, BasePage):
    """The plan in HTML; the same words as a file are offered beside it, at ``download/``."""

    edition = models.ForeignKey(
        PlanEdition,
        verbose_name=_("current edition"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="plan_pages",
        help_text=_("Its period and its files, one per language."),
    )
    introduction = RichTextField(_("introduction"), features=TEXT_FEATURES, blank=True)
    mission_intro = models.CharField(
        _("line before the aims"), max_length=250, blank=True, help_text=_("What mayors and city managers seek is:")
    )
    vision = RichTextField(_("vision"), features=TEXT_FEATURES)

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("edition"),
        FieldPanel("introduction"),
        MultiFieldPanel(
            [
                InlinePanel("grounds", heading=_("What it rests on"), label=_("ground")),
                FieldPanel("mission_intro"),
                InlinePanel("aims", heading=_("What mayors seek"), label=_("aim")),
            ],
            heading=_("Mission"),
        ),
        FieldPanel("vision"),
        InlinePanel("goals", heading=_("Goals"), label=_("goal")),
        InlinePanel("values", heading=_("Organisational values"), label=_("value")),
    ]
    search_fields = [
        *BasePage.search_fields,
        index.SearchField("introduction"),
        index.SearchField("vision"),
        index.RelatedFields("grounds", [index.SearchField("text")]),
        index.RelatedFields("aims", [index.SearchField("text")]),
        index.RelatedFields("goals", [index.SearchField("title"), index.SearchField("text")]),
        index.RelatedFields("values", [index.SearchField("title"), index.SearchField("text")]),
    ]
    translatable_fields = [
        *BasePage.translatable_fields,
        SynchronizedField("edition", overridable=False),
        TranslatableField("introduction"),
        TranslatableField("mission_intro"),
        TranslatableField("grounds"),
        TranslatableField("aims"),
        TranslatableField("vision"),
        TranslatableField("goals"),
        TranslatableField("values"),
    ]

    objects: ClassVar = StrategicPlanPageManager()

    page_description = _("Mission, vision, goals and values, with the plan as a file in each language.")
    parent_page_types = ["pages.SectionPage", "pages.HomePage"]
    subpage_types = []

    class Meta:
        verbose_name = _("strategic plan")
        verbose_name_plural = _("strategic plans")

    @cached_property
    def files(self) -> list[PlanFile]:
        """The files of the current edition, in every language that has one."""
        if self.edition_id is None:
            return []
        return list(PlanFile.objects.filter(edition_id=self.edition_id).select_related("document", "edition"))

    @cached_property
    def file(self) -> PlanFile | None:
        """The file in the language of this page."""
        return next((file for file in self.files if file.language == self.locale.language_code), None)

    @cached_property
    def earlier_files(self) -> list[PlanFile]:
        """This language's files of earlier editions, newest first."""
        if self.edition is None:
            return []
        return list(
            PlanFile.objects.filter(
                language=self.locale.language_code, edition__published_on__lt=self.edition.published_on
            )
            .select_related("document", "edition")
            .order_by("-edition__published_on")
        )

    @path("download/", name="download")
    def download(self, request):
        """The current plan as a file in this language, at an address that stays."""
        return answer_with_file(request, self)

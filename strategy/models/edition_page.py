"""The page of an edition of the plan."""

from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel
from wagtail.contrib.routable_page.models import RoutablePageMixin, path
from wagtail.fields import RichTextField
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField, TranslatableField

from amf_site.addresses import page_path
from amf_site.cldr.words import minutes_to_read
from amf_site.printing.models import PrintedPage
from pages.blocks import TEXT_FEATURES
from pages.models import BasePage
from strategy.comparison import compare_goals
from strategy.download import answer_with_file
from strategy.files import DownloadableFile, files_of
from strategy.pdf import own_words, plan_words
from strategy.progress import MeasuredGoal, measured_goals
from strategy.querysets import PlanEditionPageManager

from .direction import Goal, MissionAim, MissionGround, Value
from .edition import PlanEdition


class PlanEditionPage(PrintedPage, RoutablePageMixin, BasePage):
    """One edition in one language. While it is the current edition, readers see it at the URL of its parent page."""

    edition = models.ForeignKey(
        PlanEdition,
        verbose_name=_("edition"),
        on_delete=models.PROTECT,
        related_name="pages",
        help_text=_("Its period, its status and its files, the same in all languages."),
    )
    mission_intro = models.CharField(
        _("line before the aims"), max_length=250, blank=True, help_text=_("What mayors and city managers seek is:")
    )
    vision = RichTextField(_("vision"), features=TEXT_FEATURES)

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("edition"),
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
        index.SearchField("vision"),
        index.RelatedFields("grounds", [index.SearchField("text")]),
        index.RelatedFields("aims", [index.SearchField("text")]),
        index.RelatedFields(
            "goals", [index.SearchField("title"), index.SearchField("text"), index.SearchField("actions")]
        ),
        index.RelatedFields("values", [index.SearchField("title"), index.SearchField("text")]),
    ]
    translatable_fields = [
        *BasePage.translatable_fields,
        SynchronizedField("edition", overridable=False),
        TranslatableField("mission_intro"),
        TranslatableField("grounds"),
        TranslatableField("aims"),
        TranslatableField("vision"),
        TranslatableField("goals"),
        TranslatableField("values"),
    ]

    objects: ClassVar = PlanEditionPageManager()
    one_for_each = ("edition",)
    there_is_one = _("This edition has a page in this language already.")

    page_description = _("The words of one edition: mission, vision, goals and values.")
    parent_page_types = ["strategy.StrategicPlanPage"]
    subpage_types = []

    pdf_template = "plan.typ"

    class Meta:
        verbose_name = _("edition of the strategic plan")
        verbose_name_plural = _("editions of the strategic plan")

    @cached_property
    def is_shown_above(self) -> bool:
        """Whether the parent page shows this edition to readers of this language."""
        editions = PlanEditionPage.objects.filter(locale_id=self.locale_id)
        shown = editions.shown_at_the_stable_address(self.passed_restrictions)
        return shown.filter(pk=self.pk).exists()

    @property
    def is_current(self) -> bool:
        return self.edition.status == PlanEdition.Status.ADOPTED

    @cached_property
    def previous(self) -> "PlanEditionPage | None":
        """The previous edition in the same language."""
        older = PlanEditionPage.objects.published(self.passed_restrictions).filter(
            locale_id=self.locale_id, edition__published_on__lt=self.edition.published_on
        )
        return older.order_by("-edition__published_on").select_related("edition", "locale").first()

    @cached_property
    def ground_rows(self) -> list[MissionGround]:
        return list(self.grounds.all())

    @cached_property
    def aim_rows(self) -> list[MissionAim]:
        return list(self.aims.all())

    @cached_property
    def goal_rows(self) -> list[Goal]:
        return list(self.goals.all())

    @cached_property
    def value_rows(self) -> list[Value]:
        return list(self.values.all())

    @cached_property
    def minutes(self) -> int:
        """The reading time in minutes."""
        return minutes_to_read(" ".join(own_words(self)), self.locale.language_code)

    @cached_property
    def measured_goals(self) -> list[MeasuredGoal]:
        """The goals with their numbers, actions and indicators."""
        return measured_goals(self)

    @cached_property
    def files(self) -> list[DownloadableFile]:
        """The edition's files in all languages."""
        return files_of(self.edition, self.passed_restrictions, own=self.locale.language_code)

    @cached_property
    def file(self) -> DownloadableFile | None:
        """The file in the language of this page."""
        return next((file for file in self.files if file.language == self.locale.language_code), None)

    @property
    def own_path(self) -> str:
        """The URL path of this page, which stays valid when the edition is no longer current."""
        return page_path(self, self.locale.language_code)

    @property
    def stable_path(self) -> str:
        """The URL path of the current edition, which is that of the parent page."""
        return self.own_path.removesuffix(f"{self.slug}/")

    @path("")
    def index_route(self, request: HttpRequest) -> HttpResponseBase:
        """Redirect to the parent page if it shows this edition, so that it has one URL. Browsers keep the fragment."""
        if self.is_shown_above and not getattr(request, "is_preview", False):
            return redirect(self.stable_path)
        return super().index_route(request)

    @path("download/", name="download")
    def download(self, request: HttpRequest) -> HttpResponseBase:
        """Serve the file of this edition in this language. Its URL stays valid when a new edition is published."""
        return answer_with_file(request, self)

    @path("compare/", name="compare")
    def compare(self, request: HttpRequest) -> HttpResponseBase:
        """Show what has changed in each goal since the previous edition."""
        context = self.get_context(request)
        context["pairs"] = compare_goals(self, self.previous) if self.previous else []
        response = TemplateResponse(request, "strategy/comparison.html", context)
        response["X-Robots-Tag"] = "noindex"
        return response

    def pdf_words(self) -> dict[str, Any]:
        return plan_words(self)

    def pdf_own_words(self) -> list[str]:
        return own_words(self)

"""The data bank of urban projects, as called for by the Bangkok declaration of 2012."""

from typing import ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Orderable, TranslatableMixin
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField, TranslatableField

from amf_site.languages import SOURCE_LANGUAGE
from amf_site.media.models import SiteDocument
from amf_site.search.kinds import SearchKind
from members.querysets import ProjectPageManager
from pages.blocks import PARAGRAPH_FEATURES, TEXT_FEATURES
from pages.models import BasePage, Source, with_citations
from pages.years import validate_past_year, validate_year_of_figure

from .categories import Theme
from .city import City

YEARS = [MinValueValidator(1800), MaxValueValidator(2200)]


class ProjectPage(BasePage):
    """A project of the city whose profile is its parent page: challenge, response and outcome."""

    class Cost(models.TextChoices):
        UNDER_1M = "under-1m", _("under 1 million US dollars")
        TO_10M = "1m-10m", _("1 to 10 million US dollars")
        TO_100M = "10m-100m", _("10 to 100 million US dollars")
        OVER_100M = "over-100m", _("over 100 million US dollars")

    city = models.ForeignKey(City, editable=False, on_delete=models.PROTECT, related_name="projects")
    challenge = RichTextField(_("challenge"), features=TEXT_FEATURES)
    response = RichTextField(_("what was done"), features=TEXT_FEATURES)
    outcome = RichTextField(_("results"), features=PARAGRAPH_FEATURES, blank=True)
    themes = ParentalManyToManyField(
        Theme,
        verbose_name=_("themes"),
        blank=True,
        related_name="projects",
        limit_choices_to={"locale__language_code": SOURCE_LANGUAGE},
    )
    started = models.PositiveSmallIntegerField(_("started in"), null=True, blank=True, validators=YEARS)
    completed = models.PositiveSmallIntegerField(
        _("completed in"),
        null=True,
        blank=True,
        validators=[*YEARS[:1], validate_past_year],
        help_text=_("Empty while it goes on, or if it is not known."),
    )
    cost = models.CharField(_("cost"), max_length=12, choices=Cost, blank=True)
    link = models.URLField(_("link"), max_length=500, blank=True, help_text=_("A public page that tells of it."))
    contact = models.CharField(_("whom to ask"), max_length=250, blank=True)

    objects: ClassVar = ProjectPageManager()

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("challenge"),
        FieldPanel("response"),
        MultiFieldPanel(
            [FieldPanel("outcome"), InlinePanel("results", heading=_("Figures"), label=_("figure"))],
            heading=_("Results"),
        ),
        FieldPanel("themes", widget=forms.CheckboxSelectMultiple),
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("started"), FieldPanel("completed")]), FieldPanel("cost")],
            heading=_("Time and cost"),
        ),
        InlinePanel("documents", heading=_("Documents"), label=_("document")),
        MultiFieldPanel([FieldPanel("contact"), FieldPanel("link")], heading=_("Contact")),
    ]
    search_kind = SearchKind.PROJECT
    search_fields = [
        *BasePage.search_fields,
        index.SearchField("challenge"),
        index.SearchField("response"),
        index.SearchField("outcome"),
        index.RelatedFields("results", [index.SearchField("label")]),
        index.FilterField("city"),
        index.FilterField("cost"),
    ]
    translatable_fields = [
        *BasePage.translatable_fields,
        TranslatableField("challenge"),
        TranslatableField("response"),
        TranslatableField("outcome"),
        TranslatableField("results"),
        SynchronizedField("themes", overridable=False),
        SynchronizedField("started", overridable=False),
        SynchronizedField("completed", overridable=False),
        SynchronizedField("cost", overridable=False),
        TranslatableField("documents"),
        TranslatableField("contact"),
        SynchronizedField("link", overridable=False),
    ]

    page_description = _("A project of a city, with results, figures and sources.")
    parent_page_types = ["members.CityPage"]
    subpage_types = []

    class Meta:
        verbose_name = _("project")
        verbose_name_plural = _("projects")

    def clean(self) -> None:
        super().clean()
        if self.started and self.completed and self.completed < self.started:
            raise ValidationError({"completed": _("It cannot end before it begins.")})

    def save(self, *args, **kwargs):
        """Set the city to that of the parent page, so that it is right after a move as well."""
        if self.depth:
            self.city = City.objects.get(pages__path=self.path[: -self.steplen])
        super().save(*args, **kwargs)

    @cached_property
    def result_rows(self) -> list["ProjectResult"]:
        """The figures, each with the ``citation`` of its source in the language of this page."""
        return with_citations(self.results.select_related("source"), self.locale)

    @cached_property
    def document_rows(self) -> list["ProjectDocument"]:
        return list(self.documents.select_related("document"))

    @cached_property
    def theme_rows(self) -> list[Theme]:
        """The themes that have a name in this language, each with ``local_name``."""
        chosen = [theme.pk for theme in self.themes.all()]
        return list(Theme.objects.in_language(self.locale.language_code).filter(pk__in=chosen))


class ProjectResult(TranslatableMixin, Orderable):
    """A measured result. Its year and its source are required."""

    page = ParentalKey(ProjectPage, on_delete=models.CASCADE, related_name="results")
    label = models.CharField(_("what"), max_length=120, help_text=_("For example: Workshops restored"))
    value = models.DecimalField(_("number"), max_digits=14, decimal_places=2)
    unit = models.CharField(_("unit"), max_length=40, blank=True, help_text=_("For example: hectares"))
    year = models.PositiveSmallIntegerField(_("year"), validators=[*YEARS[:1], validate_year_of_figure])
    source = models.ForeignKey(
        Source,
        verbose_name=_("source"),
        on_delete=models.PROTECT,
        related_name="+",
        limit_choices_to={"locale__language_code": SOURCE_LANGUAGE},
    )

    panels = [
        FieldPanel("label"),
        FieldRowPanel([FieldPanel("value"), FieldPanel("unit"), FieldPanel("year")]),
        FieldPanel("source"),
    ]
    translatable_fields: ClassVar = [
        TranslatableField("label"),
        SynchronizedField("value", overridable=False),
        TranslatableField("unit"),
        SynchronizedField("year", overridable=False),
        SynchronizedField("source", overridable=False),
    ]

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        verbose_name = _("result")
        verbose_name_plural = _("results")

    def __str__(self) -> str:
        return self.label


class ProjectDocument(TranslatableMixin, Orderable):
    """A file about the project."""

    page = ParentalKey(ProjectPage, on_delete=models.CASCADE, related_name="documents")
    title = models.CharField(_("title"), max_length=200)
    document = models.ForeignKey(SiteDocument, verbose_name=_("file"), on_delete=models.CASCADE, related_name="+")

    panels = [FieldPanel("title"), FieldPanel("document")]
    translatable_fields: ClassVar = [TranslatableField("title"), SynchronizedField("document")]

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        verbose_name = _("document")
        verbose_name_plural = _("documents")

    def __str__(self) -> str:
        return self.title

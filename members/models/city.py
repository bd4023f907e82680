"""A city's facts: the same in every language, so entered once and touched by no translator."""

import zoneinfo

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.models import Orderable
from wagtail.search import index

from amf_site.cldr import country_choices, language_choices
from pages.models import Source


def validate_time_zone(value: str) -> None:
    """Refuse a name that the time zone database does not know."""
    if value not in zoneinfo.available_timezones():
        raise ValidationError(_("“%(name)s” is no time zone. Write it like Asia/Tehran."), params={"name": value})


class City(index.Indexed, ClusterableModel):
    """A city as a record. Its pages, one per language, hold the words and point here."""

    name = models.CharField(_("name"), max_length=100, unique=True, help_text=_("In English, for staff."))
    native_name = models.CharField(_("native name"), max_length=100, help_text=_("As the city writes itself."))
    native_language = models.CharField(_("its language"), max_length=10, choices=language_choices)
    country = models.CharField(_("country"), max_length=2, choices=country_choices)
    latitude = models.DecimalField(
        _("latitude"),
        max_digits=7,
        decimal_places=4,
        validators=[MinValueValidator(-90), MaxValueValidator(90)],
        help_text=_("Degrees, north positive."),
    )
    longitude = models.DecimalField(
        _("longitude"),
        max_digits=7,
        decimal_places=4,
        validators=[MinValueValidator(-180), MaxValueValidator(180)],
        help_text=_("Degrees, east positive."),
    )
    time_zone = models.CharField(_("time zone"), max_length=40, blank=True, validators=[validate_time_zone])
    official_site = models.URLField(_("official site"), blank=True)

    panels = [
        MultiFieldPanel(
            [
                FieldPanel("name"),
                FieldRowPanel([FieldPanel("native_name"), FieldPanel("native_language")]),
                FieldPanel("country"),
            ],
            heading=_("Names"),
        ),
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("latitude"), FieldPanel("longitude")]), FieldPanel("time_zone")],
            heading=_("Place"),
        ),
        FieldPanel("official_site"),
        InlinePanel("figures", heading=_("Figures"), label=_("figure")),
    ]
    search_fields = [
        index.SearchField("name"),
        index.SearchField("native_name"),
        index.AutocompleteField("name"),
        index.AutocompleteField("native_name"),
    ]

    class Meta:
        verbose_name = _("city")
        verbose_name_plural = _("cities")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class CityFigure(Orderable):
    """A number about a city, with the year it is of and where it comes from. Without both it cannot be saved."""

    class Kind(models.TextChoices):
        POPULATION = "population", _("Population")
        AREA = "area", _("Area")
        ELEVATION = "elevation", _("Elevation")

    class Extent(models.TextChoices):
        CITY = "city", _("city")
        METROPOLIS = "metropolis", _("metropolitan area")
        PROVINCE = "province", _("province")

    city = ParentalKey(City, on_delete=models.CASCADE, related_name="figures")
    kind = models.CharField(_("what"), max_length=20, choices=Kind)
    extent = models.CharField(_("of"), max_length=20, choices=Extent, default=Extent.CITY)
    value = models.DecimalField(
        _("number"),
        max_digits=12,
        decimal_places=1,
        validators=[MinValueValidator(0)],
        help_text=_("People, square kilometres or metres."),
    )
    year = models.PositiveSmallIntegerField(_("year"), validators=[MinValueValidator(1000), MaxValueValidator(2200)])
    source = models.ForeignKey(Source, verbose_name=_("source"), on_delete=models.PROTECT, related_name="+")

    panels = [
        FieldRowPanel([FieldPanel("kind"), FieldPanel("extent")]),
        FieldRowPanel([FieldPanel("value"), FieldPanel("year")]),
        FieldPanel("source"),
    ]

    class Meta(Orderable.Meta):
        verbose_name = _("figure")
        verbose_name_plural = _("figures")

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.year}"

    @property
    def number(self) -> int | float:
        """The value, whole if it is."""
        return int(self.value) if self.value == int(self.value) else float(self.value)

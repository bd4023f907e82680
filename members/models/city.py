"""Facts about cities. They are the same in all languages, so they are entered once and never translated."""

import datetime
import zoneinfo

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.models import Orderable, RevisionMixin
from wagtail.search import index

from amf_site.cldr.names import country_choices, language_choices
from amf_site.languages import SOURCE_LANGUAGE
from members.geography import Point
from members.panels import OfficesPanel, ProfilesPanel
from pages.models import Source
from pages.telephone import TelephoneField
from pages.years import validate_gregorian_year, validate_past_year, validate_year_of_figure

from .categories import MembershipCategory, Theme


def validate_past(value: datetime.date) -> None:
    """Raise ``ValidationError`` for a date in the future, or of the Persian calendar."""
    validate_gregorian_year(value.year)
    if value > timezone.localdate():
        raise ValidationError(_("This day is in the future."))


#: Names in the database that are no time zone, or another one on every computer.
NO_PLACE = {"Factory", "localtime"}


def validate_time_zone(value: str) -> None:
    """Raise ``ValidationError`` for a name that is not in the time zone database."""
    if value not in zoneinfo.available_timezones() - NO_PLACE:
        raise ValidationError(_("“%(name)s” is no time zone. Write it like Asia/Tehran."), params={"name": value})


class SubRegion(models.TextChoices):
    """Regions of the UN standard M49, whose names CLDR has in every language."""

    CENTRAL_ASIA = "143", _("Central Asia")
    EASTERN_ASIA = "030", _("Eastern Asia")
    SOUTH_EASTERN_ASIA = "035", _("South-eastern Asia")
    SOUTHERN_ASIA = "034", _("Southern Asia")
    WESTERN_ASIA = "145", _("Western Asia")
    EASTERN_EUROPE = "151", _("Eastern Europe")
    OCEANIA = "009", _("Oceania")


class City(RevisionMixin, index.Indexed, ClusterableModel):
    """The record of a city. Its profiles (``CityPage``), one per language, hold the texts and point to it."""

    name = models.CharField(_("name"), max_length=100, unique=True, help_text=_("In English, for staff."))
    native_name = models.CharField(_("native name"), max_length=100, help_text=_("As the city writes itself."))
    native_language = models.CharField(_("its language"), max_length=10, choices=language_choices)
    other_names = models.TextField(
        _("other spellings"),
        blank=True,
        max_length=1000,
        help_text=_("One a line, in any script: names by which readers search. They are not shown."),
    )
    country = models.CharField(_("country"), max_length=2, choices=country_choices)
    sub_region = models.CharField(_("sub-region"), max_length=3, choices=SubRegion)
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
    membership = models.ForeignKey(
        MembershipCategory,
        verbose_name=_("membership"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="cities",
        limit_choices_to={"locale__language_code": SOURCE_LANGUAGE},
    )
    member_since = models.PositiveSmallIntegerField(
        _("since"), null=True, blank=True, validators=[MinValueValidator(2008), validate_past_year]
    )
    themes = ParentalManyToManyField(
        Theme,
        verbose_name=_("themes"),
        blank=True,
        related_name="cities",
        limit_choices_to={"locale__language_code": SOURCE_LANGUAGE},
        help_text=_("The fields in which the city is active in the Forum."),
    )
    official_site = models.URLField(_("official site"), blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    telephone = TelephoneField(_("telephone"), max_length=40, blank=True, help_text=_("International form: +98 …"))
    checked_on = models.DateField(_("last checked on"), null=True, blank=True, validators=[validate_past])
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    #: All names in all languages, folded, one per line, for search in the directory. Updated by ``members.signals``.
    folded_names = models.TextField(editable=False, default="")

    panels = [
        ProfilesPanel(heading=_("Profiles")),
        MultiFieldPanel(
            [
                FieldPanel("name"),
                FieldRowPanel([FieldPanel("native_name"), FieldPanel("native_language")]),
                FieldPanel("other_names"),
            ],
            heading=_("Names"),
        ),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("country"), FieldPanel("sub_region")]),
                FieldRowPanel([FieldPanel("latitude"), FieldPanel("longitude")]),
                FieldPanel("time_zone"),
            ],
            heading=_("Place"),
        ),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("membership", widget=forms.Select), FieldPanel("member_since")]),
                FieldPanel("themes", widget=forms.CheckboxSelectMultiple),
                InlinePanel("titles", heading=_("Titles held"), label=_("title")),
            ],
            heading=_("In the Forum"),
        ),
        InlinePanel("figures", heading=_("Figures"), label=_("figure")),
        MultiFieldPanel(
            [FieldPanel("official_site"), FieldRowPanel([FieldPanel("email"), FieldPanel("telephone")])],
            heading=_("Contact"),
        ),
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("checked_on"), FieldPanel("checked_by")])],
            heading=_("Last checked"),
            help_text=_("When somebody compared this record and its pages with their sources."),
        ),
        OfficesPanel(heading=_("Office of the city")),
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

    @property
    def point(self) -> Point:
        return Point(float(self.longitude), float(self.latitude))


class CityFigure(Orderable):
    """A figure about a city. Its year and its source are required."""

    class Kind(models.TextChoices):
        POPULATION = "population", _("Population")
        AREA = "area", _("Area")
        ELEVATION = "elevation", _("Elevation")
        FOUNDED = "founded", _("Founded")

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
        help_text=_("People, square kilometres, metres, or the year of the foundation."),
    )
    year = models.PositiveSmallIntegerField(
        _("year"),
        help_text=_("In which it was counted or published."),
        validators=[MinValueValidator(1000), validate_year_of_figure],
    )
    source = models.ForeignKey(
        Source,
        verbose_name=_("source"),
        on_delete=models.PROTECT,
        related_name="+",
        limit_choices_to={"locale__language_code": SOURCE_LANGUAGE},
    )

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

    def clean(self) -> None:
        super().clean()
        if self.kind == self.Kind.FOUNDED and self.value is not None:
            try:
                validate_past_year(int(self.value))
            except ValidationError as refusal:
                raise ValidationError({"value": refusal}) from refusal

    @property
    def number(self) -> int | float:
        """The value as an ``int`` if it is whole, or else as a ``float``."""
        return int(self.value) if self.value == int(self.value) else float(self.value)

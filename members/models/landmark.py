"""Landmarks of cities."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.models import Orderable, TranslatableMixin
from wagtail_localize.fields import SynchronizedField, TranslatableField

from amf_site.cldr.names import language_choices
from amf_site.media.models import SiteImage
from pages.years import validate_past_year


class Landmark(TranslatableMixin, Orderable):
    """A landmark on a city profile. Name and texts are translated; the other fields are the same in all languages."""

    city_page = ParentalKey("members.CityPage", on_delete=models.CASCADE, related_name="landmarks")
    picture = models.ForeignKey(
        SiteImage, verbose_name=_("picture"), null=True, on_delete=models.SET_NULL, related_name="+"
    )
    picture_alt = models.CharField(
        _("what the picture shows"), max_length=250, help_text=_("For readers who do not see it.")
    )
    name = models.CharField(_("name"), max_length=120)
    native_name = models.CharField(_("native name"), max_length=120, help_text=_("As its city writes it."))
    native_language = models.CharField(_("its language"), max_length=10, choices=language_choices)
    text = models.TextField(_("text"), max_length=800)
    built = models.PositiveSmallIntegerField(
        _("built in"),
        null=True,
        blank=True,
        validators=[validate_past_year],
        help_text=_("The year, if it is known."),
    )
    heritage_id = models.PositiveIntegerField(
        _("World Heritage number"), null=True, blank=True, help_text=_("The property's number on UNESCO's list.")
    )
    latitude = models.DecimalField(
        _("latitude"),
        max_digits=7,
        decimal_places=4,
        null=True,
        blank=True,
        validators=[MinValueValidator(-90), MaxValueValidator(90)],
    )
    longitude = models.DecimalField(
        _("longitude"),
        max_digits=7,
        decimal_places=4,
        null=True,
        blank=True,
        validators=[MinValueValidator(-180), MaxValueValidator(180)],
    )

    panels = [
        FieldPanel("picture"),
        FieldPanel("picture_alt"),
        FieldPanel("name"),
        FieldRowPanel([FieldPanel("native_name"), FieldPanel("native_language")]),
        FieldPanel("text"),
        FieldRowPanel([FieldPanel("built"), FieldPanel("heritage_id")]),
        FieldRowPanel([FieldPanel("latitude"), FieldPanel("longitude")]),
    ]
    translatable_fields = [
        SynchronizedField("picture"),
        TranslatableField("picture_alt"),
        TranslatableField("name"),
        SynchronizedField("native_name", overridable=False),
        SynchronizedField("native_language", overridable=False),
        TranslatableField("text"),
        SynchronizedField("built", overridable=False),
        SynchronizedField("heritage_id", overridable=False),
        SynchronizedField("latitude", overridable=False),
        SynchronizedField("longitude", overridable=False),
    ]

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        verbose_name = _("landmark")
        verbose_name_plural = _("landmarks")

    def __str__(self) -> str:
        return self.name

    @property
    def anchor(self) -> str:
        """The HTML id of the landmark, the same in all languages and independent of its name."""
        return f"landmark-{str(self.translation_key)[:8]}"

"""Partnerships between cities."""

from typing import ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.models import DraftStateMixin, RevisionMixin, TranslatableMixin
from wagtail_localize.fields import SynchronizedField, TranslatableField

from amf_site.languages import SOURCE_LANGUAGE
from members.panels import ProfilesPanel
from members.querysets import PartnershipQuerySet
from pages.models import Citation, Source, cite
from pages.years import validate_past_year

from .categories import validate_original
from .city import City


class Partnership(DraftStateMixin, RevisionMixin, TranslatableMixin, models.Model):
    """An agreement between two cities, entered once and shown on both profiles.

    All fields except the subject are the same in all languages; pages read them from the row in the source language.
    """

    class Kind(models.TextChoices):
        SISTER_CITIES = "sister-cities", _("Sister cities")
        MEMORANDUM = "memorandum", _("Memorandum of understanding")
        EXCHANGE = "exchange", _("Exchange")
        PROJECT = "project", _("Joint project")

    first = models.ForeignKey(City, verbose_name=_("city"), on_delete=models.PROTECT, related_name="+")
    second = models.ForeignKey(City, verbose_name=_("and city"), on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    since = models.PositiveSmallIntegerField(
        _("since"), null=True, blank=True, validators=[MinValueValidator(1900), validate_past_year]
    )
    until = models.PositiveSmallIntegerField(
        _("until"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1900), MaxValueValidator(2200)],
        help_text=_("Empty while it lasts."),
    )
    subject = models.CharField(_("subject"), max_length=200, blank=True)
    link = models.URLField(_("link"), max_length=500, blank=True, help_text=_("A public page that tells of it."))
    source = models.ForeignKey(
        Source,
        verbose_name=_("source"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        limit_choices_to={"locale__language_code": SOURCE_LANGUAGE},
    )

    objects = PartnershipQuerySet.as_manager()

    panels = [
        ProfilesPanel(heading=_("Profiles")),
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("first"), FieldPanel("second")]), FieldPanel("kind")], heading=_("Who")
        ),
        FieldRowPanel([FieldPanel("since"), FieldPanel("until")]),
        FieldPanel("subject"),
        FieldPanel("link"),
        FieldPanel("source"),
    ]
    translatable_fields: ClassVar = [
        SynchronizedField("first", overridable=False),
        SynchronizedField("second", overridable=False),
        SynchronizedField("kind", overridable=False),
        SynchronizedField("since", overridable=False),
        SynchronizedField("until", overridable=False),
        TranslatableField("subject"),
        SynchronizedField("link", overridable=False),
        SynchronizedField("source", overridable=False),
    ]

    class Meta(TranslatableMixin.Meta):
        verbose_name = _("partnership")
        verbose_name_plural = _("partnerships")
        ordering = ["first__name", "second__name", "kind"]

    def __str__(self) -> str:
        return f"{self.first} – {self.second}"

    def clean(self) -> None:
        """Refuse the same city twice, an end before the beginning, and a duplicate with the cities in either order."""
        super().clean()
        validate_original(self)
        if self.since and self.until and self.until < self.since:
            raise ValidationError({"until": _("It cannot end before it begins.")})
        if self.first_id is None or self.second_id is None:
            return
        if self.first_id == self.second_id:
            raise ValidationError({"second": _("Choose another city: this one stands on both sides.")})
        pair = [self.first_id, self.second_id]
        same = Partnership.objects.filter(
            first__in=pair, second__in=pair, kind=self.kind, since=self.since, locale_id=self.locale_id
        )
        if same.exclude(pk=self.pk).exists():
            raise ValidationError(_("This partnership has been entered already; one entry is shown on both profiles."))

    @property
    def citation(self) -> Citation:
        """The citation of its source, on rows of the queryset ``in_language``."""
        return cite(self.source, self.source_name)

    @property
    def cities(self) -> tuple[City, City]:
        return self.first, self.second

    def partner_of(self, city: City) -> City:
        """Return the other city."""
        return self.second if city.pk == self.first_id else self.first

"""Indicators that measure the progress of goals."""

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.models import DraftStateMixin, RevisionMixin, TranslatableMixin
from wagtail_localize.fields import SynchronizedField, TranslatableField

from amf_site.languages import SOURCE_LANGUAGE
from amf_site.visibility.local_names import RecordPanel
from pages.models import Source
from pages.years import validate_year_of_figure
from strategy.querysets import IndicatorQuerySet

from .direction import Goal

EARLIEST = MinValueValidator(1900)


def _value(label: Any, **options: Any) -> models.DecimalField:
    return models.DecimalField(label, max_digits=14, decimal_places=2, **options)


def _year(latest: Any = validate_year_of_figure, **options: Any) -> models.PositiveSmallIntegerField:
    return models.PositiveSmallIntegerField(_("in the year"), validators=[EARLIEST, latest], **options)


class Indicator(DraftStateMixin, RevisionMixin, TranslatableMixin, ClusterableModel):
    """A measure of a goal: its baseline, target and latest value.

    Label and unit are translated. All other fields are the same in all languages; pages read them from the row in the
    source language.
    """

    goal = models.ForeignKey(
        Goal,
        verbose_name=_("goal"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="indicators",
        limit_choices_to={"locale__language_code": SOURCE_LANGUAGE},
        help_text=_("Without one it is shown nowhere."),
    )
    label = models.CharField(
        _("what is measured"), max_length=150, help_text=_("For example: Cities with a climate plan")
    )
    unit = models.CharField(_("unit"), max_length=40, blank=True, help_text=_("For example: %, cities, hours"))
    baseline = _value(_("baseline"))
    baseline_year = _year()
    target = _value(_("target"))
    target_year = _year(MaxValueValidator(2200))
    latest = _value(_("latest value"), null=True, blank=True)
    latest_year = _year(null=True, blank=True)
    source = models.ForeignKey(
        Source,
        verbose_name=_("source"),
        on_delete=models.PROTECT,
        related_name="+",
        limit_choices_to={"locale__language_code": SOURCE_LANGUAGE},
    )

    objects = IndicatorQuerySet.as_manager()

    panels = [
        RecordPanel("goal"),
        FieldRowPanel([FieldPanel("label"), FieldPanel("unit")]),
        FieldRowPanel([FieldPanel("baseline"), FieldPanel("baseline_year")]),
        FieldRowPanel([FieldPanel("target"), FieldPanel("target_year")]),
        FieldRowPanel([FieldPanel("latest"), FieldPanel("latest_year")]),
        FieldPanel("source"),
    ]
    translatable_fields: ClassVar = [
        TranslatableField("label"),
        TranslatableField("unit"),
        *(
            SynchronizedField(name, overridable=False)
            for name in (
                "goal",
                "baseline",
                "baseline_year",
                "target",
                "target_year",
                "latest",
                "latest_year",
                "source",
            )
        ),
    ]

    class Meta(TranslatableMixin.Meta):
        verbose_name = _("indicator")
        verbose_name_plural = _("indicators")
        ordering = ["goal__sort_order", "pk"]

    def __str__(self) -> str:
        return self.label

    def clean(self) -> None:
        """Refuse a target equal to the baseline, an earlier target year, and a latest value or year alone."""
        super().clean()
        if self.target is not None and self.target == self.baseline:
            raise ValidationError({"target": _("The target is the baseline: there is no way to go.")})
        if self.target_year and self.baseline_year and self.target_year < self.baseline_year:
            raise ValidationError({"target_year": _("The target cannot come before the baseline.")})
        if (self.latest is None) != (self.latest_year is None):
            raise ValidationError({"latest_year": _("A value and its year belong together.")})

    @property
    def share(self) -> float | None:
        """Progress from the baseline to the target, from 0 to 1. ``None`` without a latest value."""
        if self.latest is None:
            return None
        done = (self.latest - self.baseline) / (self.target - self.baseline)
        return float(min(max(done, 0), 1))

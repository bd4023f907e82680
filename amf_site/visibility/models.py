"""The visibility stage of each language: hidden, shown to staff, public."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Locale


class LanguageStage(models.Model):
    """The stage of a language. A language without a row is hidden; the source language is always public."""

    class Stage(models.TextChoices):
        HIDDEN = "hidden", _("Hidden")
        PREVIEW = "preview", _("Shown to staff")
        PUBLIC = "public", _("Public")

    locale = models.OneToOneField(Locale, on_delete=models.CASCADE, primary_key=True, related_name="stage")
    stage = models.CharField(_("stage"), max_length=10, choices=Stage.choices, default=Stage.HIDDEN)
    #: Percentage of live source pages and records that must be live in the language before it can become public.
    minimum_coverage = models.PositiveSmallIntegerField(_("least coverage, percent"), default=80)

    def __str__(self) -> str:
        return f"{self.locale}: {self.get_stage_display()}"

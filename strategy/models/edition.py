"""The plan as files: one edition, a file per language. The same for all translations of the page."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel

from amf_site.languages import LANGUAGES
from amf_site.media.models import SiteDocument


class PlanEdition(ClusterableModel):
    """An edition of the plan. The newest is the current one; older ones stay available."""

    name = models.CharField(
        _("name"), max_length=100, unique=True, help_text=_("For staff, for example: Plan 2026–2030.")
    )
    period_start = models.PositiveSmallIntegerField(_("first year"), null=True, blank=True)
    period_end = models.PositiveSmallIntegerField(_("last year"), null=True, blank=True)
    published_on = models.DateField(_("published on"), help_text=_("The newest edition is the current one."))

    panels = [
        FieldPanel("name"),
        FieldRowPanel([FieldPanel("period_start"), FieldPanel("period_end")]),
        FieldPanel("published_on"),
        InlinePanel("files", heading=_("Files"), label=_("file of one language")),
    ]

    class Meta:
        verbose_name = _("edition of the plan")
        verbose_name_plural = _("editions of the plan")
        ordering = ["-published_on", "-pk"]

    def __str__(self) -> str:
        return self.name


class PlanFile(models.Model):
    """The plan's document in one language."""

    edition = ParentalKey(PlanEdition, on_delete=models.CASCADE, related_name="files")
    language = models.CharField(_("language"), max_length=10, choices=[(row.code, row.own_name) for row in LANGUAGES])
    document = models.ForeignKey(
        SiteDocument, verbose_name=_("document"), on_delete=models.CASCADE, related_name="plan_files"
    )
    pages = models.PositiveSmallIntegerField(_("pages"), null=True, blank=True, help_text=_("How many it has."))

    panels = [FieldPanel("language"), FieldPanel("document"), FieldPanel("pages")]

    class Meta:
        verbose_name = _("file of the plan")
        verbose_name_plural = _("files of the plan")
        constraints = (models.UniqueConstraint(fields=["edition", "language"], name="one_plan_file_per_language"),)

    def __str__(self) -> str:
        return f"{self.edition}: {self.get_language_display()}"

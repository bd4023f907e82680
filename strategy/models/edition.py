"""An edition of the plan: the facts that are the same in all languages, and the files uploaded for it."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.models import RevisionMixin

from amf_site.languages import LANGUAGES
from amf_site.media.models import SiteDocument
from pages.years import validate_gregorian_year


class PlanEdition(RevisionMixin, ClusterableModel):
    """The facts of an edition. Its texts are in one ``PlanEditionPage`` per language."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("Draft")
        ADOPTED = "adopted", _("Adopted")
        SUPERSEDED = "superseded", _("Superseded")

    class Body(models.TextChoices):
        GENERAL_ASSEMBLY = "general-assembly", _("General Assembly")
        EXECUTIVE_BOARD = "executive-board", _("Executive Board")

    name = models.CharField(
        _("name"), max_length=100, unique=True, help_text=_("For staff, for example: Plan 2026–2030.")
    )
    status = models.CharField(
        _("status"),
        max_length=12,
        choices=Status,
        default=Status.DRAFT,
        help_text=_("One edition is adopted at a time: adopting this one supersedes the other."),
    )
    version = models.CharField(_("version"), max_length=20, blank=True, help_text=_("For example: 2.1"))
    period_start = models.PositiveSmallIntegerField(_("first year"), null=True, blank=True)
    period_end = models.PositiveSmallIntegerField(_("last year"), null=True, blank=True)
    adopted_on = models.DateField(_("adopted on"), null=True, blank=True)
    adopted_by = models.CharField(_("adopted by"), max_length=20, choices=Body, blank=True)
    published_on = models.DateField(_("published on"), help_text=_("The day that its files and its page show."))

    panels = [
        FieldPanel("name"),
        FieldRowPanel([FieldPanel("status"), FieldPanel("version")]),
        FieldRowPanel([FieldPanel("period_start"), FieldPanel("period_end")]),
        FieldRowPanel([FieldPanel("adopted_on"), FieldPanel("adopted_by")]),
        FieldPanel("published_on"),
        MultiFieldPanel(
            [InlinePanel("files", label=_("file of one language"))],
            heading=_("Designed files"),
            help_text=_(
                "Where a language has none, or its page has changed since, the site makes the file from the page."
            ),
        ),
    ]

    class Meta:
        verbose_name = _("edition of the plan")
        verbose_name_plural = _("editions of the plan")
        ordering = ["-published_on", "-pk"]

    def __str__(self) -> str:
        return self.name

    def clean_fields(self, exclude: Any = None) -> None:
        super().clean_fields(exclude)
        errors = {}
        for name in {"period_start", "period_end"} - set(exclude or ()):
            try:
                validate_gregorian_year(getattr(self, name) or 0)
            except ValidationError as refusal:
                errors[name] = refusal
        if errors:
            raise ValidationError(errors)

    def clean(self) -> None:
        super().clean()
        if self.period_start and self.period_end and self.period_end < self.period_start:
            raise ValidationError({"period_end": _("It cannot end before it begins.")})

    def save(self, *args, **kwargs) -> None:
        """Save the edition. If it is adopted, mark the previously adopted one as superseded."""
        with transaction.atomic():
            super().save(*args, **kwargs)
            if self.status == self.Status.ADOPTED:
                others = PlanEdition.objects.filter(status=self.Status.ADOPTED).exclude(pk=self.pk)
                others.update(status=self.Status.SUPERSEDED)


class PlanFile(models.Model):
    """A designed document of the plan in one language, uploaded by an editor."""

    edition = ParentalKey(PlanEdition, on_delete=models.CASCADE, related_name="files")
    language = models.CharField(_("language"), max_length=10, choices=[(row.code, row.own_name) for row in LANGUAGES])
    document = models.ForeignKey(
        SiteDocument, verbose_name=_("document"), on_delete=models.CASCADE, related_name="plan_files"
    )
    #: Fingerprint of the page's text when the document was chosen (``amf_site.printing.making``), to detect changes.
    text_fingerprint = models.CharField(max_length=64, blank=True, editable=False)
    still_right = models.BooleanField(
        _("says what the page says now"),
        default=False,
        help_text=_("Tick this if the page has changed since, and the document is still right."),
    )

    panels = [FieldPanel("language"), FieldPanel("document"), FieldPanel("still_right")]

    class Meta:
        verbose_name = _("file of the plan")
        verbose_name_plural = _("files of the plan")
        constraints = (models.UniqueConstraint(fields=["edition", "language"], name="one_plan_file_per_language"),)

    def __str__(self) -> str:
        return f"{self.edition}: {self.get_language_display()}"

    def clean(self) -> None:
        super().clean()
        if self.document_id and self.document.file_extension.lower() != "pdf":
            raise ValidationError({"document": _("Choose a PDF.")})

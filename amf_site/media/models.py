"""Pictures and documents: Wagtail's own, with the credit a public institution owes and stricter uploads."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.documents.models import AbstractDocument, Document
from wagtail.images.models import AbstractImage, AbstractRendition, Image

from .uploads import refusal_of


class SiteImage(AbstractImage):
    """A picture. What it shows is said where it is used, in that page's language, not here."""

    credit = models.CharField(
        _("credit"),
        max_length=200,
        blank=True,
        help_text=_("Who made the picture and under which licence, as it should be printed."),
    )

    admin_form_fields = (*Image.admin_form_fields, "credit")

    class Meta(AbstractImage.Meta):
        verbose_name = _("image")
        verbose_name_plural = _("images")


class SiteRendition(AbstractRendition):
    """A picture in one size and format."""

    image = models.ForeignKey(SiteImage, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("image", "filter_spec", "focal_point_key"), name="one_rendition_per_image_and_filter"
            ),
        )


class SiteDocument(AbstractDocument):
    """A file for download. Its content must be what its name says."""

    admin_form_fields = Document.admin_form_fields

    class Meta(AbstractDocument.Meta):
        verbose_name = _("document")
        verbose_name_plural = _("documents")

    def clean(self) -> None:
        super().clean()
        if not self.file:
            return
        with self.open_file() as file:
            refusal = refusal_of(file, self.file_extension)
            file.seek(0)
        if refusal:
            raise ValidationError({"file": refusal})

"""Pending reviews of translated segments."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail_localize.models import StringTranslation


class Review(models.Model):
    """A pending review, which prevents publication. Saving or confirming the segment deletes it.

    The text to review is in the string translation; after a change of the source it is the previous translation.
    """

    class Reason(models.TextChoices):
        SOURCE = "source", _("The source has changed")
        MACHINE = "machine", _("Translated by a machine")
        IMPORT = "import", _("From a file")
        HAND = "hand", _("Written by hand in the meantime")
        PICTURE = "picture", _("The picture is another one")

    translation = models.OneToOneField(
        StringTranslation, on_delete=models.CASCADE, primary_key=True, related_name="review"
    )
    reason = models.CharField(max_length=10, choices=Reason.choices)
    #: The source text that was translated, as a segment of wagtail-localize (HTML), if it has changed since.
    old_source = models.TextField(blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"{self.get_reason_display()}: {self.translation_id}"

"""A translated segment that a person has to look at before it is published."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail_localize.models import StringTranslation


class Review(models.Model):
    """While it is there, its object is not published in its language. Saving or confirming the segment deletes it.

    The words are kept in the string translation itself: those that readers see now, when the source has changed.
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
    #: What the words were translated from, as a segment of wagtail-localize (HTML), if the source has changed.
    old_source = models.TextField(blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"{self.get_reason_display()}: {self.translation_id}"

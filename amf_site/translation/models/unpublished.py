"""Translated text that is not published yet."""

from django.db import models
from wagtail_localize.models import StringTranslation


class UnpublishedWords(models.Model):
    """The published text of a segment whose current translation is not published, that is, not approved.

    Only publication approves translations: updates of live content use no newer ones.
    """

    translation = models.OneToOneField(
        StringTranslation, on_delete=models.CASCADE, primary_key=True, related_name="unpublished"
    )
    #: A segment of wagtail-localize; empty if no translation of it is published.
    live = models.TextField(blank=True)

    def __str__(self) -> str:
        return self.live[:50]

"""Exclusions from translation."""

from django.conf import settings
from django.db import models
from wagtail.models import Locale


class TranslationExclusion(models.Model):
    """An object, identified by its translation key, that an editor has excluded from translation into a language."""

    translation_key = models.UUIDField()
    locale = models.ForeignKey(Locale, on_delete=models.CASCADE, related_name="+")
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("translation_key", "locale"), name="unwanted_once"),)

    def __str__(self) -> str:
        return f"{self.translation_key}: {self.locale_id}"

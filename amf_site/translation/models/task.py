"""Assignment of translations."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail_localize.models import Translation


class TranslationTask(models.Model):
    """The step and the assignee of a translation; without a task it is being translated, and not assigned."""

    class Step(models.TextChoices):
        TRANSLATING = "translating", _("Being translated")
        REVIEWING = "reviewing", _("Waits for a reviewer")

    translation = models.OneToOneField(Translation, on_delete=models.CASCADE, primary_key=True, related_name="task")
    step = models.CharField(max_length=12, choices=Step.choices, default=Step.TRANSLATING)
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    #: Message of the reviewer when it was returned, or of the translator when it was handed over.
    note = models.TextField(blank=True)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    changed_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return f"{self.translation_id}: {self.get_step_display()}"

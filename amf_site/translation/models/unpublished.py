"""Words that have been kept and not published yet."""

from django.db import models
from wagtail_localize.models import StringTranslation


class UnpublishedWords(models.Model):
    """What readers have in place of a segment's newest words. Without it, the words are those last approved.

    Only publishing approves words: what is composed for readers when a source changes has none that are newer.
    """

    translation = models.OneToOneField(
        StringTranslation, on_delete=models.CASCADE, primary_key=True, related_name="unpublished"
    )
    #: A segment as wagtail-localize writes it; empty if readers have no words of it.
    live = models.TextField(blank=True)

    def __str__(self) -> str:
        return self.live[:50]

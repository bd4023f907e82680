"""What of a page is searched."""

from django.db import models
from wagtail.models import Page


class SearchEntry(models.Model):
    """The words of one live page, folded.

    A plain table that is searched for substrings gives the same answers on SQLite and PostgreSQL and in scripts that
    put no spaces between words, where both databases' own full-text search finds nothing.
    """

    page = models.OneToOneField(Page, on_delete=models.CASCADE, primary_key=True, related_name="search_entry")
    language = models.CharField(max_length=10, db_index=True)
    title = models.CharField(max_length=255)
    summary = models.TextField()
    folded_title = models.TextField()
    folded_text = models.TextField()

    def __str__(self) -> str:
        return self.title

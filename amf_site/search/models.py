"""What of a page or a document is searched, and which words there are."""

from django.db import models
from wagtail.models import Page

from amf_site.media.models import SiteDocument


class SearchEntry(models.Model):
    """The words of one live page, or the title of one document, as they are written and folded.

    A plain table that is searched for substrings gives the same answers on SQLite and PostgreSQL and in scripts that
    put no spaces between words, where both databases' own full-text search finds nothing.
    """

    page = models.OneToOneField(Page, null=True, on_delete=models.CASCADE, related_name="search_entry")
    document = models.OneToOneField(SiteDocument, null=True, on_delete=models.CASCADE, related_name="search_entry")
    #: Empty for a document that does not say its language: it is found in every language.
    language = models.CharField(max_length=10, db_index=True, blank=True)
    title = models.CharField(max_length=255)
    #: What readers see, a paragraph or a field a line, the title first.
    text = models.TextField()
    folded_title = models.TextField()
    #: The same lines folded, each between spaces so that a word's beginning can be asked for; below them what is
    #: searched but not shown, such as other names of a city.
    folded_text = models.TextField()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=models.Q(page=None, document__isnull=False) | models.Q(page__isnull=False, document=None),
                name="entry_is_of_a_page_or_of_a_document",
            ),
        )

    def __str__(self) -> str:
        return self.title


class KnownWord(models.Model):
    """A word that some page of a language has, for queries that find nothing because they are misspelt.

    Words are added when a page is published. One that no page has any more does no harm: what is offered instead of a
    query is shown only if it finds something. ``rebuild_search`` makes the table anew.
    """

    language = models.CharField(max_length=10)
    folded = models.CharField(max_length=40)
    spelling = models.CharField(max_length=80)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("language", "folded"), name="one_known_word_per_language"),)

    def __str__(self) -> str:
        return self.spelling

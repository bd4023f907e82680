"""The search tables: the searchable text of pages and documents, and the known words of each language."""

from django.db import models
from wagtail.models import Page

from amf_site.media.models import SiteDocument


class SearchEntry(models.Model):
    """The text of one live page, or the titles of one document, as written and folded.

    Substring search in a plain table gives the same results on SQLite and PostgreSQL. It also works for scripts without
    spaces between words, in which the full-text search of both databases finds nothing.
    """

    page = models.OneToOneField(Page, null=True, on_delete=models.CASCADE, related_name="search_entry")
    document = models.OneToOneField(SiteDocument, null=True, on_delete=models.CASCADE, related_name="search_entry")
    #: Empty for a document without a declared language, which is found in every language.
    language = models.CharField(max_length=10, db_index=True, blank=True)
    title = models.CharField(max_length=255)
    #: The visible text, one line per paragraph or field, beginning with the title.
    text = models.TextField()
    folded_title = models.TextField()
    #: The same lines folded, each between spaces so that a query can match the start of a word; then lines that are
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
    """A word that appears on a page in a language, used to correct misspelt queries.

    Words are added when a page is published. Obsolete ones do no harm, because a correction is only offered if it finds
    something; ``rebuild_search`` removes them.
    """

    language = models.CharField(max_length=10)
    folded = models.CharField(max_length=40)
    spelling = models.CharField(max_length=80)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("language", "folded"), name="one_known_word_per_language"),)

    def __str__(self) -> str:
        return self.spelling

"""The archive of published documents, and the pages that tell of one."""

from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField, StreamField
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField, TranslatableField

from amf_site.search.kinds import SearchKind
from members.document_listing import DocumentListing, ListedDocument, listed_documents
from members.forms import DocumentFilter
from members.forum_structured_data import document_graph
from pages.blocks import PARAGRAPH_FEATURES, TEXT_FEATURES, BodyBlock
from pages.models import BasePage

from .document import PublishedDocument


class DocumentIndexPage(BasePage):
    """The archive of published documents, a filterable list of the records."""

    introduction = RichTextField(_("introduction"), features=PARAGRAPH_FEATURES, blank=True)

    query_parameters = DocumentFilter.parameters()
    schema_type = "CollectionPage"
    content_panels = [*BasePage.content_panels, FieldPanel("introduction")]
    search_fields = [*BasePage.search_fields, index.SearchField("introduction")]
    translatable_fields = [*BasePage.translatable_fields, TranslatableField("introduction")]

    page_description = _("The archive of declarations, statute, reports and programmes.")
    parent_page_types = ["pages.HomePage"]
    subpage_types: ClassVar = ["members.DocumentPage"]
    max_count_per_parent = 1

    class Meta:
        verbose_name = _("archive of documents")
        verbose_name_plural = _("archives of documents")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add ``listing``."""
        context = super().get_context(request, *args, **kwargs)
        context["listing"] = DocumentListing(self.locale, request.GET, self.passed_restrictions)
        return context


class DocumentPage(BasePage):
    """What a published document says, in the words of the site, and its text if it may be shown."""

    document = models.ForeignKey(
        PublishedDocument, verbose_name=_("published document"), on_delete=models.PROTECT, related_name="pages"
    )
    points = RichTextField(
        _("points"), features=TEXT_FEATURES, help_text=_("What it says, in a few points and in your own words.")
    )
    body = StreamField(
        BodyBlock(), verbose_name=_("text"), blank=True, help_text=_("The text itself, if the site may publish it.")
    )

    content_panels = [
        *BasePage.content_panels[:1],
        FieldPanel("document"),
        *BasePage.content_panels[1:],
        FieldPanel("points"),
        FieldPanel("body"),
    ]
    search_kind, search_date = SearchKind.DOCUMENT, "documentpage__document__date"
    search_fields = [
        *BasePage.search_fields,
        index.SearchField("points"),
        index.SearchField("body"),
        index.RelatedFields("document", [index.RelatedFields("files", [index.SearchField("title")])]),
    ]
    translatable_fields = [
        *BasePage.translatable_fields,
        SynchronizedField("document", overridable=False),
        TranslatableField("points"),
        TranslatableField("body"),
    ]

    page_description = _("A declaration, a report or the like: what it says, and where it can be read.")
    one_for_each = ("document",)
    there_is_one = _("This document has a page in this language already: %(title)s.")
    parent_page_types = ["members.DocumentIndexPage"]
    subpage_types: ClassVar = []

    class Meta:
        verbose_name = _("page of a document")
        verbose_name_plural = _("pages of documents")

    @cached_property
    def listed(self) -> ListedDocument:
        """The document and what this language says of it, as in the archive."""
        record = PublishedDocument.objects.filter(pk=self.document_id)
        return listed_documents(record, self.locale.language_code, self.passed_restrictions)[0]

    def structured_data(self, canonical: str) -> list[dict[str, Any]]:
        """Return the document's JSON-LD, which ``pages.structured_data`` adds to that of the page."""
        return document_graph(self, canonical)

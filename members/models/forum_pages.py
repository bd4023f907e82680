"""Pages about the Forum's bodies and published documents, and the press room."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField, StreamField
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField, TranslatableField

from amf_site.languages import SOURCE_LANGUAGE
from amf_site.search.kinds import SearchKind
from pages.blocks import PARAGRAPH_FEATURES, TEXT_FEATURES, BodyBlock
from pages.models import BasePage

from .body import Body
from .document import PublishedDocument


class BodyPage(BasePage):
    """What a body of the Forum does. Its offices, events, documents and projects are listed from the records."""

    forum_body = models.ForeignKey(
        Body,
        verbose_name=_("body of the Forum"),
        on_delete=models.PROTECT,
        related_name="pages",
        limit_choices_to={"locale__language_code": SOURCE_LANGUAGE},
    )
    task = RichTextField(_("task"), features=TEXT_FEATURES)
    body = StreamField(BodyBlock(), verbose_name=_("more"), blank=True)

    content_panels = [
        *BasePage.content_panels[:1],
        FieldPanel("forum_body"),
        *BasePage.content_panels[1:],
        FieldPanel("task"),
        FieldPanel("body"),
    ]
    search_fields = [*BasePage.search_fields, index.SearchField("task"), index.SearchField("body")]
    translatable_fields = [
        *BasePage.translatable_fields,
        SynchronizedField("forum_body", overridable=False),
        TranslatableField("task"),
        TranslatableField("body"),
    ]

    page_description = _("A body of the Forum: its task, its offices, its events and documents.")
    parent_page_types = ["pages.StandardPage"]
    subpage_types: ClassVar = []

    class Meta:
        verbose_name = _("page of a body")
        verbose_name_plural = _("pages of bodies")


class DocumentIndexPage(BasePage):
    """The archive of published documents, a filterable list of the records."""

    introduction = RichTextField(_("introduction"), features=PARAGRAPH_FEATURES, blank=True)

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
    search_fields = [*BasePage.search_fields, index.SearchField("points"), index.SearchField("body")]
    translatable_fields = [
        *BasePage.translatable_fields,
        SynchronizedField("document", overridable=False),
        TranslatableField("points"),
        TranslatableField("body"),
    ]

    page_description = _("A declaration, a report or the like: what it says, and where it can be read.")
    parent_page_types = ["members.DocumentIndexPage"]
    subpage_types: ClassVar = []

    class Meta:
        verbose_name = _("page of a document")
        verbose_name_plural = _("pages of documents")


class PressPage(BasePage):
    """The press room: the Forum in short and at length with figures from the records, pictures and statements."""

    short_text = RichTextField(
        _("the Forum in fifty words"), features=PARAGRAPH_FEATURES, help_text=_("Without figures: they are added.")
    )
    long_text = RichTextField(_("the Forum in two hundred words"), features=PARAGRAPH_FEATURES)
    pictures_text = RichTextField(_("about the pictures"), features=PARAGRAPH_FEATURES, blank=True)
    contact = RichTextField(_("contact"), features=TEXT_FEATURES, blank=True)

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("short_text"),
        FieldPanel("long_text"),
        FieldPanel("pictures_text"),
        FieldPanel("contact"),
    ]
    search_fields = [*BasePage.search_fields, index.SearchField("short_text"), index.SearchField("long_text")]
    translatable_fields = [
        *BasePage.translatable_fields,
        TranslatableField("short_text"),
        TranslatableField("long_text"),
        TranslatableField("pictures_text"),
        TranslatableField("contact"),
    ]

    page_description = _("Texts, pictures and statements for journalists.")
    parent_page_types = ["pages.HomePage"]
    subpage_types: ClassVar = []
    max_count_per_parent = 1

    class Meta:
        verbose_name = _("press room")
        verbose_name_plural = _("press rooms")

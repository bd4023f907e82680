"""The list of events, and the pages that tell of one."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.routable_page.models import RoutablePageMixin
from wagtail.fields import RichTextField, StreamField
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField, TranslatableField

from members.checklist import EVENT
from members.forum_querysets import EventPageManager
from pages.blocks import PARAGRAPH_FEATURES, TEXT_FEATURES, BodyBlock
from pages.models import BasePage

from .event import Event


class EventIndexPage(RoutablePageMixin, BasePage):
    """The list of all events, coming and past. It lists the records, so an event needs no page of its own."""

    introduction = RichTextField(_("introduction"), features=PARAGRAPH_FEATURES, blank=True)

    schema_type = "CollectionPage"
    content_panels = [*BasePage.content_panels, FieldPanel("introduction")]
    search_fields = [*BasePage.search_fields, index.SearchField("introduction")]
    translatable_fields = [*BasePage.translatable_fields, TranslatableField("introduction")]

    page_description = _("The list of all events. Their pages are its pages.")
    parent_page_types = ["pages.HomePage"]
    subpage_types: ClassVar = ["members.EventPage"]
    max_count_per_parent = 1

    class Meta:
        verbose_name = _("list of events")
        verbose_name_plural = _("lists of events")


class EventPage(RoutablePageMixin, BasePage):
    """What is said of an event. Its days, its place and whether it takes place are in the record."""

    event = models.ForeignKey(Event, verbose_name=_("event"), on_delete=models.PROTECT, related_name="pages")
    theme = models.CharField(
        _("theme"), max_length=200, blank=True, help_text=_("The theme that the event gave itself.")
    )
    venue = models.CharField(_("venue"), max_length=200, blank=True, help_text=_("For example: Milad Tower, Tehran"))
    body = StreamField(BodyBlock(), verbose_name=_("text"), blank=True)
    bring = RichTextField(
        _("what to bring"),
        features=TEXT_FEATURES,
        blank=True,
        help_text=_("Registration, papers and the like. It is not shown once the event is over."),
    )

    objects: ClassVar = EventPageManager()

    schema_type = "Event"
    checklist = EVENT
    content_panels = [
        *BasePage.content_panels[:1],
        FieldPanel("event"),
        *BasePage.content_panels[1:],
        FieldPanel("theme"),
        FieldPanel("venue"),
        FieldPanel("body"),
        FieldPanel("bring"),
    ]
    search_fields = [
        *BasePage.search_fields,
        index.SearchField("theme"),
        index.SearchField("venue"),
        index.SearchField("body"),
        index.FilterField("event"),
        index.RelatedFields("event", [index.FilterField("kind"), index.FilterField("first_day")]),
    ]
    translatable_fields = [
        *BasePage.translatable_fields,
        SynchronizedField("event", overridable=False),
        TranslatableField("theme"),
        TranslatableField("venue"),
        TranslatableField("body"),
        TranslatableField("bring"),
    ]

    page_description = _("What is said of an event: theme, venue, text.")
    parent_page_types = ["members.EventIndexPage"]
    subpage_types: ClassVar = []

    class Meta:
        verbose_name = _("event page")
        verbose_name_plural = _("event pages")

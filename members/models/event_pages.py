"""The list of events, and the pages that tell of one."""

from typing import ClassVar

from django.db import models
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.routable_page.models import RoutablePageMixin, path
from wagtail.fields import RichTextField, StreamField
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField, TranslatableField

from amf_site.addresses import page_path
from amf_site.search.kinds import SearchKind
from members.checklist import EVENT
from members.event_details import EventDetails
from members.event_listing import EventListing
from members.event_names import named_events
from members.feeds import Atom, EventFeed, Rss
from members.forms import EventFilter
from members.forum_querysets import EventPageManager
from members.ical import send_calendar
from members.structured_data import event_graph
from pages.blocks import PARAGRAPH_FEATURES, TEXT_FEATURES, BodyBlock
from pages.models import BasePage
from pages.pictures import fetch_renditions

from .event import Event


class EventIndexPage(RoutablePageMixin, BasePage):
    """The list of all events, coming and past. It lists the records, so an event needs no page of its own."""

    introduction = RichTextField(_("introduction"), features=PARAGRAPH_FEATURES, blank=True)

    query_parameters = EventFilter.parameters()
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

    def get_context(self, request, *args, **kwargs):
        """Add ``listing``: the filter form and the part of the list that was asked for."""
        context = super().get_context(request, *args, **kwargs)
        context["listing"] = EventListing(self.locale, request.GET, self.passed_restrictions)
        return context

    @path("ics/", name="calendar")
    def calendar(self, request: HttpRequest) -> HttpResponse:
        """Serve the calendar of all events."""
        code = self.locale.language_code
        return send_calendar(
            request,
            named_events(Event.objects.with_records().in_calendars(), code),
            code=code,
            name=self.head_title,
            address=page_path(self, code),
            file_name=f"amf-events-{code}.ics",
        )

    @path("feed/", name="feed")
    def atom(self, request: HttpRequest) -> HttpResponseBase:
        return EventFeed(Atom)(request, page=self)

    @path("rss/", name="rss")
    def rss(self, request: HttpRequest) -> HttpResponseBase:
        return EventFeed(Rss)(request, page=self)


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
    one_for_each = ("event",)
    there_is_one = _("This event has a page in this language already: %(title)s.")

    search_kind, search_date = SearchKind.EVENT, "eventpage__event__first_day"
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

    @cached_property
    def details(self) -> EventDetails:
        return EventDetails(self)

    def get_context(self, request, *args, **kwargs):
        """Fetch the pictures of the event and of its host together."""
        profile = self.details.named.profile
        fetch_renditions([self.picture, profile.picture if profile else None])
        return super().get_context(request, *args, **kwargs)

    def structured_data(self, canonical: str) -> list[dict]:
        """Return the event's JSON-LD, which ``pages.structured_data`` adds to that of the page."""
        return [event_graph(self.details.named, canonical)]

    @path("ics/", name="calendar")
    def calendar(self, request: HttpRequest) -> HttpResponse:
        """Serve the event as a calendar. Raise ``Http404`` if no calendar has it: its days are not known."""
        event, code = self.event, self.locale.language_code
        if not Event.objects.in_calendars().filter(pk=event.pk).exists():
            raise Http404
        return send_calendar(
            request,
            [self.details.named],
            code=code,
            name=self.title,
            address=page_path(self, code),
            file_name=f"{event.key}.ics",
        )

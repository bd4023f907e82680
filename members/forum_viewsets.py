"""Snippet viewsets of the Forum's work: events, bodies, offices and published documents."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.snippets.views.snippets import SnippetViewSet

from amf_site.visibility.facts import CopyFacts
from amf_site.visibility.lists import OneLanguageIndexView
from pages.viewsets import FactsViewSet

from .models import Body, Event, Office, PublishedDocument
from .viewsets import LANGUAGE, STATUS


class CopyToAnotherDay(CopyFacts):
    """The form of a new event with everything of another one but what makes it that one."""

    def get_initial_form_instance(self) -> Any:
        event = super().get_initial_form_instance()
        if event is not None and self.request.method != "POST":
            event.key, event.number, event.checked_on = "", None, None
            event.first_day, event.last_day, event.precision = None, None, Event.Precision.DAY
            event.status, event.status_note = Event.Status.CONFIRMED, ""
        return event


class EventViewSet(FactsViewSet):
    model = Event
    copy_view_class = CopyToAnotherDay
    icon = "date"
    menu_label = _("Events")
    list_display = [
        *("__str__", "host"),
        DateColumn("first_day", label=_("First day"), sort_key="first_day"),
        DateColumn("last_day", label=_("Last day"), sort_key="last_day"),
        *(Column("status", label=_("Status"), accessor="get_status_display", sort_key="status"), "checked_on"),
    ]
    list_filter = ["kind", "status", "host", "body", "first_day"]
    search_fields = ["key", "host__name", "host__native_name", "host__folded_names", "source__name"]
    search_backend_name = None  # search in the database, so that the filters need no search index
    list_per_page = 50
    list_export = [
        *("key", "kind", "number", "first_day", "last_day", "precision", "starts_at", "ends_at", "time_zone", "host"),
        *("online_link", "status", "source", "checked_on"),
    ]

    def get_queryset(self, request: Any) -> QuerySet[Event]:
        return Event.objects.with_records()


class BodyViewSet(SnippetViewSet):
    model = Body
    index_view_class = OneLanguageIndexView
    icon = "group"
    menu_label = _("Bodies")
    list_display = ["__str__", "kind", "slug", LANGUAGE, STATUS]
    list_filter = ["kind"]
    search_fields = ["name", "slug", "theme__name"]
    search_backend_name = None

    def get_queryset(self, request: Any) -> QuerySet[Body]:
        return Body.objects.select_related("theme", "locale")


class OfficeViewSet(FactsViewSet):
    model = Office
    icon = "user"
    menu_label = _("Offices")
    list_display = [
        Column("__str__", label=_("Office")),
        *("body", Column("since", label=_("From"), sort_key="since"), Column("until", label=_("Until"))),
        DateColumn("checked_on", label=_("Last checked"), sort_key="checked_on"),
    ]
    list_filter = ["position", "body", "city", "is_over"]
    search_fields = ["person", "native_name", "other_names", "city__name", "city__folded_names"]
    search_backend_name = None
    list_per_page = 50
    list_export = ["body", "position", "person", "city", "since", "until", "is_over", "source", "checked_on"]

    def get_queryset(self, request: Any) -> QuerySet[Office]:
        return Office.objects.select_related("body__theme", "city", "source")


class PublishedDocumentViewSet(FactsViewSet):
    model = PublishedDocument
    icon = "doc-full-inverse"
    menu_label = _("Documents of the Forum")
    list_display = ["__str__", "event", Column("date", label=_("Date"), sort_key="date"), "checked_on"]
    list_filter = ["kind", "body", "files__language"]
    search_fields = ["key", "files__title", "event__key"]
    search_backend_name = None

    def get_queryset(self, request: Any) -> QuerySet[PublishedDocument]:
        return PublishedDocument.objects.select_related("event")

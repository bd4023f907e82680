"""The "News and events" menu: articles, event pages, the records of the Forum's work, and the calendar."""

from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import BaseColumn, Column, DateColumn
from wagtail.admin.ui.tables.pages import BulkActionsColumn, PageStatusColumn, PageTitleColumn
from wagtail.admin.viewsets.pages import PageListingViewSet
from wagtail.models import Page
from wagtail.permission_policies.pages import PagePermissionPolicy
from wagtail.snippets.views.snippets import SnippetViewSetGroup

from amf_site.visibility.lists import PagesOfOneLanguageView
from pages.partial_dates import PartialDate
from pages.templatetags.page_tags import partial_date

from .forum_viewsets import BodyViewSet, EventViewSet, OfficeViewSet, PublishedDocumentViewSet
from .letters.admin import LetterViewSet
from .models import EventPage, NewsPage
from .schedule_calendar import CalendarViewSet
from .viewsets import LANGUAGE, TitleViewSet, languages_in_words


class PartialDateColumn(Column):
    """A date of any precision in the calendar of the admin."""

    def get_value(self, instance: Any) -> SafeString | str:
        try:
            return partial_date(PartialDate.parse(super().get_value(instance)))
        except ValueError:  # a draft may lack it
            return ""


class LanguagesColumn(BaseColumn):
    """The languages in which readers find a page. One query for a listing."""

    cell_template_name = "wagtailadmin/tables/cell.html"

    def get_cell_context_data(self, instance: Any, parent_context: Any) -> dict[str, Any]:
        table = parent_context["table"]
        if not hasattr(table, "languages_of_pages"):
            keys = [page.translation_key for page in table.data]
            rows = Page.objects.filter(translation_key__in=keys, live=True, alias_of=None).order_by("locale__pk")
            table.languages_of_pages = {}
            for key, code in rows.values_list("translation_key", "locale__language_code"):
                table.languages_of_pages.setdefault(key, []).append(code)
        codes = table.languages_of_pages.get(instance.translation_key, [])
        return super().get_cell_context_data(instance, parent_context) | {"value": languages_in_words(codes)}


class PageMenuItem(MenuItem):
    """A list of pages, for users who may do something with pages; Wagtail shows it to everybody."""

    def is_shown(self, request: Any) -> bool:
        needed = PagesOfOneLanguageView.any_permission_required
        return PagePermissionPolicy().user_has_any_permission(request.user, needed)


class NewsViewSet(PageListingViewSet):
    model = NewsPage
    name = "news"
    index_view_class = PagesOfOneLanguageView
    icon = "doc-full"
    menu_label = gettext_lazy("News articles")
    menu_item_class = PageMenuItem
    list_display = [
        BulkActionsColumn("bulk_actions"),
        PageTitleColumn("title", label=gettext_lazy("Title"), sort_key="title", classname="title"),
        PartialDateColumn("date", label=gettext_lazy("Date"), sort_key="date"),
        Column("kind", label=gettext_lazy("Kind"), accessor="get_kind_display", sort_key="kind"),
        LanguagesColumn("languages", label=gettext_lazy("Languages")),
        LANGUAGE,
        PageStatusColumn("status", label=gettext_lazy("Status"), sort_key="live"),
    ]
    list_filter = ["live", "kind", "event", "place"]
    ordering = "-date"


class EventPageViewSet(PageListingViewSet):
    model = EventPage
    name = "event_pages"
    index_view_class = PagesOfOneLanguageView
    icon = "doc-full"
    menu_label = gettext_lazy("Event pages")
    menu_item_class = PageMenuItem
    list_display = [
        BulkActionsColumn("bulk_actions"),
        PageTitleColumn("title", label=gettext_lazy("Title"), sort_key="title", classname="title"),
        DateColumn("event", label=gettext_lazy("First day"), accessor="event.first_day", sort_key="event__first_day"),
        Column("kind", label=gettext_lazy("Kind"), accessor="event.get_kind_display", sort_key="event__kind"),
        LanguagesColumn("languages", label=gettext_lazy("Languages")),
        LANGUAGE,
        PageStatusColumn("status", label=gettext_lazy("Status"), sort_key="live"),
    ]
    list_filter = ["live", "event__kind"]
    ordering = "-event__first_day"


class NewsAndEventsGroup(SnippetViewSetGroup):
    """The "News and events" menu. Each item is shown to those who may do something with what it lists."""

    items = (
        *(NewsViewSet, EventPageViewSet, CalendarViewSet, EventViewSet),
        *(BodyViewSet, OfficeViewSet, PublishedDocumentViewSet, TitleViewSet, LetterViewSet),
    )
    menu_label = gettext_lazy("News and events")
    menu_icon = "date"
    menu_order = 205

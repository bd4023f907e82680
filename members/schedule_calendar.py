"""The calendar of the admin: when pages are published and withdrawn, and when events take place."""

import datetime
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.admin.viewsets.base import ViewSet
from wagtail.models import Page, Revision
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permission_policies.pages import PagePermissionPolicy

from amf_site.cldr.admin_dates import hour
from amf_site.cldr.formats import format_days, format_gregorian_days, format_month
from amf_site.cldr.months import Month, month_of, number_in_month, short_weekday, weekday, weeks_of
from amf_site.languages import SOURCE_LANGUAGE, language
from pages.years import LAST_YEAR

from .models import Event, EventPage
from .viewsets import languages_in_words

DAY = datetime.timedelta(days=1)
#: The calendar does not go further, so that weeks before and after a month can be computed.
EARLIEST, LATEST = datetime.date(1900, 1, 1), datetime.date(LAST_YEAR, 12, 31)
#: Who may see a page or an event here.
ACTIONS = {"add", "change", "publish"}


@dataclass
class Entry:
    """Something that happens on one or more days, with what leads to its editor."""

    kind: str
    label: str
    title: str
    days: tuple[datetime.date, datetime.date]
    url: str
    time: str = ""
    #: Codes.
    languages: list[str] = field(default_factory=list)
    #: Only the month is known.
    is_vague: bool = False

    @property
    def order(self) -> tuple[datetime.date, str, str]:
        return self.days[0], self.time, self.title

    @property
    def days_in_words(self) -> str:
        write = format_month if self.is_vague else format_days
        return write(*self.days, current())

    @property
    def languages_in_words(self) -> str:
        return languages_in_words(self.languages)


@dataclass(frozen=True)
class Day:
    date: datetime.date
    number: str
    weekday: str
    is_inside: bool
    is_today: bool
    entries: list[Entry]


def scheduled_pages(user: Any, month: Month) -> list[Entry]:
    """Return the publications and withdrawals of a month, in the current time zone. Two or three queries.

    The versions of a page that change at the same time are one entry.
    """
    start, end = (
        timezone.make_aware(datetime.datetime.combine(day, datetime.time())) for day in (month.first, month.last + DAY)
    )
    revisions = Revision.page_revisions.filter(approved_go_live_at__gte=start, approved_go_live_at__lt=end)
    going_live = {int(pk): at for pk, at in revisions.values_list("object_id", "approved_go_live_at")}
    ending = Q(live=True, expire_at__gte=start, expire_at__lt=end)
    visible = PagePermissionPolicy().instances_user_has_any_permission_for(user, ACTIONS)
    pages = visible.filter(Q(pk__in=going_live) | ending).select_related("locale").order_by("locale__pk", "pk")
    entries: dict[tuple[Any, ...], Entry] = {}
    for page in pages.distinct():
        moments = []
        if page.pk in going_live:
            moments.append(("publish", _("Publication"), going_live[page.pk]))
        if page.live and page.expire_at and start <= page.expire_at < end:
            moments.append(("withdraw", _("Withdrawal"), page.expire_at))
        for kind, label, moment in moments:
            add_page(entries, page, kind, label, moment)
    return list(entries.values())


def add_page(entries: dict[tuple[Any, ...], Entry], page: Page, kind: str, label: str, moment: Any) -> None:
    local = timezone.localtime(moment)
    entry = entries.setdefault(
        (page.translation_key, kind, moment),
        Entry(
            kind,
            label,
            page.get_admin_display_title(),
            (local.date(), local.date()),
            reverse("wagtailadmin_pages:edit", args=[page.pk]),
            hour(local, current()),
        ),
    )
    entry.languages.append(page.locale.language_code)


def events_of(user: Any, month: Month) -> list[Entry]:
    """Return the events of a month, by the days and clocks of their place. Two queries."""
    if not ModelPermissionPolicy(Event).user_has_any_permission(user, {"add", "change"}):
        return []
    edit = Event.snippet_viewset.get_url_name("edit")
    events = Event.objects.filter(first_day__lte=month.last, last_day__gte=month.first).select_related("host")
    pages = EventPage.objects.filter(event__in=events, locale__language_code=current())
    titles = dict(pages.values_list("event", "title"))
    return [
        Entry(
            "event",
            f"{event.get_kind_display()} · {event.get_status_display()}",
            titles.get(event.pk) or (f"{event.host}: {event.key}" if event.host else event.key),
            (event.first_day, event.last_day),
            reverse(edit, args=[event.pk]),
            hour(event.starts_at, current()) if event.starts_at else "",
            is_vague=event.precision == Event.Precision.MONTH,
        )
        for event in events
    ]


def current() -> str:
    return get_language() or SOURCE_LANGUAGE


class CalendarView(WagtailAdminTemplateMixin, PermissionCheckedMixin, TemplateView):
    """A month as a table of weeks, and the same as a list. ``?day=`` names any day of the month."""

    template_name = "members/admin/calendar.html"
    page_title = gettext_lazy("Calendar")
    header_icon = "calendar-alt"

    @classmethod
    def may_be_seen_by(cls, user: Any) -> bool:
        policies = (PagePermissionPolicy(), ModelPermissionPolicy(Event))
        return any(policy.user_has_any_permission(user, ACTIONS) for policy in policies)

    def user_has_any_permission(self, permissions: Any) -> bool:
        return self.may_be_seen_by(self.request.user)

    any_permission_required = ACTIONS

    def get_day(self) -> datetime.date:
        """Return the requested day, or today for anything else, with a message."""
        asked = self.request.GET.get("day", "")
        if not asked:
            return timezone.localdate()
        try:
            day = datetime.date.fromisoformat(asked)
        except ValueError:
            day = None
        if day is None or not EARLIEST <= day <= LATEST:
            messages.warning(self.request, _("There is no such day in this calendar. This is the present month."))
            return timezone.localdate()
        return day

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        code, today, user = current(), timezone.localdate(), self.request.user
        month = month_of(self.get_day(), code)
        entries = sorted([*scheduled_pages(user, month), *events_of(user, month)], key=lambda entry: entry.order)
        by_day: dict[datetime.date, list[Entry]] = defaultdict(list)
        for entry in (entry for entry in entries if not entry.is_vague):
            first, last = max(entry.days[0], month.first), min(entry.days[1], month.last)
            for number in range((last - first).days + 1):
                by_day[first + number * DAY].append(entry)
        weeks = [
            [
                Day(
                    day,
                    number_in_month(day, code),
                    weekday(day, code),
                    month.first <= day <= month.last,
                    day == today,
                    by_day[day],
                )
                for day in week
            ]
            for week in weeks_of(month, code)
        ]
        is_gregorian = language(code).calendar == "gregory"
        return super().get_context_data(**kwargs) | {
            "title": format_month(month.first, month.last, code),
            "gregorian": "" if is_gregorian else format_gregorian_days(month.first, month.last, code),
            "weekdays": [(weekday(day, code), short_weekday(day, code)) for day in weeks_of(month, code)[0]],
            "weeks": weeks,
            "entries": entries,
            "before": (month.first - DAY).isoformat() if month.first > EARLIEST else "",
            "after": (month.last + DAY).isoformat() if month.last < LATEST else "",
            "zone": str(timezone.get_current_timezone()),
        }


class CalendarMenuItem(MenuItem):
    def is_shown(self, request: Any) -> bool:
        return CalendarView.may_be_seen_by(request.user)


class CalendarViewSet(ViewSet):
    name = "calendar"
    icon = "calendar-alt"
    menu_label = gettext_lazy("Calendar")
    menu_item_class = CalendarMenuItem

    def get_urlpatterns(self) -> list[Any]:
        return [path("", CalendarView.as_view(), name="index")]

"""The side panel of the page editor that says when readers see the page, and what to look at before they do."""

import datetime
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.side_panels import BaseSidePanel

from amf_site.cldr.formats import format_gregorian_date
from amf_site.cldr.names import time_zone_name
from amf_site.languages import SOURCE_LANGUAGE, language

from .checklist import Point, points_of


def moment(value: datetime.datetime | None) -> SafeString | str:
    """Return a time by the user's clock and calendar, with the Gregorian day if it differs, and the time zone."""
    if value is None:
        return ""
    code, local = get_language() or SOURCE_LANGUAGE, timezone.localtime(value)
    said = date_format(local, "DATETIME_FORMAT")
    if language(code).calendar != "gregory":
        said = f"{said} ({format_gregorian_date(local, code)})"
    zone = time_zone_name(str(timezone.get_current_timezone()), code)
    return format_html('<time datetime="{}">{}</time>, {}', local.isoformat(), said, zone)


class ChecklistPanel(BaseSidePanel):
    """Shown for page types with a checklist. Autosave renders it anew, as it does with all side panels."""

    class SidePanelToggle(BaseSidePanel.SidePanelToggle):
        aria_label = _("Toggle checklist before publishing")
        icon_name = "tasks"

        def get_context_data(self, parent_context: Any) -> dict[str, Any]:
            return super().get_context_data(parent_context) | {"count": self.panel.open_count}

    name = "checklist"
    title = _("Before publishing")
    template_name = "wagtailadmin/checklist_panel.html"
    order = 120

    @cached_property
    def points(self) -> list[Point]:
        return points_of(self.object)

    @property
    def open_count(self) -> int:
        return sum(bool(point.advice) for point in self.points)

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        page, now = self.object, timezone.now()
        scheduled = page.scheduled_revision if page.pk else None
        is_ahead = page.go_live_at is not None and page.go_live_at > now
        above = page.get_ancestors().filter(depth__gt=1, live=False).first() if page.pk else None
        return super().get_context_data(parent_context) | {
            "points": self.points,
            "open_count": self.open_count,
            "is_live": page.live and page.pk,
            "live_since": moment(page.last_published_at),
            "scheduled_at": moment(scheduled.approved_go_live_at) if scheduled else "",
            "chosen_at": moment(page.go_live_at) if is_ahead and not scheduled else "",
            "expires_at": moment(page.expire_at),
            "draft_above": above,
        }


def add_checklist(panels: list[BaseSidePanel], page: Any, request: Any) -> None:
    """Add the panel (for the hook ``construct_page_side_panels``)."""
    if getattr(page, "checklist", ()):
        panels.append(ChecklistPanel(page, request))

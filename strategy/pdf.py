"""The data for the plan's PDF: the whole text of an edition's page, with localised numbers and dates."""

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext, gettext_lazy

from amf_site.addresses import absolute
from amf_site.cldr.formats import format_date, format_number, format_year
from pages.models import HomePage
from pages.plain_text import lines_of

from .progress import Measure, MeasuredGoal

if TYPE_CHECKING:
    from .models import PlanEdition, PlanEditionPage

LABELS = {
    "contents": gettext_lazy("Contents"),
    "mission": gettext_lazy("Mission"),
    "grounds": gettext_lazy("What it rests on"),
    "aims": gettext_lazy("What mayors seek"),
    "vision": gettext_lazy("Vision"),
    "goals": gettext_lazy("Goals"),
    "values": gettext_lazy("Organisational values"),
    "actions": gettext_lazy("Actions"),
    "indicators": gettext_lazy("Indicators"),
    "baseline": gettext_lazy("Baseline"),
    "target": gettext_lazy("Target"),
    "latest": gettext_lazy("Latest value"),
}


def own_words(page: "PlanEditionPage") -> list[str]:
    """Return the texts of the page in order. A file made from the same texts is up to date."""
    goals = [part for goal in page.goal_rows for part in (goal.title, goal.text, *lines_of(goal.actions))]
    return [
        page.title,
        *(row.text for row in page.ground_rows),
        page.mission_intro,
        *(row.text for row in page.aim_rows),
        *lines_of(page.vision),
        *goals,
        *(part for value in page.value_rows for part in (value.title, value.text)),
    ]


def plan_words(page: "PlanEditionPage") -> dict[str, Any]:
    """Return the data for ``plan.typ``. The page's language must be active."""
    language, edition = page.locale.language_code, page.edition
    home = HomePage.objects.ancestor_of(page).first()
    return {
        "title": page.title,
        "forum": home.title if home else "",
        "motto": home.motto if home else "",
        "labels": {key: str(label) for key, label in LABELS.items()},
        "grounds": [row.text for row in page.ground_rows],
        "mission_intro": page.mission_intro,
        "aims": [row.text for row in page.aim_rows],
        "vision": lines_of(page.vision),
        "goals": [_goal(row, language) for row in page.measured_goals],
        "values": [{"title": row.title, "text": row.text} for row in page.value_rows],
        "period": period_of(edition, language),
        "date": format_date(edition.published_on, language),
        "published_on": edition.published_on.isoformat(),
        "edition": edition_line(edition, language),
        "address": absolute(page.own_path),
    }


def period_of(edition: "PlanEdition", language: str) -> str:
    """Return the period of an edition, such as ``2026–2030``; empty if it has none."""
    years = [year for year in (edition.period_start, edition.period_end) if year]
    return format_year(years[0], language, years[-1]) if years else ""


def edition_line(edition: "PlanEdition", language: str) -> str:
    """Return version and adoption in one line, as far as they are known."""
    parts = []
    if edition.version:
        parts.append(gettext("Version %(version)s") % {"version": edition.version})
    if edition.adopted_on and edition.adopted_by:
        words = gettext("Adopted by the %(body)s on %(day)s")
        parts.append(
            words % {"body": edition.get_adopted_by_display(), "day": format_date(edition.adopted_on, language)}
        )
    elif edition.adopted_on:
        parts.append(gettext("Adopted on %(day)s") % {"day": format_date(edition.adopted_on, language)})
    return " · ".join(parts)


def _goal(row: MeasuredGoal, language: str) -> dict[str, Any]:
    return {
        "title": row.goal.title,
        "text": row.goal.text,
        "actions": row.actions,
        "indicators": [_indicator(measure, language) for measure in row.measures],
    }


def _indicator(measure: Measure, language: str) -> dict[str, Any]:
    def said(value: Decimal | None, year: int | None) -> str:
        if value is None or year is None:
            return ""
        return f"{format_number(float(value), language)} ({format_year(year, language)})"

    return {
        "label": measure.label,
        "unit": measure.unit,
        "baseline": said(measure.baseline, measure.baseline_year),
        "target": said(measure.target, measure.target_year),
        "latest": said(measure.latest, measure.latest_year),
        "share": measure.share,
        "note": measure.citation.own_name,
        "foreign_note": measure.citation.foreign_name,
    }

"""The goals of an edition with their actions and indicators."""

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from pages.models import Citation, cite
from pages.plain_text import lines_of

if TYPE_CHECKING:
    from .models import Goal, Indicator, PlanEditionPage


@dataclass(frozen=True)
class Measure:
    """An indicator with its label and unit in one language."""

    label: str
    unit: str
    baseline: Decimal
    baseline_year: int
    target: Decimal
    target_year: int
    latest: Decimal | None
    latest_year: int | None
    citation: Citation
    #: Progress from the baseline to the target, from 0 to 1. ``None`` without a latest value.
    share: float | None

    @property
    def per_cent(self) -> int | None:
        return None if self.share is None else round(self.share * 100)


@dataclass(frozen=True)
class MeasuredGoal:
    """A goal with its number (from 1), actions and indicators."""

    goal: "Goal"
    number: int
    actions: list[str]
    measures: list[Measure]

    @property
    def anchor(self) -> str:
        return self.goal.anchor


def measured_goals(page: "PlanEditionPage") -> list[MeasuredGoal]:
    """Return the goals of an edition page. Indicators without a translation are left out."""
    from .models import Indicator

    goals = page.goal_rows
    keys = [goal.translation_key for goal in goals]
    by_goal: dict = {key: [] for key in keys}
    for row in Indicator.objects.in_language(page.locale.language_code).filter(goal__translation_key__in=keys):
        if row.local_label:
            by_goal[row.goal.translation_key].append(_measure(row))
    return [
        MeasuredGoal(goal, number, lines_of(goal.actions), by_goal[goal.translation_key])
        for number, goal in enumerate(goals, start=1)
    ]


def _measure(row: "Indicator") -> Measure:
    return Measure(
        label=row.local_label,
        unit=row.local_unit or "",
        baseline=row.baseline,
        baseline_year=row.baseline_year,
        target=row.target,
        target_year=row.target_year,
        latest=row.latest,
        latest_year=row.latest_year,
        citation=cite(row.source, row.source_name),
        share=row.share,
    )

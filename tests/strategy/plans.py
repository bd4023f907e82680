"""Create editions of the plan for tests, since the Forum has published only one."""

from typing import Any

from wagtail.models import Locale, Page

from amf_site.demo.builders import page_of
from pages.models import Source
from strategy.models import Goal, Indicator, PlanEdition, PlanEditionPage


def edition_page(
    name: str, status: str, published_on: str, goals: list[tuple[str, str]], **facts: Any
) -> PlanEditionPage:
    """Create a live edition in English, whose goals have a title and a text."""
    edition = PlanEdition.objects.create(name=name, status=status, published_on=published_on, **facts)
    locale = Locale.objects.get(language_code="en")
    page = PlanEditionPage(
        title=name, slug=name.lower().replace(" ", "-"), edition=edition, locale=locale, vision="<p>Cities.</p>"
    )
    page.goals = [
        Goal(title=title, text=text, locale=locale, sort_order=place) for place, (title, text) in enumerate(goals)
    ]
    Page.objects.get(pk=page_of("strategic-plan").pk).add_child(instance=page)
    page.save_revision().publish()
    return page


def present_page(code: str = "en") -> PlanEditionPage:
    """Return the edition of the demo."""
    return PlanEditionPage.objects.get(edition__name="Plan on the site since 2026", locale__language_code=code)


def indicator(goal: Goal, **values: Any) -> Indicator:
    """Create a published indicator of a goal, in English."""
    facts = {
        "label": "Cities with a partner",
        "unit": "cities",
        "baseline": 10,
        "baseline_year": 2020,
        "target": 50,
        "target_year": 2030,
        "latest": 20,
        "latest_year": 2025,
    }
    source = Source.objects.filter(locale__language_code="en").first()
    row = Indicator(goal=goal, locale=goal.locale, source=source, **facts | values)
    row.full_clean()
    row.save()
    row.save_revision().publish()
    return row

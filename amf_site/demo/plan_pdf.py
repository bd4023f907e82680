"""The strategic plan as a file: its words, collected from the plan's page for ``plan.typ``."""

from bs4 import BeautifulSoup
from django.utils.translation import gettext, override

from amf_site.cldr.formats import format_date, format_number
from amf_site.printing.typesetting import typeset
from pages.models import HomePage
from strategy.models import StrategicPlanPage


def plan_pdf(words: dict, language: str) -> bytes:
    """The plan in one language, from the words that ``plan_words`` collects."""
    return typeset("plan.typ", words, language)


def plan_words(page: StrategicPlanPage) -> dict:
    """Every word of the file in the page's language, numbers and dates already written as the language writes them.

    The page's introduction and summary speak of the web page and its button, so the file opens without them.
    """
    language = page.locale.language_code
    home = HomePage.objects.ancestor_of(page).first()
    with override(language):
        labels = {
            "contents": gettext("Contents"),
            "mission": gettext("Mission"),
            "grounds": gettext("What it rests on"),
            "aims": gettext("What mayors seek"),
            "vision": gettext("Vision"),
            "goals": gettext("Goals"),
            "values": gettext("Organisational values"),
        }
    return {
        "title": page.title,
        "forum": home.title if home else "",
        "motto": home.motto if home else "",
        "labels": labels,
        "grounds": [row.text for row in page.grounds.all()],
        "mission_intro": page.mission_intro,
        "aims": [row.text for row in page.aims.all()],
        "vision": plain_paragraphs(page.vision),
        "goals": [{"title": row.title, "text": row.text} for row in page.goals.all()],
        "values": [{"title": row.title, "text": row.text} for row in page.values.all()],
        **_edition_words(page, language),
    }


def plain_paragraphs(rich_text: str) -> list[str]:
    """The paragraphs and list items of a rich text, without their markup."""
    blocks = BeautifulSoup(rich_text, "html.parser").find_all(["p", "li"])
    texts = (" ".join(block.get_text().split()) for block in blocks)
    return [text for text in texts if text]


def _edition_words(page: StrategicPlanPage, language: str) -> dict:
    """The years and the day of the page's edition; empty where it has none."""
    edition = page.edition
    if edition is None:
        return {"period": "", "date": "", "published_on": ""}
    years = [year for year in (edition.period_start, edition.period_end) if year]
    return {
        "period": "–".join(format_number(year, language, grouping=False) for year in years),
        "date": format_date(edition.published_on, language),
        "published_on": edition.published_on.isoformat(),
    }

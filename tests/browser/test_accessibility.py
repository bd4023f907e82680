"""axe finds nothing to complain of, by the rules of WCAG 2.2 A and AA, on any kind of page."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from .addresses import KINDS, LANGUAGES, open_page

OPTIONS = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]},
    "resultTypes": ["violations"],
}
SCHEMES = ("light", "dark")
#: By day and by night, on a phone and on a wide screen: the two languages have all four between them.
LOOKS = {"en": (("light", 1280), ("dark", 360)), "fa": (("light", 360), ("dark", 1280))}
#: Colours that change slowly are looked at when they have changed.
AT_REST = """() => Promise.all(document.getAnimations()
  .filter((one) => isFinite(one.effect.getComputedTiming().endTime))
  .map((one) => one.finished.catch(() => {})))"""


def complaints(page: Page) -> list[str]:
    """What axe finds, one line a place."""
    violations = Axe().run(page, options=OPTIONS).response["violations"]
    return [
        f"{violation['id']}: {node['target']} {node['html'][:200]}\n  {node['failureSummary']}"
        for violation in violations
        for node in violation["nodes"]
    ]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_no_violation_on_any_kind_of_page(page: Page, kind: str, language: str):
    """Everybody can read it: on a phone and on a wide screen, by day and by night, with every part unfolded."""
    open_page(page, kind, language)
    page.evaluate("document.querySelectorAll('main details').forEach((part) => part.open = true)")
    found = []
    for scheme, width in LOOKS[language]:
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        page.set_viewport_size({"width": width, "height": 800})
        found += [f"{scheme}, {width} px: {complaint}" for complaint in complaints(page)]
    assert found == [], "\n".join(found)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_violation_in_what_opens_over_a_page(page: Page, language: str):
    """The menu of a phone and the list of languages are read like the rest."""
    found = []
    for scheme in SCHEMES:
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        open_page(page, "table", language)
        page.locator(".languages__summary").click()
        found += complaints(page)
        page.keyboard.press("Escape")
        page.locator(".menu-button").click()
        found += complaints(page)
    assert found == [], "\n".join(found)

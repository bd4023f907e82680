"""axe finds nothing to complain of, by the rules of WCAG 2.2 A and AA, on any kind of page."""

import pytest
from playwright.sync_api import Page

from .addresses import KINDS, LANGUAGES, open_page
from .axe import LOOKS, complaints


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_no_violation_on_any_kind_of_page(reader: Page, kind: str, language: str):
    """Everybody can read it: on a phone and on a wide screen, by day and by night, with every part unfolded."""
    open_page(reader, kind, language)
    reader.evaluate("document.querySelectorAll('main details').forEach((part) => part.open = true)")
    found = []
    for scheme, width in LOOKS[language]:
        reader.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        reader.set_viewport_size({"width": width, "height": 800})
        found += [f"{scheme}, {width} px: {complaint}" for complaint in complaints(reader)]
    assert found == [], "\n".join(found)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_violation_in_what_opens_over_a_page(reader: Page, language: str):
    """The menu of a phone and the list of languages are read like the rest."""
    found = []
    for scheme in ("light", "dark"):
        reader.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        open_page(reader, "table", language)
        reader.locator(".languages__summary").click()
        found += [f"languages, {scheme}: {complaint}" for complaint in complaints(reader)]
        reader.keyboard.press("Escape")
        reader.locator(".menu-button").click()
        found += [f"menu, {scheme}: {complaint}" for complaint in complaints(reader)]
    assert found == [], "\n".join(found)

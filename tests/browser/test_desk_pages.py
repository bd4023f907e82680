"""Every room of the translation desk: nothing for axe to complain of, nothing wider than a phone but what scrolls."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from .test_accessibility import AT_REST, LOOKS, OPTIONS
from .test_admin_languages import admin, number_of  # noqa: F401

pytestmark = pytest.mark.browser_context_args(viewport={"width": 1280, "height": 900})

ROOMS = ("", "?language=fa&state=live", "export/", "import/", "glossary/", "consistency/", "jobs/", "guide/")


def test_no_violation_in_any_room(admin: Page, number_of):  # noqa: F811
    rooms = [f"translations/{room}" for room in ROOMS]
    rooms += ["", f"pages/{number_of('who-we-are', 'en')}/", "snippets/translation/term/"]
    found = []
    for room in rooms:
        admin.goto(f"/admin/{room}")
        for scheme, width in LOOKS[admin.locator("html").get_attribute("lang")]:
            admin.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            admin.set_viewport_size({"width": width, "height": 900})
            admin.evaluate("scrollTo({ top: 0, behavior: 'instant' })")
            admin.evaluate(AT_REST)
            if room.startswith("translations/"):
                assert admin.evaluate("document.documentElement.scrollWidth") <= width, f"{room} {width}"
            for violation in Axe().run(admin, context="#main", options=OPTIONS).response["violations"]:
                found += [
                    f"{room} {scheme} {width} {violation['id']}: {node['html'][:160]} {node['failureSummary']}"
                    for node in violation["nodes"]
                ]
        admin.set_viewport_size({"width": 1280, "height": 900})
    assert found == [], "\n".join(found[:30])

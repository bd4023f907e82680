"""Every room of the translation desk: nothing for axe to complain of, nothing wider than a phone but what scrolls."""

import pytest
from playwright.sync_api import Page

from .axe import AT_REST, LOOKS, TO_THE_TOP, complaints
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
            admin.evaluate(TO_THE_TOP)
            admin.evaluate(AT_REST)
            if room.startswith("translations/"):
                assert admin.evaluate("document.documentElement.scrollWidth") <= width, f"{room} {width}"
            found += [f"{room} {scheme} {width} {complaint}" for complaint in complaints(admin, "#main")]
        admin.set_viewport_size({"width": 1280, "height": 900})
    assert found == [], "\n".join(found[:30])

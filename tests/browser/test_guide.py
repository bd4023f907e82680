"""The guides in the help menu; and, asked for by ``make guide``, its pictures of the real screens."""

import os
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from .test_admin_languages import admin, number_of  # noqa: F401

pytestmark = pytest.mark.browser_context_args(viewport={"width": 1280, "height": 820})

#: Where the pictures go; only looked at without it.
PICTURES = os.environ.get("AMF_GUIDE_PICTURES")


@pytest.mark.parametrize("guide", ["translating", "editing"])
def test_a_guide_can_be_read(admin: Page, guide: str):  # noqa: F811
    admin.goto(f"/admin/translations/guide/{guide}/")
    language = admin.locator("html").get_attribute("lang")
    pictures = admin.locator(".guide img")
    expect(pictures).to_have_count(2)
    for picture in pictures.all():
        assert picture.evaluate("image => image.decode().then(() => image.naturalWidth)") > 600
        assert picture.get_attribute("src").endswith(f".{language}.webp")
    for link in admin.locator(".guide a[href^='#']").all():
        assert admin.locator(f"[id='{link.get_attribute('href')[1:]}']").count() == 1


def take(admin: Page, guide: str, name: str) -> None:  # noqa: F811
    admin.wait_for_load_state("networkidle")
    taken = Path(PICTURES) / guide / "pictures" / f"{name}.{admin.locator('html').get_attribute('lang')}.png"
    admin.screenshot(path=taken)
    with Image.open(taken) as picture:
        picture.save(taken.with_suffix(".webp"), quality=80)
    taken.unlink()


@pytest.mark.skipif(not PICTURES, reason="pictures are made by `make guide`")
def test_pictures_of_translating(admin: Page, number_of):  # noqa: F811
    about = number_of("about", "fa")
    for name, place in {"board": "translations/", "editor": f"pages/{about}/edit/"}.items():
        admin.goto(f"/admin/{place}")
        take(admin, "translating", name)


@pytest.mark.skipif(not PICTURES, reason="pictures are made by `make guide`")
def test_pictures_of_editing(admin: Page):  # noqa: F811
    admin.goto("/admin/snippets/members/city/?q=Tabriz")
    admin.locator("#main td.title a").first.click()
    take(admin, "editing", "city")
    admin.locator("#id_figures-ADD").click()
    admin.locator("[id^=id_figures][id$=source-chooser] .unchosen [data-chooser-action-choose]:visible").last.click()
    admin.locator(".modal [role=tab]").last.click()
    take(admin, "editing", "sources")

"""An editor with a Persian admin writes an article, schedules it, publishes it, and gives it to the translators."""

import datetime
import re

import pytest
from playwright.sync_api import Page, expect

from .axe import AT_REST, LOOKS, complaints
from .desk import Desk
from .test_admin_languages import admin  # noqa: F401

pytestmark = [
    pytest.mark.browser_context_args(viewport={"width": 1280, "height": 900}),
    pytest.mark.parametrize("admin", ["fa"], indirect=True),
]

TITLE = "Cities agree on clean air"
SUMMARY = "Nineteen cities signed a plan for clean air in Tehran."
TEXT = "Nineteen cities of Asia signed a plan for clean air in Tehran on Tuesday. It asks each of them to measure " * 3
#: The rest of the editor is Wagtail's.
PANEL = "[data-side-panel=checklist]"


def faults(page: Page, part: str | None = None) -> list[str]:
    found = []
    for scheme, width in LOOKS["fa"]:
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        page.set_viewport_size({"width": width, "height": 900})
        page.evaluate(AT_REST)
        found += complaints(page, part)
    page.emulate_media(color_scheme="light")
    page.set_viewport_size({"width": 1280, "height": 900})
    return found


def test_from_the_menu_to_the_translators(admin: Page):  # noqa: F811
    desk = Desk(admin, [])
    admin.goto("/admin/")
    desk.menu("/admin/news/", "news")
    assert faults(admin) == []
    desk.follow(desk.add(), "new article")

    admin.locator("[data-side-panel-toggle=checklist]").click()
    panel = admin.locator(PANEL)
    left = panel.locator(".checklist__point--open")
    expect(left).to_have_count(3)
    expect(panel).to_contain_text("به‌محض انتشار، خوانندگان آن را می‌بینند.")
    assert faults(admin, PANEL) == []

    # At a person's pace: each step is saved by itself before the next.
    admin.locator("[name=title]").press_sequentially(TITLE, delay=40)
    admin.locator("[name=summary]").press_sequentially(SUMMARY, delay=40)
    expect(left).to_have_count(2)
    desk.write("body", TEXT)
    expect(left).to_have_count(1)
    admin.locator("#id_sources-ADD").click()
    admin.locator("[name=sources-0-publisher]").fill("The paper")
    admin.locator("[name=sources-0-url]").fill("https://example.org/clean-air")
    expect(left).to_have_count(0)
    expect(admin.locator("[data-side-panel-toggle=checklist] [data-side-panel-toggle-counter]")).to_be_hidden()

    ahead = (datetime.datetime.now(datetime.UTC) + datetime.timedelta(days=2)).replace(hour=6, minute=30)
    admin.locator("[data-side-panel-toggle=status]").click()
    admin.locator("[data-a11y-dialog-show=schedule-publishing-dialog]:visible").first.click()
    dialog = admin.locator("#schedule-publishing-dialog")
    moment, picker = dialog.locator("[name=go_live_at]"), admin.locator(".xdsoft_datetimepicker:visible")
    moment.click()
    picker.wait_for()
    moment.fill(ahead.strftime("%Y-%m-%d 10:00"))
    moment.press("Tab")
    expect(picker).to_have_count(0)
    dialog.locator("[type=submit]").click()
    expect(panel).to_contain_text("۱۰:۰۰")
    assert TITLE in desk.send("scheduled")

    with admin.expect_navigation():
        admin.locator(".messages button", has_text="زبان").click()
    expect(admin).to_have_url(re.compile("/admin/translations/jobs/"))

    desk.menu("/admin/calendar/", "calendar")
    day = admin.locator(f"td:has(time[datetime='{ahead:%Y-%m-%d}'])")
    if not day.get_by_role("link").count():
        desk.follow(admin.locator("a[rel=next]"), "next month")
    expect(day).to_contain_text(TITLE)
    assert faults(admin) == []
    day.get_by_role("link").focus()
    with admin.expect_navigation():
        admin.keyboard.press("Enter")
    expect(admin.locator(PANEL)).to_contain_text("۱۰:۰۰")

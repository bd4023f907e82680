"""The translation editor in a browser, in an English and in a Persian admin: typing, keys, marks, nothing lost."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, Route, expect

from .axe import AT_REST, LOOKS, TO_THE_TOP, complaints
from .test_admin_languages import admin, log_in, number_of  # noqa: F401

pytestmark = pytest.mark.browser_context_args(viewport={"width": 1280, "height": 900})

ZWNJ = "\u200c"


@pytest.fixture
def desk(admin: Page, number_of) -> Page:  # noqa: F811
    """The page about the Forum in Persian, where Wagtail's own edit address leads."""
    admin.goto(f"/admin/pages/{number_of('about', 'fa')}/edit/")
    expect(admin).to_have_url(re.compile("/admin/translations/[0-9]+/$"))
    expect(admin.locator(".tr-has-script")).to_be_visible()
    return admin


def row(desk: Page, path_text: str) -> Locator:
    return desk.locator("[data-segment]").filter(has=desk.locator(".tr-source", has_text=path_text)).first


def field(desk: Page, path_text: str) -> Locator:
    return row(desk, path_text).locator(".tr-field textarea")


TITLE, SUMMARY, MARKED = "About the Forum", "Forum began", "is a meeting place"


@contextmanager
def put_back(words: Locator) -> Iterator[str]:
    """Whatever a test writes, the next one finds what was there."""
    before = words.input_value()
    try:
        yield before
    finally:
        words.fill(before)
        saved(words.page)


def in_any_digits(number: int) -> re.Pattern[str]:
    """Latin ones, or those of a Persian admin."""
    return re.compile("".join(f"[{digit}{chr(ord('۰') + int(digit))}]" for digit in str(number)))


def saved(desk: Page) -> None:
    expect(desk.locator("#translation-saved")).to_have_attribute("data-state", "saved")


def test_a_translator_writes_and_it_is_checked_kept_previewed_and_not_published_by_halves(desk: Page):
    summary, total = field(desk, SUMMARY), desk.locator("#translation-progress").get_attribute("max")
    with put_back(summary):
        summary.fill("")
        summary.press_sequentially("مجمع می رود, ۱۳۸۷ تا ۱۴۰۴")
        expect(row(desk, SUMMARY).locator(".tr-findings")).to_contain_text(f"می{ZWNJ}رود")
        # The half space, the comma, and two terms of the glossary that are not said.
        expect(row(desk, SUMMARY).locator(".tr-findings li")).to_have_count(4)
        saved(desk)
        desk.locator("#translation-preview-toggle").click()
        preview = desk.frame_locator("#translation-preview iframe")
        expect(preview.locator("html")).to_have_attribute("dir", "rtl")
        expect(preview.get_by_text("مجمع می رود").first).to_be_visible()
        summary.fill("چکیدهٔ دیگر")
        expect(preview.get_by_text("چکیدهٔ دیگر").first).to_be_visible()

        summary.fill("")
        expect(row(desk, SUMMARY)).to_have_attribute("data-state", "empty")
        expect(desk.locator("#translation-progress")).to_have_js_property("value", int(total) - 1)
        expect(desk.locator("#translation-state")).to_contain_text(in_any_digits(1))
        desk.locator("[name=show][value=empty]").check(force=True)
        expect(desk.locator("[data-segment]:visible")).to_have_count(1)
        with desk.expect_navigation():
            desk.locator("form[action$='/publish/'] button").click()
        expect(desk.locator(".messages .error")).to_be_visible()
    expect(desk.locator("#translation-progress")).to_have_js_property("value", int(total))
    expect(desk.locator("#translation-state")).not_to_contain_text(in_any_digits(1))


def test_keys(desk: Page):
    summary = field(desk, SUMMARY)
    with put_back(summary):
        summary.fill("")
        saved(desk)
        field(desk, TITLE).focus()
        desk.keyboard.press("Alt+ArrowDown")
        expect(summary).to_be_focused()
        desk.keyboard.press("Alt+c")
        expect(summary).to_have_value(row(desk, SUMMARY).get_attribute("data-source"))
        summary.fill("خانه")
        desk.keyboard.press("Shift+Space")
        desk.keyboard.type("ها ۱۳۸۷ ۱۴۰۴")
        expect(summary).to_have_value(f"خانه{ZWNJ}ها ۱۳۸۷ ۱۴۰۴")
        desk.keyboard.press("Control+Enter")
        expect(row(desk, SUMMARY)).to_have_attribute("data-state", "done")
        desk.keyboard.press("Alt+/")
        expect(desk.locator("#translation-help")).to_be_visible()
        desk.keyboard.press("Escape")
        expect(desk.locator("#translation-help")).to_be_hidden()


def test_a_mark_is_one_thing_and_cannot_be_lost_unseen(desk: Page):
    words = field(desk, MARKED)
    with put_back(words) as before:
        assert before.startswith("⟨1⟩")
        words.evaluate("field => { field.focus(); field.setSelectionRange(3, 3) }")
        desk.keyboard.press("Backspace")
        expect(words).to_have_value(before.removeprefix("⟨1⟩"))
        expect(row(desk, MARKED).locator(".tr-findings [data-severity=error]")).to_be_visible()
        expect(desk.locator("#translation-saved")).to_have_attribute("data-state", "refused")
        words.fill("مجمع است.")
        words.evaluate("field => field.setSelectionRange(0, 4)")
        row(desk, MARKED).locator("[data-insert='1']").click()
        expect(words).to_have_value("⟨1⟩مجمع⟨/1⟩ است.")
        saved(desk)


def test_no_violation(desk: Page):
    found = []
    desk.evaluate("document.querySelectorAll('#main details').forEach((part) => part.open = true)")
    for scheme, width in LOOKS[desk.locator("html").get_attribute("lang")]:
        desk.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        desk.set_viewport_size({"width": width, "height": 900})
        field(desk, MARKED).focus()
        desk.evaluate(TO_THE_TOP)
        desk.evaluate(AT_REST)
        assert desk.evaluate("document.documentElement.scrollWidth") <= width
        found += [f"{scheme} {width} {complaint}" for complaint in complaints(desk, "#main")]
    assert found == [], "\n".join(found[:20])


@pytest.fixture
def elsewhere(page: Page, base_url: str) -> Iterator[BrowserContext]:
    """A browser that may complain: here things go wrong that it writes into its console."""
    with page.context.browser.new_context(base_url=base_url) as context:
        log_in(context.new_page())
        yield context


def open_desk(context: BrowserContext) -> Page:
    desk = context.pages[0]
    about = desk.request.get("/admin/api/main/pages/?slug=about&locale=fa").json()["items"][0]["id"]
    desk.goto(f"/admin/pages/{about}/edit/")
    return desk


def test_words_outlive_a_broken_line_and_a_closed_window(elsewhere: BrowserContext):
    desk = open_desk(elsewhere)
    before = field(desk, SUMMARY).input_value()

    def fail(route: Route) -> None:
        route.abort()

    elsewhere.route("**/segments/**", fail)
    field(desk, SUMMARY).fill("نگه‌داشته ۱۳۸۷ ۱۴۰۴")
    expect(desk.locator("#translation-saved")).to_have_attribute("data-state", "offline")
    asked = []
    desk.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    desk.reload()
    assert asked == ["beforeunload"]
    expect(field(desk, SUMMARY)).to_have_value("نگه‌داشته ۱۳۸۷ ۱۴۰۴")
    elsewhere.unroute("**/segments/**", fail)
    saved(desk)  # it is tried again by itself
    desk.reload()
    expect(field(desk, SUMMARY)).to_have_value("نگه‌داشته ۱۳۸۷ ۱۴۰۴")
    field(desk, SUMMARY).fill(before)
    saved(desk)


def test_words_outlive_a_session(elsewhere: BrowserContext):
    desk = open_desk(elsewhere)
    words = field(desk, SUMMARY)
    with put_back(words):
        elsewhere.clear_cookies()
        words.fill("پس از خروج ۱۳۸۷ ۱۴۰۴")
        expect(desk.locator("#translation-saved")).to_have_attribute("data-state", "loggedOut")
        log_in(elsewhere.new_page())
        words.press("Control+s")
        saved(desk)


def test_two_translators_see_each_others_words(elsewhere: BrowserContext):
    first, words = (desk := open_desk(elsewhere)), field(desk, SUMMARY)
    with put_back(words):
        second = elsewhere.new_page()
        second.goto(first.url)
        field(second, SUMMARY).fill("از دومی ۱۳۸۷ ۱۴۰۴")
        saved(second)
        words.fill("از نخستین ۱۳۸۷ ۱۴۰۴")
        conflict = row(first, SUMMARY).locator(".tr-conflict")
        expect(conflict).to_contain_text("از دومی")
        expect(words).to_have_value("از نخستین ۱۳۸۷ ۱۴۰۴")
        conflict.get_by_role("button").last.click()
        saved(first)


def test_without_a_script(page: Page, base_url: str):
    with page.context.browser.new_context(base_url=base_url, java_script_enabled=False) as context:
        log_in(context.new_page())
        desk = open_desk(context)
        words = field(desk, MARKED)
        before = words.input_value()
        words.fill("بی‌نشان")
        row(desk, MARKED).locator("button[value^='save:']").click()
        expect(row(desk, MARKED).locator("[data-severity=error]")).to_be_visible()
        expect(field(desk, MARKED)).to_have_value("بی‌نشان")
        field(desk, MARKED).fill("⟨1⟩مجمع⟨/1⟩ است.")
        row(desk, MARKED).locator("button[value^='save:']").click()
        expect(desk.locator(".messages .success")).to_be_visible()
        expect(field(desk, MARKED)).to_have_value("⟨1⟩مجمع⟨/1⟩ است.")
        field(desk, MARKED).fill(before)
        desk.locator("button[value=save]").click()
        expect(field(desk, MARKED)).to_have_value(before)

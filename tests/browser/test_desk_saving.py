"""The translation editor keeps what was put right, and takes the first click on whatever is pressed."""

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from .test_admin_languages import log_in
from .test_desk_editor import MARKED, SUMMARY, TITLE, field, open_desk, put_back, row, saved

pytestmark = pytest.mark.browser_context_args(viewport={"width": 1280, "height": 900})

#: Where everything is that can be pressed or written into, on the page.
PLACES = """() => [...document.querySelectorAll("#translation-editor :is(button, summary, textarea, a, label)")]
  .filter((one) => one.checkVisibility() && !one.closest("dialog"))
  .map((one) => { const box = one.getBoundingClientRect();
    return [one.textContent.trim().slice(0, 30), Math.round(box.x), Math.round(box.y + scrollY)].join(" ") })"""


@pytest.fixture
def desk(page: Page) -> Page:
    log_in(page)
    return open_desk(page.context)


def refused(desk: Page, words: str) -> Locator:
    found = row(desk, words).locator(".tr-findings [data-severity=error]")
    expect(found.first).to_be_visible()
    return found


def at_rest(desk: Page) -> list[str]:
    """Where everything stands, once nothing slides any more: Wagtail's menu does at first."""
    before: list[str] = []
    while before != (now := desk.evaluate(PLACES)):
        before = now
        desk.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    return before


def arrived(desk: Page, held: list[Route]) -> None:
    while not held:
        desk.wait_for_timeout(20)


def test_what_was_refused_and_put_right_is_saved_however_fast(desk: Page):
    words = field(desk, MARKED)
    with put_back(words):
        words.fill("بی‌نشان")
        words.press("Tab")
        found = refused(desk, MARKED)
        words.fill("⟨1⟩مجمع⟨/1⟩ است.")
        words.press("Tab")
        saved(desk)
        expect(found).to_have_count(0)
        desk.reload()
        expect(words).to_have_value("⟨1⟩مجمع⟨/1⟩ است.")


def test_what_was_refused_and_taken_back_is_no_longer_told(desk: Page):
    words = field(desk, MARKED)
    before = words.input_value()
    words.fill("بی‌نشان")
    words.press("Tab")
    found = refused(desk, MARKED)
    words.fill(before)
    words.press("Tab")
    expect(found).to_have_count(0)
    saved(desk)


def test_words_written_while_others_are_on_their_way_to_be_refused(desk: Page):
    words = field(desk, MARKED)
    held: list[Route] = []
    desk.context.route("**/segments/*/", lambda route: held.append(route), times=1)
    with put_back(words):
        words.fill("بی‌نشان")
        words.press("Tab")
        arrived(desk, held)
        words.fill("⟨1⟩مجمع⟨/1⟩ است.")
        words.press("Tab")
        with desk.expect_response(lambda answer: answer.status == 422):
            held[0].continue_()
        saved(desk)
        desk.reload()
        expect(words).to_have_value("⟨1⟩مجمع⟨/1⟩ است.")


@pytest.mark.parametrize("width", [1280, 700, 360])
def test_nothing_moves_when_a_row_is_entered(desk: Page, width):
    desk.set_viewport_size({"width": width, "height": 900})
    before = at_rest(desk)
    assert len(before) > 100
    for words in (TITLE, SUMMARY, MARKED):
        for entered in (field(desk, words), row(desk, words).locator(".tr-comments summary")):
            entered.evaluate("one => one.focus({ preventScroll: true })")
            assert row(desk, words).locator(".tr-chip").last.is_visible()
            assert desk.evaluate(PLACES) == before


def test_the_first_click_counts(desk: Page):
    summary = field(desk, SUMMARY)
    with put_back(summary):
        summary.fill("")
        expect(row(desk, SUMMARY)).to_have_attribute("data-state", "empty")
        field(desk, TITLE).focus()
        row(desk, SUMMARY).locator("[data-act=same]").click()
        expect(row(desk, SUMMARY)).to_have_attribute("data-state", "done")


def test_nothing_moves_under_a_pressed_button(desk: Page):
    """What the site answers meanwhile waits until the button is let go."""
    summary, held = field(desk, SUMMARY), []
    desk.context.route("**/segments/*/", lambda route: held.append(route), times=1)
    # So that the answer to the save is the first to move something.
    desk.context.route("**/check/", lambda route: route.fulfill(json={"findings": []}), times=1)
    with put_back(summary):
        button = row(desk, MARKED).locator(".tr-comments summary")
        button.scroll_into_view_if_needed()
        with desk.expect_response("**/check/"):
            summary.fill("مجمع می رود, ۱۳۸۷ تا ۱۴۰۴")
        at_rest(desk)
        box = button.bounding_box()
        desk.mouse.move(box["x"] + 5, box["y"] + box["height"] / 2)
        desk.mouse.down()
        arrived(desk, held)
        with desk.expect_response("**/segments/*/"):
            held[0].continue_()
        desk.evaluate("() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))")
        assert button.bounding_box() == box
        desk.mouse.up()
        expect(row(desk, MARKED).locator(".tr-comments textarea")).to_be_visible()
        expect(row(desk, SUMMARY).locator(".tr-findings li")).to_have_count(4)

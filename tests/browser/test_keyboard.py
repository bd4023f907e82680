"""Without a mouse: everything is reached, seen to be reached, opened, used and closed again."""

import pytest
from playwright.sync_api import Page, expect

from .addresses import LANGUAGES, address, open_page, press_until_focused

#: Whether the element in focus, or the card that it is the link of, shows it, and nothing lies over it. A dot of the
#: map shows it by a ring that is drawn: an outline would be a box around its name.
FOCUS_RING = """() => {
  const element = document.activeElement;
  if (element === document.body) return null;
  if (element.matches('.city-map a')) {
    const drawn = getComputedStyle(element.firstElementChild);
    const isRing = drawn.stroke !== 'rgba(0, 0, 0, 0)' && parseFloat(drawn.strokeWidth) > 25;
    return [element.outerHTML.slice(0, 80), isRing, true];
  }
  const ring = [element, element.closest('.card')].filter(Boolean).map((it) => getComputedStyle(it)).some(
    (style) => style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2);
  const box = element.getClientRects()[0];
  const top = document.elementFromPoint(box.x + box.width / 2, box.y + Math.min(box.height / 2, 20));
  return [element.outerHTML.slice(0, 80), ring, element.contains(top) || !!top?.contains(element)];
}"""
#: The picture that stands at the beginning of the strip.
SLIDE_IN_VIEW = """(view) => {
  const rtl = getComputedStyle(view).direction === 'rtl';
  const edge = (element) => { const box = element.getBoundingClientRect(); return rtl ? -box.right : box.left; };
  const gaps = [...view.querySelectorAll('.slideshow__item')].map((item) => Math.abs(edge(item) - edge(view)));
  return gaps.indexOf(Math.min(...gaps));
}"""


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_first_key_skips_to_the_content(page: Page, language: str):
    """Tab shows the link that skips the menu, Enter takes it."""
    open_page(page, "landing", language)
    page.keyboard.press("Tab")
    link = page.locator(".skip-link")
    expect(link).to_be_focused()
    expect(link).to_be_in_viewport(ratio=1)
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_menu_of_a_phone(page: Page, language: str):
    """It opens with Enter, its links come next, Escape closes it, and so does its own button."""
    open_page(page, "landing", language)
    menu, button = page.locator(".menu"), page.locator(".menu-button")
    expect(menu).to_be_hidden()
    press_until_focused(page, ".menu-button")
    page.keyboard.press("Enter")
    expect(menu).to_be_visible()
    page.keyboard.press("Tab")
    expect(page.locator(".menu__close")).to_be_focused()
    for link in page.locator(".menu__link").all():
        page.keyboard.press("Tab")
        expect(link).to_be_focused()
    page.keyboard.press("Escape")
    expect(menu).to_be_hidden()
    expect(button).to_be_focused()
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(menu).to_be_hidden()
    page.keyboard.press("Enter")
    expect(menu).to_be_visible()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/{language}/who-we-are/")


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize(("language", "other"), [("en", "fa"), ("fa", "en")])
def test_the_languages_lead_to_the_same_page(page: Page, language: str, other: str, width: int):
    """The list opens with Enter, Escape closes it, moving on closes it, and a language leads to this page in it."""
    page.set_viewport_size({"width": width, "height": 800})
    open_page(page, "city", language)
    panel, summary = page.locator(".languages__panel"), page.locator(".languages__summary")
    press_until_focused(page, ".languages__summary")
    page.keyboard.press("Enter")
    expect(panel).to_be_visible()
    page.keyboard.press("Tab")
    page.keyboard.press("Escape")
    expect(panel).to_be_hidden()
    expect(summary).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Shift+Tab")
    expect(panel).to_be_hidden()
    press_until_focused(page, ".languages__summary")
    page.keyboard.press("Enter")
    press_until_focused(page, f".languages__panel a[hreflang={other}]", presses=3)
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{address('city', other)}")
    expect(page.locator("html")).to_have_attribute("lang", other)


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_slideshow_by_its_buttons(page: Page, language: str, width: int):
    """One picture on, one back, towards the reader's own end of the line; at the ends a button is off."""
    page.set_viewport_size({"width": width, "height": 800})
    page.emulate_media(reduced_motion="reduce")
    open_page(page, "landing", language)
    view = page.locator(".slideshow__view")
    back, onward = (
        page.locator(".slideshow__buttons [data-step='-1']"),
        page.locator(".slideshow__buttons [data-step='1']"),
    )
    last = page.locator(".slideshow__item").count() - 1

    def picture_is(number: int) -> None:
        page.wait_for_function(f"(view) => ({SLIDE_IN_VIEW})(view) === {number}", arg=view.element_handle())

    picture_is(0)
    expect(back).to_be_disabled()
    onward.focus()
    page.keyboard.press("Enter")
    picture_is(1)
    place = view.evaluate("(view) => view.scrollLeft")
    assert place < 0 if language == "fa" else place > 0
    back.focus()
    page.keyboard.press("Space")
    picture_is(0)
    expect(back).to_be_disabled()
    for number in range(1, last + 1):
        onward.focus()
        page.keyboard.press("Enter")
        if number < last:
            picture_is(number)
    expect(onward).to_be_disabled()
    expect(back).to_be_enabled()
    expect(page.locator(".slideshow__item").last).to_be_in_viewport(ratio=0.9)


@pytest.mark.parametrize(("language", "key"), [("en", "ArrowRight"), ("fa", "ArrowLeft")])
def test_the_slideshow_by_the_arrow_keys(page: Page, language: str, key: str):
    """The strip itself takes the focus and scrolls where the arrow points, without its buttons."""
    open_page(page, "landing", language)
    press_until_focused(page, ".slideshow__view")
    view = page.locator(".slideshow__view")
    name = view.get_attribute("aria-label")
    assert name
    for _ in range(8):
        page.keyboard.press(key)
    page.wait_for_function(f"(view) => ({SLIDE_IN_VIEW})(view) > 0", arg=view.element_handle())


@pytest.mark.parametrize("kind", ["landing", "accordion", "search", "filtered", "project"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_focus_is_always_seen(page: Page, kind: str, scheme: str):
    """Wherever Tab leads, a ring shows it, and nothing lies over it."""
    page.set_viewport_size({"width": 1280, "height": 800})
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    open_page(page, kind, "en")
    page.keyboard.press("Tab")
    seen = []
    while (state := page.evaluate(FOCUS_RING)) and len(seen) < 60:
        seen.append(state)
        page.keyboard.press("Tab")
    assert [state for state in seen if not all(state)] == [], "link, whether it has a ring, whether it is uncovered"
    assert len(seen) > 10


def test_an_accordion_opens_and_closes(page: Page):
    """Enter on a question unfolds its answer, Enter again folds it."""
    open_page(page, "accordion", "en")
    press_until_focused(page, ".accordion__summary")
    answer = page.locator(".accordion__part").first.locator(".prose")
    page.keyboard.press("Enter")
    expect(answer).to_be_visible()
    page.keyboard.press("Enter")
    expect(answer).to_be_hidden()

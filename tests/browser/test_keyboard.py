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
def test_the_first_key_skips_to_the_content(reader: Page, language: str):
    """Tab shows the link that skips the menu, Enter takes it."""
    open_page(reader, "landing", language)
    reader.keyboard.press("Tab")
    link = reader.locator(".skip-link")
    expect(link).to_be_focused()
    expect(link).to_be_in_viewport(ratio=1)
    reader.keyboard.press("Enter")
    expect(reader.locator("main")).to_be_focused()
    reader.keyboard.press("Tab")
    assert reader.evaluate("document.activeElement.closest('main') !== null")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_menu_of_a_phone(reader: Page, language: str):
    """It opens with Enter, its links come next, Escape closes it, and so does its own button."""
    open_page(reader, "landing", language)
    menu, button = reader.locator(".menu"), reader.locator(".menu-button")
    expect(menu).to_be_hidden()
    press_until_focused(reader, ".menu-button")
    reader.keyboard.press("Enter")
    expect(menu).to_be_visible()
    reader.keyboard.press("Tab")
    expect(reader.locator(".menu__close")).to_be_focused()
    for link in reader.locator(".menu__link").all():
        reader.keyboard.press("Tab")
        expect(link).to_be_focused()
    reader.keyboard.press("Escape")
    expect(menu).to_be_hidden()
    expect(button).to_be_focused()
    reader.keyboard.press("Space")
    reader.keyboard.press("Tab")
    reader.keyboard.press("Enter")
    expect(menu).to_be_hidden()
    reader.keyboard.press("Enter")
    expect(menu).to_be_visible()
    reader.keyboard.press("Tab")
    reader.keyboard.press("Tab")
    reader.keyboard.press("Enter")
    reader.wait_for_url(f"**/{language}/who-we-are/")


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize(("language", "other"), [("en", "fa"), ("fa", "en")])
def test_the_languages_lead_to_the_same_page(reader: Page, language: str, other: str, width: int):
    """The list opens with Enter, Escape closes it, moving on closes it, and a language leads to this page in it."""
    reader.set_viewport_size({"width": width, "height": 800})
    open_page(reader, "city", language)
    panel, summary = reader.locator(".languages__panel"), reader.locator(".languages__summary")
    press_until_focused(reader, ".languages__summary")
    reader.keyboard.press("Enter")
    expect(panel).to_be_visible()
    reader.keyboard.press("Tab")
    reader.keyboard.press("Escape")
    expect(panel).to_be_hidden()
    expect(summary).to_be_focused()
    reader.keyboard.press("Enter")
    reader.keyboard.press("Shift+Tab")
    expect(panel).to_be_hidden()
    press_until_focused(reader, ".languages__summary")
    reader.keyboard.press("Enter")
    press_until_focused(reader, f".languages__panel a[hreflang={other}]", presses=3)
    reader.keyboard.press("Enter")
    reader.wait_for_url(f"**{address('city', other)}")
    expect(reader.locator("html")).to_have_attribute("lang", other)


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_slideshow_by_its_buttons(reader: Page, language: str, width: int):
    """One picture on, one back, towards the reader's own end of the line; at the ends a button is off."""
    reader.set_viewport_size({"width": width, "height": 800})
    reader.emulate_media(reduced_motion="reduce")
    open_page(reader, "landing", language)
    view = reader.locator(".slideshow__view")
    back, onward = (
        reader.locator(".slideshow__buttons [data-step='-1']"),
        reader.locator(".slideshow__buttons [data-step='1']"),
    )
    last = reader.locator(".slideshow__item").count() - 1

    def picture_is(number: int) -> None:
        reader.wait_for_function(f"(view) => ({SLIDE_IN_VIEW})(view) === {number}", arg=view.element_handle())

    picture_is(0)
    expect(back).to_be_disabled()
    onward.focus()
    reader.keyboard.press("Enter")
    picture_is(1)
    place = view.evaluate("(view) => view.scrollLeft")
    assert place < 0 if language == "fa" else place > 0
    back.focus()
    reader.keyboard.press("Space")
    picture_is(0)
    expect(back).to_be_disabled()
    for number in range(1, last + 1):
        onward.focus()
        reader.keyboard.press("Enter")
        if number < last:
            picture_is(number)
    expect(onward).to_be_disabled()
    expect(back).to_be_enabled()
    expect(reader.locator(".slideshow__item").last).to_be_in_viewport(ratio=0.9)


@pytest.mark.parametrize(("language", "key"), [("en", "ArrowRight"), ("fa", "ArrowLeft")])
def test_the_slideshow_by_the_arrow_keys(reader: Page, language: str, key: str):
    """The strip itself takes the focus and scrolls where the arrow points, without its buttons."""
    open_page(reader, "landing", language)
    press_until_focused(reader, ".slideshow__view")
    view = reader.locator(".slideshow__view")
    name = view.get_attribute("aria-label")
    assert name
    for _ in range(8):
        reader.keyboard.press(key)
    reader.wait_for_function(f"(view) => ({SLIDE_IN_VIEW})(view) > 0", arg=view.element_handle())


@pytest.mark.parametrize("kind", ["landing", "accordion", "search", "filtered", "project"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_focus_is_always_seen(reader: Page, kind: str, scheme: str):
    """Wherever Tab leads, a ring shows it, and nothing lies over it."""
    reader.set_viewport_size({"width": 1280, "height": 800})
    reader.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    open_page(reader, kind, "en")
    reader.keyboard.press("Tab")
    seen = []
    while (state := reader.evaluate(FOCUS_RING)) and len(seen) < 60:
        seen.append(state)
        reader.keyboard.press("Tab")
    assert [state for state in seen if not all(state)] == [], "link, whether it has a ring, whether it is uncovered"
    assert len(seen) > 10


def test_an_accordion_opens_and_closes(reader: Page):
    """Enter on a question unfolds its answer, Enter again folds it."""
    open_page(reader, "accordion", "en")
    press_until_focused(reader, ".accordion__summary")
    answer = reader.locator(".accordion__part").first.locator(".prose")
    reader.keyboard.press("Enter")
    expect(answer).to_be_visible()
    reader.keyboard.press("Enter")
    expect(answer).to_be_hidden()

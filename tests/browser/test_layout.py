"""Pages fit: a narrow phone, a reader who zooms, one who reads from the right, a thumb, a slow line."""

import pytest
from playwright.sync_api import CDPSession, Page, expect

from .addresses import KINDS, LANGUAGES, open_page

#: Everything that a thumb has to hit.
CONTROLS = (
    ".brand, .menu-button, .menu__close, .menu__link, .languages__summary, .languages__list a, .breadcrumbs a, "
    ".button, .onward, .search-form input, .accordion__summary, .slideshow__buttons button, .slide__name, "
    ".footer a, .files a, .filter select, .filter input, .filter button, .paging a, .listing__clear, .filter__clear, "
    ".data-set__file, .neighbours a"
)
SMALL = """(controls) => [...document.querySelectorAll(controls)].filter((control) => {
  const box = control.getBoundingClientRect();
  return box.height > 0 && box.height < 43.9;
}).map((control) => `${location.pathname}: ${control.outerHTML.slice(0, 120)}`)"""
#: What a reader may set, by WCAG 1.4.12.
TEXT_SPACING = """
  * { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; }
  p { margin-block-end: 2em !important; }
"""
#: By a style sheet of the browser's own, as a reader would: a <style> in the page is refused by the policy.
ADD_STYLES = """(rules) => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(rules);
  document.adoptedStyleSheets = [sheet];
}"""
#: Words that are cut off by the box they stand in. What is hidden from sight on purpose does not count.
CLIPPED = """() => [...document.querySelectorAll('body *')].filter((element) => {
  const style = getComputedStyle(element);
  const cuts = (value) => value === 'hidden' || value === 'clip';
  if (element.matches('.visually-hidden, svg, img') || !element.innerText?.trim()) return false;
  return (cuts(style.overflowX) && element.scrollWidth > element.clientWidth + 1)
    || (cuts(style.overflowY) && element.scrollHeight > element.clientHeight + 1);
}).map((element) => `${element.tagName}.${element.className}: ${element.innerText.slice(0, 60)}`)"""
TOO_WIDE = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
#: Captions of tables that reach beyond the region in which their table scrolls.
CUT_CAPTIONS = """() => [...document.querySelectorAll('.table-region caption')].filter((caption) =>
  caption.getBoundingClientRect().width > caption.closest('.table-region').clientWidth + 1
).map((caption) => caption.innerText)"""
MOVING = """() => [...document.querySelectorAll('*')].filter((element) => {
  const style = getComputedStyle(element);
  const seconds = `${style.transitionDuration},${style.animationDuration}`.split(',').map(parseFloat);
  return Math.max(...seconds) > 0.01 || style.scrollBehavior === 'smooth';
}).map((element) => `${element.tagName}.${element.className}`)"""


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_wider_than_the_narrowest_phone(reader: Page, language: str):
    """At 320 px nobody scrolls sideways, whatever the page."""
    reader.set_viewport_size({"width": 320, "height": 640})
    too_wide = {}
    for kind in KINDS:
        open_page(reader, kind, language)
        reader.evaluate("document.querySelectorAll('main details').forEach((part) => part.open = true)")
        too_wide[kind] = reader.evaluate(TOO_WIDE)
    assert {kind: pixels for kind, pixels in too_wide.items() if pixels > 0} == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_captions_are_read_without_scrolling_their_tables(reader: Page, language: str):
    reader.set_viewport_size({"width": 320, "height": 640})
    open_page(reader, "landing", language)
    assert reader.locator("main .table-region caption").count() == 1
    assert reader.evaluate(CUT_CAPTIONS) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_usable_at_400_percent(reader: Page, language: str):
    """Who zooms a small laptop to 400 % sees 320 by 256 px: nothing sticks over the text and the menu can be used."""
    reader.set_viewport_size({"width": 320, "height": 256})
    open_page(reader, "table", language)
    stuck = "() => [...document.querySelectorAll('body *')].filter((e) => e.checkVisibility() && "
    stuck += "['fixed', 'sticky'].includes(getComputedStyle(e).position)).map((e) => e.className)"
    assert reader.evaluate(stuck) == []
    reader.locator(".menu-button").click()
    last = reader.locator(".menu__link").last
    last.scroll_into_view_if_needed()
    expect(last).to_be_in_viewport(ratio=0.9)
    last.click()
    reader.wait_for_url(f"**/{language}/search/")


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_begins_where_its_language_begins(reader: Page, language: str, width: int):
    """In Persian the emblem, the menu and the way down to the page start at the right; in English at the left."""
    reader.set_viewport_size({"width": width, "height": 800})
    open_page(reader, "table", language)

    def start(selector: str) -> list[float]:
        """How far from the beginning of a line each of these elements begins."""
        boxes = [element.bounding_box() for element in reader.locator(selector).all()]
        return [width - box["x"] - box["width"] if language == "fa" else box["x"] for box in boxes]

    assert start(".brand__emblem")[0] < start(".brand__name")[0]
    assert start(".brand__emblem")[0] < width / 8
    crumbs = start(".breadcrumbs li")
    assert crumbs[0] < width / 8
    assert crumbs[0] < crumbs[1]
    switcher = start(".languages__summary")[0]
    if width > 1000:
        links = start(".menu__link")
        assert [*links, switcher] == sorted([*links, switcher])
        assert links[0] > start(".brand")[0]
    else:
        assert start(".menu-button")[0] < width / 8 < switcher


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_thumb_can_hit_every_control(reader: Page, language: str):
    """Buttons, fields and links that stand alone are at least 44 px high."""
    small = []
    for kind in ("landing", "accordion", "plan", "search", "filtered", "projects", "data", "city"):
        open_page(reader, kind, language)
        reader.locator(".languages__details").evaluate("(details) => details.open = true")
        reader.locator(".menu").evaluate("(menu) => menu.showPopover()")
        small += reader.evaluate(SMALL, CONTROLS)
    assert small == [], "\n".join(small)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", ["landing", "plan", "city", "table", "directory", "project", "data"])
def test_wider_spacing_cuts_nothing_off(reader: Page, kind: str, language: str):
    """A reader who needs more room between letters, words and lines still reads every word."""
    open_page(reader, kind, language)
    reader.evaluate(ADD_STYLES, TEXT_SPACING)
    assert reader.evaluate(CLIPPED) == []
    assert reader.evaluate(TOO_WIDE) <= 0


@pytest.mark.parametrize("kind", ["landing", "accordion", "plan"])
def test_nothing_moves_for_who_asked_for_less_motion(reader: Page, kind: str):
    """No transition, no animation, no gliding scroll."""
    reader.emulate_media(reduced_motion="reduce")
    open_page(reader, kind, "en")
    assert reader.evaluate(MOVING) == []


def test_nothing_moves_by_itself(reader: Page):
    """The slideshow stands still until somebody touches it."""
    open_page(reader, "landing", "en")
    # Buttons may still fade into their colours where styles arrive late.
    reader.wait_for_function("document.getAnimations().length === 0")
    reader.wait_for_timeout(1500)
    assert reader.evaluate("document.getAnimations().length") == 0
    assert reader.locator(".slideshow__view").evaluate("(view) => view.scrollLeft") == 0


@pytest.mark.browser_context_args(device_scale_factor=2)
@pytest.mark.parametrize(("kind", "limit"), [("landing", 250_000), ("directory", 120_000)])
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_first_view_is_light(page: Page, language: str, kind: str, limit: int):
    """On a phone, nothing kept from before: what comes over the line, as the line counts it."""
    line: CDPSession = page.context.new_cdp_session(page)
    documents, sizes = {}, {}
    line.send("Network.enable")
    line.on("Network.responseReceived", lambda event: documents.update({event["requestId"]: event["type"]}))
    line.on("Network.loadingFinished", lambda event: sizes.update({event["requestId"]: event["encodedDataLength"]}))
    open_page(page, kind, language)
    page.wait_for_load_state("networkidle")
    html = sum(size for request, size in sizes.items() if documents.get(request) == "Document")
    assert html <= 14_000, f"HTML: {html} bytes"
    assert len(sizes) <= (15 if kind == "landing" else 18), f"{len(sizes)} requests"
    assert sum(sizes.values()) <= limit, f"{sum(sizes.values())} bytes"

"""How a page is composed: no line is too long to read, no card is left alone, no part of the page is left empty."""

import pytest
from playwright.sync_api import Page

from amf_site.languages import LANGUAGES

CODES = [row.code for row in LANGUAGES]
#: Letters in the longest line of running text; marks above and below are none. Where a script sets no spaces, its
#: letters are as wide as they are high, and half as many are as much to read.
MOST, MOST_WIDE = 78, 48
LONGEST_LINES = """() => [...document.querySelectorAll('main :is(p, li, dd, blockquote)')].filter(
  (element) => element.checkVisibility() && !element.matches('.share__citation, .visually-hidden *')
    && !element.querySelector('p, li, h2, h3, div, a[href^="http"]') && element.textContent.trim().length > 60
).map((element) => {
  const lines = new Map();
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  const range = document.createRange();
  const segmenter = new Intl.Segmenter(document.documentElement.lang);
  while (walker.nextNode()) {
    for (const { segment, index } of segmenter.segment(walker.currentNode.data)) {
      range.setStart(walker.currentNode, index);
      range.setEnd(walker.currentNode, index + segment.length);
      const box = range.getClientRects()[0];
      if (box?.width > 0) {
        const line = Math.round((box.top + box.bottom) / 20);
        lines.set(line, (lines.get(line) ?? 0) + 1);
      }
    }
  }
  return [Math.max(0, ...lines.values()), element.textContent.trim().slice(0, 40)];
})"""


@pytest.mark.parametrize("code", CODES)
def test_lines_can_be_read(page: Page, code: str):
    """In any script, at any width: who comes to the end of a line finds the beginning of the next."""
    most = MOST_WIDE if code in ("zh-hans", "ja", "ko") else MOST
    long = []
    for address in ("", "who-we-are/about/", "who-we-are/strategic-plan/", "members/tabriz/", "members/projects/"):
        page.goto(f"/{code}/{address}", wait_until="domcontentloaded")
        page.evaluate("document.fonts.ready.then(() => true)")
        for width in (768, 1280, 1920):
            page.set_viewport_size({"width": width, "height": 900})
            long += [(address, width, *found) for found in page.evaluate(LONGEST_LINES) if found[0] > most]
    assert long == []


#: Leaves a grid with so many things, and says of the last row how many are in it and how much of it they fill.
LAST_ROW = """([selector, count]) => {
  const grid = document.querySelector(selector);
  while (grid.children.length < count) grid.append(grid.lastElementChild.cloneNode(true));
  while (grid.children.length > count) grid.lastElementChild.remove();
  const boxes = [...grid.children].map((child) => child.getBoundingClientRect());
  const last = boxes.filter((box) => Math.abs(box.top - boxes.at(-1).top) < 2);
  return [last.length, last.reduce((sum, box) => sum + box.width, 0) / grid.getBoundingClientRect().width];
}"""


@pytest.mark.parametrize("width", [320, 768, 1024, 1280, 1920])
@pytest.mark.parametrize("code", ["en", "fa"])
@pytest.mark.parametrize(
    ("address", "grid"),
    [
        ("members/", ".cards--list"),
        ("who-we-are/", ".children .cards"),
        ("members/projects/", ".cards"),
        ("members/tabriz/", ".cards"),
        ("members/data/", ".data-sets"),
        ("who-we-are/strategic-plan/", ".aims"),
        ("who-we-are/strategic-plan/", ".goals"),
        ("who-we-are/strategic-plan/", ".values__list"),
        ("", ".cards-block .cards"),
        ("", ".steps"),
    ],
)
def test_no_thing_is_alone_in_its_row(page: Page, address: str, grid: str, code: str, width: int):
    """However many an editor enters: one that is left over takes the row."""
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(f"/{code}/{address}", wait_until="domcontentloaded")
    alone = {}
    for count in range(10, 0, -1):
        number, filled = page.evaluate(LAST_ROW, [grid, count])
        if number == 1 and filled < 0.99:
            alone[count] = filled
    assert alone == {}
    assert page.evaluate("document.documentElement.scrollWidth") == width


@pytest.mark.parametrize("width", [360, 768, 1280])
@pytest.mark.parametrize("names", [13, 14, 15, 16, 17])
def test_the_last_row_of_languages_is_full(page: Page, width: int, names: int):
    page.set_viewport_size({"width": width, "height": 900})
    page.goto("/")
    number, filled = page.evaluate(LAST_ROW, [".chooser__list", names])
    assert number == (2 if width < 640 else 3)
    assert filled > 0.9


#: Where the outermost words and signs of the page stand between its two edges.
REACH = """() => {
  const wrap = document.querySelector('main .wrap:last-child').getBoundingClientRect();
  const boxes = [...document.querySelectorAll('main :is(h1, h2, p, a, svg)')].filter(
    (element) => element.checkVisibility()).map((element) => element.getBoundingClientRect());
  const distances = [
    Math.min(...boxes.map((box) => box.left)) - wrap.left,
    wrap.right - Math.max(...boxes.map((box) => box.right)),
  ];
  return distances.map((distance) => distance / wrap.width);
}"""


@pytest.mark.parametrize("width", [1280, 1920])
@pytest.mark.parametrize("code", ["en", "fa"])
@pytest.mark.parametrize("address", ["nowhere/", "search/"])
def test_pages_with_few_words_use_their_width(page: Page, address: str, code: str, width: int):
    """A page that does not exist, a search that nobody has begun: neither side is empty."""
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(f"/{code}/{address}")
    assert max(page.evaluate(REACH)) < 0.25
    help_list = page.locator(".search-help li")
    if help_list.count():
        assert help_list.first.bounding_box()["y"] == help_list.nth(3).bounding_box()["y"]


@pytest.mark.parametrize("address", ["", "members/", "members/partnerships/"])
def test_a_wide_map_is_as_wide_on_paper(page: Page, address: str):
    """A map with nothing beside it has the whole sheet, so that its names can be read."""
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 680, "height": 960})
    page.goto(f"/en/{address}")
    views = [view.bounding_box()["width"] for view in page.locator(".city-map__views").all()]
    assert views
    assert min(views) > 500

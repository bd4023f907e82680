"""How a page is composed: no line is too long to read, no card is left alone, no part of the page is left empty."""

import pytest
from playwright.sync_api import Page

from amf_site.languages import LANGUAGES

from .addresses import each_width

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
def test_lines_can_be_read(reader: Page, code: str):
    """In any script, at any width: who comes to the end of a line finds the beginning of the next."""
    most = MOST_WIDE if code in ("zh-hans", "ja", "ko") else MOST
    long = []
    addresses = ("", "who-we-are/about/", "who-we-are/strategic-plan/", "who-we-are/general-assemblies/")
    for address in (*addresses, "members/tabriz/", "members/projects/", "events/"):
        reader.goto(f"/{code}/{address}", wait_until="domcontentloaded")
        reader.evaluate("document.fonts.ready.then(() => true)")
        for width in each_width(reader, 768, 1280, 1920):
            long += [(address, width, *found) for found in reader.evaluate(LONGEST_LINES) if found[0] > most]
    assert long == []


#: Leaves a grid with each of these numbers of things in turn, and says of the last row how many are in it and how much
#: of it they fill; and how wide the document is with the last number. Then the grid is as it was.
LAST_ROWS = """([selector, counts]) => {
  const grid = document.querySelector(selector);
  const things = [...grid.children];
  const rows = counts.map((count) => {
    grid.replaceChildren(...things.slice(0, count));
    while (grid.children.length < count) grid.append(grid.lastElementChild.cloneNode(true));
    const boxes = [...grid.children].map((child) => child.getBoundingClientRect());
    const last = boxes.filter((box) => Math.abs(box.top - boxes.at(-1).top) < 2);
    const filled = last.reduce((sum, box) => sum + box.width, 0) / grid.getBoundingClientRect().width;
    return [count, last.length, filled];
  });
  const width = document.documentElement.scrollWidth;
  grid.replaceChildren(...things);
  return [rows, width];
}"""
GRIDS = {
    "": (".cards-block .cards", ".steps"),
    "members/": (".cards--list",),
    "members/data/": (".data-sets",),
    "members/projects/": (".cards",),
    "members/tabriz/": (".cards",),
    "who-we-are/": (".children .cards",),
    "who-we-are/strategic-plan/": (".aims", ".goals", ".values__list"),
}


@pytest.mark.parametrize("code", ["en", "fa"])
@pytest.mark.parametrize("address", GRIDS)
def test_no_thing_is_alone_in_its_row(reader: Page, address: str, code: str):
    """However many an editor enters: one that is left over takes the row."""
    reader.goto(f"/{code}/{address}", wait_until="domcontentloaded")
    alone, too_wide = [], []
    for width in each_width(reader, 320, 768, 1024, 1280, 1920):
        for grid in GRIDS[address]:
            rows, document = reader.evaluate(LAST_ROWS, [grid, [*range(10, 0, -1)]])
            alone += [(width, grid, count, filled) for count, number, filled in rows if number == 1 and filled < 0.99]
            too_wide += [(width, grid, document)] if document != width else []
    assert (alone, too_wide) == ([], [])


def test_the_last_row_of_languages_is_full(reader: Page):
    reader.goto("/")
    wrong = []
    for width in each_width(reader, 360, 768, 1280):
        rows, _document = reader.evaluate(LAST_ROWS, [".chooser__list", [13, 14, 15, 16, 17]])
        full = 2 if width < 640 else 3
        wrong += [(width, names, *row) for names, *row in rows if row[0] != full or not row[1] > 0.9]
    assert wrong == []


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


@pytest.mark.parametrize("code", ["en", "fa"])
@pytest.mark.parametrize("address", ["nowhere/", "search/"])
def test_pages_with_few_words_use_their_width(reader: Page, address: str, code: str):
    """A page that does not exist, a search that nobody has begun: neither side is empty."""
    reader.goto(f"/{code}/{address}")
    empty, help_in_few_columns = {}, []
    for width in each_width(reader, 1280, 1920):
        if not max(reach := reader.evaluate(REACH)) < 0.25:
            empty[width] = reach
        entries = reader.locator(".search-help li").all()
        if entries and len({round(entry.bounding_box()["x"]) for entry in entries}) < 3:
            help_in_few_columns.append(width)
    assert (empty, help_in_few_columns) == ({}, [])


@pytest.mark.parametrize("address", ["", "members/", "members/partnerships/"])
def test_a_wide_map_is_as_wide_on_paper(reader: Page, address: str):
    """A map with nothing beside it has the whole sheet, so that its names can be read."""
    reader.emulate_media(media="print")
    reader.set_viewport_size({"width": 680, "height": 960})
    reader.goto(f"/en/{address}")
    views = [view.bounding_box()["width"] for view in reader.locator(".city-map__views").all()]
    assert views
    assert min(views) > 500

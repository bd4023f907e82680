"""How pages look to readers: pictures whole, lists in their grid, nothing cut, no sign at the end of a line."""

import io
from collections.abc import Iterator

import pytest
from PIL import Image
from playwright.sync_api import BrowserContext, Page, Route, expect

from amf_site.languages import LANGUAGES

from .addresses import each_width

CODES = [row.code for row in LANGUAGES]
#: Cities whose landmark once lost its top on a wide screen.
TALL = ("tehran", "bangkok", "tabriz", "karbala", "mashhad", "kazan", "istanbul")
#: The large pictures of a page of which a part is not shown.
CUT = """() => [...document.querySelectorAll(
  '.city-head__picture img, .slide__picture img, .landmark__picture img, .page-picture img'
)].filter((image) => {
  const box = image.getBoundingClientRect();
  const isWhole = getComputedStyle(image).objectFit === 'contain'
    || Math.abs(box.width / box.height - image.naturalWidth / image.naturalHeight) < 0.02;
  const frame = image.closest('.city-head__picture, .slide__picture, .landmark__picture, .page-picture');
  const around = frame.getBoundingClientRect();
  return !isWhole || box.top < around.top - 1 || box.bottom > around.bottom + 1 || box.width > around.width + 1;
}).map((image) => image.currentSrc)"""
LOADED = "() => { const image = document.querySelector('main img'); return image.complete && image.naturalWidth > 0; }"


@pytest.mark.parametrize("width", [360, 768, 1280, 1920])
def test_pictures_are_whole(reader: Page, width: int):
    """Also at 1920 px, where the head of a city with its picture fits the screen."""
    height = 1080 if width == 1920 else 800
    reader.set_viewport_size({"width": width, "height": height})
    cut, too_high = {}, {}
    # Loaded at each width, since the browser chooses the file by it.
    for address in ("", *(f"members/{city}/" for city in TALL)):
        reader.goto(f"/en/{address}")
        reader.wait_for_function(LOADED)
        if found := reader.evaluate(CUT):
            cut[address] = found
        if address and width >= 1280:
            head = reader.locator(".city-head").bounding_box()
            if head["y"] + head["height"] > height:
                too_high[address] = head
    assert (cut, too_high) == ({}, {})


@pytest.mark.parametrize("size", [(900, 1600), (1200, 1200), (2400, 700)], ids=["upright", "square", "panorama"])
def test_pictures_of_other_shapes_are_whole(page: Page, size: tuple[int, int]):
    """A photograph from a phone, held upright, is not larger than the screen either."""
    picture = io.BytesIO()
    Image.new("RGB", size, "teal").save(picture, "WEBP")

    def answer(route: Route) -> None:
        route.fulfill(body=picture.getvalue(), content_type="image/webp")

    page.route("**/media/**", answer)
    cut, heights = {}, {}
    # The widest first: a browser that has the large file looks for no smaller one.
    for width in each_width(page, 1920, 1280, 360):
        if width == 1920:
            page.goto("/en/members/tehran/")
            page.wait_for_function(LOADED)
            # The sizes that the page says are those of the picture that was there before.
            page.evaluate(
                "document.querySelectorAll('main img').forEach((image) => {"
                "image.removeAttribute('width'); image.removeAttribute('height'); })"
            )
        cut[width] = page.evaluate(CUT)
        heights[width] = page.locator(".city-head__picture img").bounding_box()["height"]
    assert cut == {1920: [], 1280: [], 360: []}
    assert max(heights.values()) <= 900, heights


#: Makes the list of languages as long as that, with a name that is as long as the longest.
MORE_LANGUAGES = """(names) => {
  const list = document.querySelector('.chooser__list');
  while (list.children.length < names) {
    list.append(list.lastElementChild.cloneNode(true));
    list.lastElementChild.querySelector('a').textContent = 'Bahasa Melayu Brunei';
  }
}"""
#: The width, the height and the beginning of every name but the first, which is set apart.
NAMES = """() => [...document.querySelectorAll('.chooser__list > li:not(.chooser__best) > a')].map((link) => {
  const box = link.getBoundingClientRect();
  return [box.width, box.height, box.x].map(Math.round);
})"""


def test_the_choice_of_language_keeps_its_grid(reader: Page):
    """With "Bahasa Indonesia", and with a fifteenth name that is as long."""
    reader.goto("/")
    wrong = {}
    for names in (14, 15, 16):
        reader.evaluate(MORE_LANGUAGES, names)
        for width in each_width(reader, 320, 360, 768, 1280):
            boxes = reader.evaluate(NAMES)
            found = [len(boxes), *(len(set(values)) for values in zip(*boxes, strict=True))]
            found.append(reader.evaluate("document.documentElement.scrollWidth"))
            if found != [names - 1, 1, 1, 2 if width < 640 else 3, width]:
                wrong[names, width] = found
    assert wrong == {}, "names, their different widths, heights and beginnings; the width of the document"


HEIGHTS = "(links) => links.map((link) => Math.round(link.getBoundingClientRect().height))"


def test_no_name_in_the_switcher_is_broken(reader: Page):
    reader.goto("/en/")
    reader.locator(".languages__summary").click()
    heights = {}
    for width in each_width(reader, 360, 1280):
        heights[width] = set(reader.locator(".languages__list a").evaluate_all(HEIGHTS))
    assert {width: len(found) for width, found in heights.items()} == {360: 1, 1280: 1}, heights
    assert 0 not in heights[360] | heights[1280]


#: Choices whose words are wider than the place for them.
CUT_CHOICES = """() => [...document.querySelectorAll('.filter select')].filter((select) => {
  const style = getComputedStyle(select);
  const pen = document.createElement('canvas').getContext('2d');
  pen.font = `${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
  const room = select.clientWidth - parseFloat(style.paddingInlineStart) - parseFloat(style.paddingInlineEnd);
  return pen.measureText(select.selectedOptions[0].text).width > room + 1;
}).map((select) => select.selectedOptions[0].text)"""


@pytest.mark.parametrize("code", CODES)
def test_no_choice_of_a_filter_is_cut(reader: Page, code: str):
    """In Tajik "all regions" is twice as long as in English."""
    cut = {}
    for address in ("members/", "members/projects/", "members/?region=145&country=TR"):
        reader.goto(f"/{code}/{address}", wait_until="domcontentloaded")
        reader.evaluate("document.fonts.ready.then(() => true)")
        for width in each_width(reader, 360, 768, 1024, 1280, 1920):
            if found := reader.evaluate(CUT_CHOICES):
                cut[address, width] = found
    assert cut == {}


#: Rows of parts, and signs that are seen where one of their lines begins or ends.
SIGNS = """() => [...document.querySelectorAll(
  '.meta, .breadcrumbs ol, .card__place, .city-head__place, .project__place, .partnership__kind,'
  + ' .partnership__source, .facts-table__source, .fact__note'
)].filter((row) => row.checkVisibility()).flatMap((row) => {
  const isRtl = getComputedStyle(row).direction === 'rtl';
  const edge = row.getBoundingClientRect();
  const fromStart = (x) => (isRtl ? edge.right - x : x - edge.left);
  return [...row.children].filter((part, number) => {
    const box = part.getBoundingClientRect();
    const before = getComputedStyle(part, '::before');
    if (!['none', 'normal'].includes(getComputedStyle(part, '::after').content)) return true;
    if (['none', 'normal'].includes(before.content)) return false;
    const above = row.children[number - 1]?.getBoundingClientRect();
    const beginsLine = !above || box.top >= above.bottom - 1;
    // The sign stands in the middle of its box, which ends where the part begins.
    const sign = fromStart(isRtl ? box.right : box.left) - parseFloat(before.width) / 2;
    const isSeen = getComputedStyle(row).overflowX !== 'clip' || sign + 4 > 0;
    return beginsLine && isSeen;
  }).map((part) => `${row.className || row.parentElement.className}: ${part.textContent.trim().slice(0, 40)}`);
})"""


@pytest.mark.parametrize("code", ["en", "fa", "th", "ja", "ur"])
def test_no_sign_ends_or_begins_a_line(reader: Page, code: str):
    found = {}
    for address in (
        "",
        "members/",
        "members/bangkok/",
        "members/partnerships/",
        "members/tabriz/bazaar-rehabilitation/",
        "who-we-are/strategic-plan/",
        "search/?q=plan",
    ):
        reader.goto(f"/{code}/{address}", wait_until="domcontentloaded")
        for width in each_width(reader, 320, 360, 480, 768, 1280):
            if signs := reader.evaluate(SIGNS):
                found[address, width] = signs
    assert found == {}


#: How far to the end of the page's width its words reach, and to its beginning, as parts of the width.
REACH = """(selector) => {
  const wrap = document.querySelector('main .wrap').getBoundingClientRect();
  const boxes = [...document.querySelectorAll(selector)].map((element) => element.getBoundingClientRect());
  return [Math.min(...boxes.map((box) => box.left - wrap.left)) / wrap.width,
          Math.max(...boxes.map((box) => box.right - wrap.left)) / wrap.width];
}"""


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("who-we-are/", ".body > .prose:first-child p"),
        ("language-policy/", ".body > :is(.prose, .part-heading)"),
        ("privacy/", ".body > *"),
        ("who-we-are/about/", "main :is(.contents, .body > .prose)"),
        ("members/tabriz/bazaar-rehabilitation/", ".project__outcome :is(.part-heading, .prose)"),
        ("members/tabriz/bazaar-rehabilitation/", ".contact :is(.part-heading, p)"),
        ("search/?q=Atlantis", ".results :is(p, aside)"),
        ("who-we-are/strategic-plan/", ".share > *"),
        ("members/partnerships/", ".listing__note p"),
    ],
)
def test_words_use_the_width_of_the_page(reader: Page, address: str, words: str):
    """Without a picture beside them, they do not leave a third of the page empty."""
    reader.goto(f"/en/{address}")
    reaches = {width: reader.evaluate(REACH, words) for width in each_width(reader, 1280, 1920)}
    assert {width: found for width, found in reaches.items() if not (found[0] < 0.1 and found[1] > 0.72)} == {}


@pytest.mark.parametrize("code", ["en", "fa", "ur"])
class TestSharingAGoal:
    def plans(self, page: Page, code: str) -> Iterator[None]:
        """Open the plan on a phone, then on a wide screen."""
        for _width in each_width(page, 360, 1280, height=740):
            page.goto(f"/{code}/who-we-are/strategic-plan/")
            yield

    def test_its_address_is_copied(self, page: Page, context: BrowserContext, code: str):
        context.grant_permissions(["clipboard-read", "clipboard-write"])
        page.add_init_script("delete Navigator.prototype.share")
        for _plan in self.plans(page, code):
            page.evaluate("navigator.clipboard.writeText('')")
            link = page.locator(".goal__share a").nth(2)
            assert link.bounding_box()["height"] >= 43.9
            wanted = link.evaluate("(link) => link.href")
            label = link.inner_text()
            link.click()
            expect(link).not_to_have_text(label)
            assert page.evaluate("navigator.clipboard.readText()") == wanted
            assert page.url.endswith("/strategic-plan/")
            expect(link).to_have_text(label)

    def test_a_device_shares_it_in_its_own_way(self, page: Page, code: str):
        page.add_init_script(
            "Navigator.prototype.share = (data) => { window.shared = data; return Promise.reject(new Error('no')); }"
        )
        for _plan in self.plans(page, code):
            link = page.locator(".goal__share a").first
            link.click()
            assert page.evaluate("window.shared.url") == link.evaluate("(link) => link.href")
            assert page.evaluate("window.shared.title") == page.locator(".goal__title").first.inner_text()

    def test_a_browser_that_allows_neither_follows_the_link(self, page: Page, code: str):
        page.add_init_script(
            "delete Navigator.prototype.share;"
            "Object.defineProperty(Navigator.prototype, 'clipboard', { value: { writeText: () => Promise.reject() } });"
        )
        for _plan in self.plans(page, code):
            assert "#" not in page.url
            page.locator(".goal__share a").last.click()
            page.wait_for_url("**#goal-*")


@pytest.mark.browser_context_args(java_script_enabled=False)
@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("code", ["en", "fa", "ur"])
def test_without_script_sharing_leads_to_the_goal(reader: Page, code: str, width: int):
    """Its address stands in the address bar, and the goal below the bar that stays in sight."""
    reader.set_viewport_size({"width": width, "height": 740})
    reader.emulate_media(reduced_motion="reduce")
    reader.goto(f"/{code}/who-we-are/strategic-plan/")
    reader.locator(".goal__share a").nth(3).click()
    reader.wait_for_url("**#goal-*")
    goal, bar = reader.locator(".goal").nth(3), reader.locator(".plan-contents")
    assert reader.url.split("#")[1] == goal.get_attribute("id")
    expect(goal).to_be_in_viewport()
    bottom = bar.bounding_box()["y"] + bar.bounding_box()["height"]
    assert goal.bounding_box()["y"] >= bottom
    assert goal.bounding_box()["y"] - bottom < 120

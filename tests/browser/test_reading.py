"""How pages look to readers: pictures whole, lists in their grid, nothing cut, no sign at the end of a line."""

import io

import pytest
from PIL import Image
from playwright.sync_api import BrowserContext, Page, Route, expect

from amf_site.languages import LANGUAGES

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
def test_pictures_are_whole(page: Page, width: int):
    """Also at 1920 px, where the head of a city with its picture fits the screen."""
    page.set_viewport_size({"width": width, "height": 1080 if width == 1920 else 800})
    for city in TALL:
        page.goto(f"/en/members/{city}/")
        page.wait_for_function(LOADED)
        assert page.evaluate(CUT) == []
        if width >= 1280:
            head = page.locator(".city-head").bounding_box()
            assert head["y"] + head["height"] <= page.viewport_size["height"]
    page.goto("/en/")
    page.wait_for_function(LOADED)
    assert page.evaluate(CUT) == []


@pytest.mark.parametrize("size", [(900, 1600), (1200, 1200), (2400, 700)], ids=["upright", "square", "panorama"])
@pytest.mark.parametrize("width", [360, 1280, 1920])
def test_pictures_of_other_shapes_are_whole(page: Page, width: int, size: tuple[int, int]):
    """A photograph from a phone, held upright, is not larger than the screen either."""
    picture = io.BytesIO()
    Image.new("RGB", size, "teal").save(picture, "WEBP")

    def answer(route: Route) -> None:
        route.fulfill(body=picture.getvalue(), content_type="image/webp")

    page.route("**/media/**", answer)
    page.set_viewport_size({"width": width, "height": 900})
    page.goto("/en/members/tehran/")
    page.wait_for_function(LOADED)
    # The sizes that the page says are those of the picture that was there before.
    page.evaluate(
        "document.querySelectorAll('main img').forEach((image) => {"
        "image.removeAttribute('width'); image.removeAttribute('height'); })"
    )
    assert page.evaluate(CUT) == []
    assert page.locator(".city-head__picture img").bounding_box()["height"] <= 900


@pytest.mark.parametrize("width", [320, 360, 768, 1280])
@pytest.mark.parametrize("names", [14, 15, 16])
def test_the_choice_of_language_keeps_its_grid(page: Page, width: int, names: int):
    """With "Bahasa Indonesia", and with a fifteenth name that is as long."""
    page.set_viewport_size({"width": width, "height": 900})
    page.goto("/")
    page.evaluate(
        """(names) => {
          const list = document.querySelector('.chooser__list');
          while (list.children.length < names) {
            list.append(list.lastElementChild.cloneNode(true));
            list.lastElementChild.querySelector('a').textContent = 'Bahasa Melayu Brunei';
          }
        }""",
        names,
    )
    boxes = [link.bounding_box() for link in page.locator(".chooser__list > li:not(.chooser__best) > a").all()]
    assert len(boxes) == names - 1
    assert len({round(box["width"]) for box in boxes}) == 1
    assert len({round(box["height"]) for box in boxes}) == 1
    assert len({round(box["x"]) for box in boxes}) == (2 if width < 640 else 3)
    assert page.evaluate("document.documentElement.scrollWidth") == width


@pytest.mark.parametrize("width", [360, 1280])
def test_no_name_in_the_switcher_is_broken(page: Page, width: int):
    page.set_viewport_size({"width": width, "height": 900})
    page.goto("/en/")
    page.locator(".languages__summary").click()
    heights = {round(link.bounding_box()["height"]) for link in page.locator(".languages__list a").all()}
    assert len(heights) == 1


#: Choices whose words are wider than the place for them.
CUT_CHOICES = """() => [...document.querySelectorAll('.filter select')].filter((select) => {
  const style = getComputedStyle(select);
  const pen = document.createElement('canvas').getContext('2d');
  pen.font = `${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
  const room = select.clientWidth - parseFloat(style.paddingInlineStart) - parseFloat(style.paddingInlineEnd);
  return pen.measureText(select.selectedOptions[0].text).width > room + 1;
}).map((select) => select.selectedOptions[0].text)"""


@pytest.mark.parametrize("code", CODES)
def test_no_choice_of_a_filter_is_cut(page: Page, code: str):
    """In Tajik "all regions" is twice as long as in English."""
    cut = {}
    for address in ("members/", "members/projects/", "members/?region=145&country=TR"):
        page.goto(f"/{code}/{address}", wait_until="domcontentloaded")
        page.evaluate("document.fonts.ready.then(() => true)")
        for width in (360, 768, 1024, 1280, 1920):
            page.set_viewport_size({"width": width, "height": 800})
            if found := page.evaluate(CUT_CHOICES):
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
@pytest.mark.parametrize(
    "address",
    [
        "",
        "members/",
        "members/bangkok/",
        "members/partnerships/",
        "members/tabriz/bazaar-rehabilitation/",
        "who-we-are/strategic-plan/",
        "search/?q=plan",
    ],
)
def test_no_sign_ends_or_begins_a_line(page: Page, address: str, code: str):
    page.goto(f"/{code}/{address}", wait_until="domcontentloaded")
    found = {}
    for width in (320, 360, 480, 768, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        found[width] = page.evaluate(SIGNS)
    assert {width: signs for width, signs in found.items() if signs} == {}


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
@pytest.mark.parametrize("width", [1280, 1920])
def test_words_use_the_width_of_the_page(page: Page, address: str, words: str, width: int):
    """Without a picture beside them, they do not leave a third of the page empty."""
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(f"/en/{address}")
    start, end = page.evaluate(REACH, words)
    assert start < 0.1
    assert end > 0.72


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("code", ["en", "fa", "ur"])
class TestSharingAGoal:
    def open_plan(self, page: Page, code: str, width: int) -> None:
        page.set_viewport_size({"width": width, "height": 740})
        page.goto(f"/{code}/who-we-are/strategic-plan/")

    def test_its_address_is_copied(self, page: Page, context: BrowserContext, code: str, width: int):
        context.grant_permissions(["clipboard-read", "clipboard-write"])
        page.add_init_script("delete Navigator.prototype.share")
        self.open_plan(page, code, width)
        link = page.locator(".goal__share a").nth(2)
        assert link.bounding_box()["height"] >= 43.9
        wanted = link.evaluate("(link) => link.href")
        label = link.inner_text()
        link.click()
        expect(link).not_to_have_text(label)
        assert page.evaluate("navigator.clipboard.readText()") == wanted
        assert page.url.endswith("/strategic-plan/")
        expect(link).to_have_text(label)

    def test_a_device_shares_it_in_its_own_way(self, page: Page, code: str, width: int):
        page.add_init_script(
            "Navigator.prototype.share = (data) => { window.shared = data; return Promise.reject(new Error('no')); }"
        )
        self.open_plan(page, code, width)
        link = page.locator(".goal__share a").first
        link.click()
        assert page.evaluate("window.shared.url") == link.evaluate("(link) => link.href")
        assert page.evaluate("window.shared.title") == page.locator(".goal__title").first.inner_text()

    def test_a_browser_that_allows_neither_follows_the_link(self, page: Page, code: str, width: int):
        page.add_init_script(
            "delete Navigator.prototype.share;"
            "Object.defineProperty(Navigator.prototype, 'clipboard', { value: { writeText: () => Promise.reject() } });"
        )
        self.open_plan(page, code, width)
        page.locator(".goal__share a").last.click()
        page.wait_for_url("**#goal-*")


@pytest.mark.browser_context_args(java_script_enabled=False)
@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("code", ["en", "fa", "ur"])
def test_without_script_sharing_leads_to_the_goal(page: Page, code: str, width: int):
    """Its address stands in the address bar, and the goal below the bar that stays in sight."""
    page.set_viewport_size({"width": width, "height": 740})
    page.emulate_media(reduced_motion="reduce")
    page.goto(f"/{code}/who-we-are/strategic-plan/")
    page.locator(".goal__share a").nth(3).click()
    page.wait_for_url("**#goal-*")
    goal, bar = page.locator(".goal").nth(3), page.locator(".plan-contents")
    assert page.url.split("#")[1] == goal.get_attribute("id")
    expect(goal).to_be_in_viewport()
    bottom = bar.bounding_box()["y"] + bar.bounding_box()["height"]
    assert goal.bounding_box()["y"] >= bottom
    assert goal.bounding_box()["y"] - bottom < 120

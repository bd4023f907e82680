"""The directory as readers use it: with script and without, by mouse, by keys, in both directions."""

import re
from itertools import pairwise

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from .addresses import LANGUAGES, address, each_width, open_page, press_until_focused

CITIES = "#results .card__title a"
COUNT = "#results-title [aria-live=polite]"
#: Arabic keyboards write another letter where Persian has its own.
TABRIZ_ON_AN_ARABIC_KEYBOARD = "تبريز"
#: Lost when a page is loaded anew.
MARK = "window.isStillTheSamePage = true"
HEADING_LEVELS = "() => [...document.querySelectorAll('h1, h2, h3, h4')].map((heading) => Number(heading.tagName[1]))"
#: How clearly a name on the map is seen, and how wide the ring around its dot is.
LOOK = """(dot) => [
  Number(getComputedStyle(dot.querySelector('text')).opacity),
  getComputedStyle(dot.firstElementChild).stroke !== 'rgba(0, 0, 0, 0)',
]"""


def addresses_of(page: Page, selector: str) -> list[str]:
    return [link.get_attribute("href") for link in page.locator(selector).all()]


@pytest.mark.parametrize("language", LANGUAGES)
class TestWithScript:
    def test_a_choice_exchanges_the_list_alone(self, reader: Page, language: str):
        """The page stays, the address and the count change, and the browser's way back leads back."""
        open_page(reader, "directory", language)
        reader.evaluate(MARK)
        everything = addresses_of(reader, CITIES)
        before = reader.locator(COUNT).inner_text()
        reader.locator("select[name=country]").select_option("IQ")
        expect(reader.locator(CITIES)).to_have_count(2)
        assert reader.url.endswith("?country=IQ")
        assert reader.locator(COUNT).inner_text() != before
        expect(reader.locator(".city-map a")).to_have_count(2)
        assert reader.evaluate("window.isStillTheSamePage")
        reader.go_back()
        expect(reader.locator(CITIES)).to_have_count(len(everything))
        expect(reader.locator("select[name=country]")).to_have_value("")
        assert addresses_of(reader, CITIES) == everything
        assert reader.evaluate("window.isStillTheSamePage")

    def test_a_choice_before_the_script_has_arrived(self, page: Page, language: str):
        """On a slow line; for the reader it is the same."""
        held: list[Route] = []
        page.route("**/js/directory*.js", lambda route: held.append(route))
        open_page(page, "directory", language)
        page.evaluate(MARK)
        everything = page.locator(CITIES).count()
        page.locator("select[name=country]").select_option("IQ")
        assert page.locator(CITIES).count() == everything > 2
        assert len(held) == 1
        held[0].continue_()
        expect(page.locator(CITIES)).to_have_count(2)
        assert page.url.endswith("?country=IQ")
        assert page.evaluate("window.isStillTheSamePage")

    def test_typing_narrows_the_list(self, reader: Page, language: str):
        """After a pause, while the reader stays in the field; in the letters of another keyboard too."""
        open_page(reader, "directory", language)
        reader.evaluate(MARK)
        field = reader.locator("input[name=q]")
        field.press_sequentially(TABRIZ_ON_AN_ARABIC_KEYBOARD)
        expect(reader.locator(CITIES)).to_have_count(1)
        assert addresses_of(reader, CITIES) == [address("city", language)]
        expect(field).to_be_focused()
        assert reader.evaluate("window.isStillTheSamePage")

    def test_nothing_found_leads_back_to_everything(self, reader: Page, language: str):
        open_page(reader, "nothing found", language)
        reader.evaluate(MARK)
        expect(reader.locator(".nothing-found")).to_contain_text("Atlantis")
        reader.locator(".nothing-found .button").click()
        expect(reader.locator("input[name=q]")).to_have_value("")
        assert reader.locator(CITIES).count() >= 22
        assert reader.evaluate("window.isStillTheSamePage")

    def test_a_line_that_fails_leads_to_an_ordinary_page(self, page: Page, language: str):
        """What cannot be fetched, or is not the page that was asked for, is visited."""
        open_page(page, "directory", language)
        foreign = "<!doctype html><title>Log in</title><p>The page of a hotel's network."
        page.route(
            "**/*",
            lambda route: (
                route.fulfill(body=foreign, content_type="text/html")
                if route.request.resource_type == "fetch"
                else route.fallback()
            ),
        )
        page.locator("select[name=country]").select_option("IQ")
        page.wait_for_url("**/members/?country=IQ")
        expect(page.locator(CITIES)).to_have_count(2)

    def test_a_line_that_breaks_leads_to_an_ordinary_page(self, browser: Browser, base_url: str, language: str):
        """In a browser that nobody watches, since Chromium writes an error of its own about the line."""
        with browser.new_context(base_url=base_url) as unwatched:
            page = unwatched.new_page()
            open_page(page, "directory", language)
            page.evaluate(MARK)
            page.route(
                "**/*",
                lambda route: route.abort() if route.request.resource_type == "fetch" else route.fallback(),
            )
            page.locator("select[name=country]").select_option("IQ")
            page.wait_for_url("**/members/?country=IQ")
            expect(page.locator(CITIES)).to_have_count(2)
            assert not page.evaluate("window.isStillTheSamePage")

    def test_a_choice_by_keys(self, reader: Page, language: str):
        """Who chooses with an arrow key gets the list at once, stays in the field and goes on to the next."""
        open_page(reader, "directory", language)
        reader.evaluate(MARK)
        press_until_focused(reader, "select[name=country]")
        reader.keyboard.press("ArrowDown")
        select = reader.locator("select[name=country]")
        reader.wait_for_url(f"**/members/?country={select.input_value()}")
        expect(reader.locator(f"{CITIES} >> nth=0")).to_be_visible()
        expect(select).to_be_focused()
        reader.keyboard.press("Tab")
        expect(reader.locator("select[name=theme]")).to_be_focused()
        assert reader.evaluate("window.isStillTheSamePage")

    def test_the_way_back_from_a_profile(self, reader: Page, language: str):
        """Who was in a profile finds the list and the form as they were left."""
        open_page(reader, "directory", language)
        reader.locator("select[name=country]").select_option("IQ")
        expect(reader.locator(CITIES)).to_have_count(2)
        reader.locator(CITIES).first.click()
        reader.wait_for_url(re.compile(r"/members/[a-z]+/$"))
        reader.go_back()
        expect(reader.locator(CITIES)).to_have_count(2)
        expect(reader.locator("select[name=country]")).to_have_value("IQ")


@pytest.mark.browser_context_args(java_script_enabled=False)
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_same_without_script(reader: Page, language: str):
    """The button sends the form, the answer is a page, and a link takes everything back."""
    open_page(reader, "directory", language)
    reader.locator("select[name=country]").select_option("IQ")
    reader.locator(".filter button").click()
    reader.wait_for_url("**/members/?*country=IQ*")
    assert reader.locator(CITIES).count() == 2
    expect(reader.locator("select[name=country]")).to_have_value("IQ")
    reader.locator(".filter__clear, .listing__clear").first.click()
    reader.wait_for_url(f"**/{language}/members/")
    assert reader.locator(CITIES).count() >= 22


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_filter_by_keys(reader: Page, language: str):
    """Tab reaches every field, and what is typed there and sent with Enter filters."""
    open_page(reader, "directory", language)
    press_until_focused(reader, "input[name=q]")
    for name in ("region", "country", "theme", "membership"):
        reader.keyboard.press("Tab")
        expect(reader.locator(f"select[name={name}]")).to_be_focused()
    reader.keyboard.press("Tab")
    expect(reader.locator(".filter button")).to_be_focused()
    reader.locator("input[name=q]").focus()
    reader.keyboard.type("Bangkok")
    reader.keyboard.press("Enter")
    expect(reader.locator(CITIES)).to_have_count(1)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_map_by_keys(reader: Page, language: str):
    """The dots follow in the order of the list; each shows its name and a mark, and leads to its profile."""
    reader.goto(f"/{language}/members/?country=TR")
    listed = addresses_of(reader, CITIES)
    assert len(listed) == 4
    press_until_focused(reader, ".city-map a", presses=60)
    for city in listed:
        focused = reader.locator(".city-map a:focus")
        assert focused.get_attribute("href") == city
        assert focused.evaluate(LOOK) == [1, True]
        reader.keyboard.press("Tab")
    reader.keyboard.press("Shift+Tab")
    reader.keyboard.press("Enter")
    reader.wait_for_url(f"**{listed[-1]}")


#: The dots of the map whose centre belongs to another.
ASTRAY = """() => [...document.querySelectorAll('.city-map a')].filter((dot) => {
  dot.scrollIntoView({ block: 'center' });
  const box = dot.querySelector('circle').getBoundingClientRect();
  return !dot.contains(document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2));
}).map((dot) => dot.getAttribute('href'))"""


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_centre_of_a_dot_leads_to_its_own_city(reader: Page, language: str):
    """Also where dots crowd."""
    open_page(reader, "directory", language)
    astray = {}
    for width in each_width(reader, 360, 1280):
        reader.locator(".city-map").scroll_into_view_if_needed()
        astray[width] = reader.evaluate(ASTRAY)
    assert astray == {360: [], 1280: []}


def test_the_map_is_mirrored_for_nobody(reader: Page):
    """Istanbul lies west of Tehran for readers of both directions."""
    for language in LANGUAGES:
        open_page(reader, "directory", language)
        west, east = (
            reader.locator(f".city-map a[href='/{language}/members/{city}/'] path").last.bounding_box()["x"]
            for city in ("istanbul", "tehran")
        )
        assert west < east


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_filter_at_400_percent(reader: Page, language: str):
    """Who zooms a small laptop to 400 % sees 320 by 256 px."""
    reader.set_viewport_size({"width": 320, "height": 256})
    open_page(reader, "directory", language)
    select = reader.locator("select[name=country]")
    select.scroll_into_view_if_needed()
    expect(select).to_be_in_viewport(ratio=0.9)
    select.select_option("IQ")
    expect(reader.locator(CITIES)).to_have_count(2)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", ["directory", "city", "project", "projects", "partnerships", "data"])
def test_headings_go_down_one_step_at_a_time(reader: Page, kind: str, language: str):
    """Who listens to a page goes by its headings."""
    open_page(reader, kind, language)
    levels = reader.evaluate(HEADING_LEVELS)
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_data_is_one_click_away(reader: Page, language: str):
    open_page(reader, "data", language)
    names = {}
    for form in ("csv", "json", "geojson"):
        with reader.expect_download() as waiting:
            reader.locator(f"#data-members-{form}").click()
        names[form] = waiting.value.suggested_filename
    wrong = {
        form: name for form, name in names.items() if not re.fullmatch(rf"amf-members-{language}-[\d-]+\.{form}", name)
    }
    assert wrong == {}

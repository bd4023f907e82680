"""With scripts off nothing is missing: a browser that runs none reads, chooses, searches and downloads all the same."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from .addresses import LANGUAGES, WORDS, address, open_page

pytestmark = pytest.mark.browser_context_args(java_script_enabled=False)


def lines_of(page: Page) -> list[str]:
    """What is read on the page, line by line."""
    return [line.strip() for line in page.locator("main").inner_text().splitlines() if line.strip()]


@pytest.fixture(scope="module")
def scripted(browser: Browser, browser_context_args: dict) -> Iterator[Page]:
    """A page that runs scripts, to compare with."""
    with browser.new_context(**browser_context_args) as context:
        yield context.new_page()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "kind", ["landing", "city", "directory", "plan", "accordion", "partnerships", "projects", "project", "data"]
)
def test_the_same_words_and_pictures(reader: Page, scripted: Page, kind: str, language: str):
    """A reader without scripts reads what everybody reads; only the slideshow's two buttons are missing."""
    open_page(reader, kind, language)
    open_page(scripted, kind, language)
    buttons = scripted.locator(".slideshow__buttons").all_inner_texts()
    assert bool(buttons) == (kind == "landing")
    words = {line.strip() for text in buttons for line in text.splitlines()}
    assert lines_of(reader) == [line for line in lines_of(scripted) if line not in words]
    assert reader.locator("main img").count() == scripted.locator("main img").count()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_menu_opens_and_leads_on(reader: Page, language: str):
    """The button of the menu is the browser's own popover."""
    open_page(reader, "landing", language)
    reader.locator(".menu-button").click()
    expect(reader.locator(".menu")).to_be_visible()
    reader.locator(".menu__close").click()
    expect(reader.locator(".menu")).to_be_hidden()
    reader.locator(".menu-button").click()
    reader.locator(".menu__link").first.click()
    reader.wait_for_url(f"**/{language}/who-we-are/")


@pytest.mark.parametrize(("language", "other"), [("en", "fa"), ("fa", "en")])
def test_the_languages_open_and_lead_to_the_same_page(reader: Page, language: str, other: str):
    """The list of languages is the browser's own."""
    open_page(reader, "plan", language)
    reader.locator(".languages__summary").click()
    reader.locator(f".languages__panel a[hreflang={other}]").click()
    reader.wait_for_url(f"**{address('plan', other)}")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_slideshow_scrolls_by_hand(reader: Page, language: str):
    """All pictures lie in one strip that can be scrolled, and no button pretends to be there."""
    open_page(reader, "landing", language)
    view = reader.locator(".slideshow__view")
    assert view.locator("img").count() == 5
    assert reader.locator(".slideshow__buttons").count() == 0
    view.locator(".slideshow__item").last.scroll_into_view_if_needed()
    expect(view.locator(".slideshow__item").last).to_be_in_viewport(ratio=0.9)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", ["landing", "plan"])
def test_the_plan_is_one_click_away(reader: Page, kind: str, language: str):
    """The button says what comes, and a PDF comes."""
    open_page(reader, kind, language)
    button = reader.locator(".download .button").first
    description = reader.locator(f"[id='{button.get_attribute('aria-describedby')}']")
    expect(description).to_contain_text("PDF")
    answer = reader.request.get(button.get_attribute("href"))
    assert (answer.status, answer.headers["content-type"]) == (200, "application/pdf")
    assert answer.body().startswith(b"%PDF-")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_search_answers(reader: Page, language: str):
    """A word, Enter, and the page of the city is among what was found."""
    reader.goto(f"/{language}/search/")
    reader.locator("#search-query").fill(WORDS[language])
    reader.locator("#search-query").press("Enter")
    reader.wait_for_url("**/search/?q=*")
    expect(reader.locator("#search-query")).to_have_value(WORDS[language])
    reader.locator(f".results a[href$='{address('city', language)}']").click()
    expect(reader.locator("h1")).to_have_text(WORDS[language])

"""With scripts off nothing is missing: a browser that runs none reads, chooses, searches and downloads all the same."""

import pytest
from playwright.sync_api import Browser, Page, expect

from .addresses import LANGUAGES, WORDS, address, open_page

pytestmark = pytest.mark.browser_context_args(java_script_enabled=False)


def lines_of(page: Page) -> list[str]:
    """What is read on the page, line by line."""
    return [line.strip() for line in page.locator("main").inner_text().splitlines() if line.strip()]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "kind", ["landing", "city", "directory", "plan", "accordion", "partnerships", "projects", "project", "data"]
)
def test_the_same_words_and_pictures(page: Page, browser: Browser, base_url: str, kind: str, language: str):
    """A reader without scripts reads what everybody reads; only the slideshow's two buttons are missing."""
    open_page(page, kind, language)
    with browser.new_context(base_url=base_url, viewport=page.viewport_size) as scripted:
        other = scripted.new_page()
        open_page(other, kind, language)
        buttons = other.locator(".slideshow__buttons").all_inner_texts()
        assert bool(buttons) == (kind == "landing")
        words = {line.strip() for text in buttons for line in text.splitlines()}
        assert lines_of(page) == [line for line in lines_of(other) if line not in words]
        assert page.locator("main img").count() == other.locator("main img").count()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_menu_opens_and_leads_on(page: Page, language: str):
    """The button of the menu is the browser's own popover."""
    open_page(page, "landing", language)
    page.locator(".menu-button").click()
    expect(page.locator(".menu")).to_be_visible()
    page.locator(".menu__close").click()
    expect(page.locator(".menu")).to_be_hidden()
    page.locator(".menu-button").click()
    page.locator(".menu__link").first.click()
    page.wait_for_url(f"**/{language}/who-we-are/")


@pytest.mark.parametrize(("language", "other"), [("en", "fa"), ("fa", "en")])
def test_the_languages_open_and_lead_to_the_same_page(page: Page, language: str, other: str):
    """The list of languages is the browser's own."""
    open_page(page, "plan", language)
    page.locator(".languages__summary").click()
    page.locator(f".languages__panel a[hreflang={other}]").click()
    page.wait_for_url(f"**{address('plan', other)}")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_slideshow_scrolls_by_hand(page: Page, language: str):
    """All pictures lie in one strip that can be scrolled, and no button pretends to be there."""
    open_page(page, "landing", language)
    view = page.locator(".slideshow__view")
    assert view.locator("img").count() == 5
    assert page.locator(".slideshow__buttons").count() == 0
    view.locator(".slideshow__item").last.scroll_into_view_if_needed()
    expect(view.locator(".slideshow__item").last).to_be_in_viewport(ratio=0.9)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", ["landing", "plan"])
def test_the_plan_is_one_click_away(page: Page, kind: str, language: str):
    """The button says what comes, and a PDF comes."""
    open_page(page, kind, language)
    button = page.locator(".download .button").first
    description = page.locator(f"[id='{button.get_attribute('aria-describedby')}']")
    expect(description).to_contain_text("PDF")
    answer = page.request.get(button.get_attribute("href"))
    assert (answer.status, answer.headers["content-type"]) == (200, "application/pdf")
    assert answer.body().startswith(b"%PDF-")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_search_answers(page: Page, language: str):
    """A word, Enter, and the page of the city is among what was found."""
    page.goto(f"/{language}/search/")
    page.locator("#search-query").fill(WORDS[language])
    page.locator("#search-query").press("Enter")
    page.wait_for_url("**/search/?q=*")
    expect(page.locator("#search-query")).to_have_value(WORDS[language])
    page.locator(f".results a[href$='{address('city', language)}']").click()
    expect(page.locator("h1")).to_have_text(WORDS[language])

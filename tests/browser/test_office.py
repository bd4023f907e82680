"""The door of a city's office, by keyboard and without script; what a browser says of where its form comes from."""

import pytest
from django.utils.translation import gettext, override
from playwright.sync_api import Browser, Page, Request, expect

from .addresses import press_until_focused
from .axe import complaints

LANGUAGES = ("en", "fa", "ja")
KEY = "a-secret-that-opens-nothing"


def said(words: str, code: str) -> str:
    with override(code):
        return gettext(words)


def press_the_button(page: Page, language: str) -> Request:
    """Open the address of a link, and press its button by keyboard. Return the request."""
    page.set_extra_http_headers({"Accept-Language": language})
    assert page.goto(f"/{language}/office/enter/?key={KEY}").status == 200
    press_until_focused(page, "main form .button")
    with page.expect_request(lambda request: request.method == "POST") as sent:
        page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text(said("This link does not work any more", language))
    return sent.value


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("has_script", [True, False])
def test_a_link_is_told_to_no_page_but_its_origin_is(
    browser: Browser, browser_context_args: dict, base_url: str, language: str, has_script: bool
):
    """Browsers without Sec-Fetch-Site are known by their Origin, which no-referrer would make "null"."""
    with browser.new_context(**browser_context_args | {"java_script_enabled": has_script}) as context:
        page = context.new_page()
        headers = press_the_button(page, language).all_headers()
        assert headers["origin"] == base_url
        assert headers["referer"] == f"{base_url}/"
        if has_script:
            assert complaints(page) == []

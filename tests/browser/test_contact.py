"""The contact form by keyboard, without script and on the narrowest screens; axe finds nothing in any of its states."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from .addresses import press_until_focused
from .axe import complaints

LANGUAGES = ("en", "fa", "ja")
NARROWEST = 320


def open_form(page: Page, language: str) -> None:
    page.set_extra_http_headers({"Accept-Language": language})
    assert page.goto(f"/{language}/contact/").status == 200


def fill_in(page: Page, email: str = "mina@example.org") -> None:
    """Fill in the form by keyboard; the fields are reached in the order in which they stand."""
    press_until_focused(page, "#id_topic")
    page.keyboard.press("ArrowDown")
    for field, words in (("message", "سلام"), ("name", "Mina"), ("email", email)):
        press_until_focused(page, f"#id_{field}", presses=2)
        page.keyboard.type(words)
    press_until_focused(page, "form .button", presses=3)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_message_is_sent_by_keyboard(reader: Page, language: str):
    reader.set_viewport_size({"width": NARROWEST, "height": 700})
    open_form(reader, language)
    assert complaints(reader) == []
    fill_in(reader, email="mina")
    reader.wait_for_timeout(3500)  # as long as a person needs at least
    reader.keyboard.press("Enter")
    errors = reader.locator("#errors")
    expect(errors).to_be_focused()
    expect(reader).to_have_title(re.compile(".+: .+"))
    assert complaints(reader) == []
    assert reader.evaluate("document.documentElement.scrollWidth") <= NARROWEST
    # The link in the list leads to the field, which keeps what was typed.
    press_until_focused(reader, "#errors a", presses=1)
    reader.keyboard.press("Enter")
    expect(reader.locator("#id_email")).to_be_focused()
    expect(reader.locator("#id_message")).to_have_value("سلام")
    reader.keyboard.press("ControlOrMeta+a")
    reader.keyboard.type("mina@example.org")
    reader.keyboard.press("Enter")
    reader.wait_for_url("**/received/?key=*")
    assert re.search(r"AMF-\d{4}-\d{4}", reader.locator("main").inner_text())
    assert complaints(reader) == []
    assert reader.evaluate("document.documentElement.scrollWidth") <= NARROWEST


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_message_is_sent_without_script(browser: Browser, browser_context_args: dict, language: str):
    with browser.new_context(**browser_context_args | {"java_script_enabled": False}) as context:
        page = context.new_page()
        open_form(page, language)
        page.locator("#id_topic").select_option("other")
        page.locator("#id_message").fill("Hello")
        page.locator("#id_email").fill(f"{language}@example.org")
        page.wait_for_timeout(3500)
        page.locator("form.form .button").click()
        page.wait_for_url("**/received/?key=*")
        assert context.cookies() == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_screen_readers_are_told_of_the_trap_and_the_keyboard_passes_it(reader: Page, language: str):
    open_form(reader, language)
    trap = reader.locator("#id_subject")
    assert trap.get_attribute("tabindex") == "-1"
    assert trap.get_attribute("autocomplete") == "off"
    assert len(reader.locator("label[for=id_subject]").inner_text()) > 10
    box = trap.locator("..").bounding_box()
    assert box["width"] <= 1
    assert box["height"] <= 1

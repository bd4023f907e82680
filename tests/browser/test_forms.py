"""The public forms by keyboard, without script and on the narrowest screens, where axe finds nothing in any state."""

import re
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, Page, expect

from .addresses import press_until_focused
from .axe import complaints

LANGUAGES = ("en", "fa", "ja")
NARROWEST = 320


@dataclass(frozen=True)
class PublicForm:
    """A form: its address, its fields in their order with what is typed, and where it leads.

    A list gets the key that chooses its first entry. ``email`` is the field that is filled in wrongly at first.
    """

    path: str
    fields: tuple[tuple[str, str], ...]
    leads_to: str
    email: str = "mina@example.org"


FIRST = "ArrowDown"
FORMS = {
    "contact": PublicForm(
        "contact/", (("topic", FIRST), ("message", "سلام"), ("name", "Mina"), ("email", "")), "**/received/?key=*"
    ),
    "application": PublicForm(
        "join/apply/",
        (
            *(("name", "Izmir"), ("native_name", "İzmir"), ("native_language", FIRST), ("country", FIRST)),
            *(("contact_name", "Ayşe"), ("contact_office", "Dış ilişkiler"), ("email", ""), ("reasons", "سلام")),
        ),
        "**/review/?draft=*",
    ),
    "letters": PublicForm("letters/", (("email", ""),), "**/received/"),
    "office": PublicForm("office/", (("email", ""),), "**/office/?asked"),
}
#: Forms with the languages in which they are tried.
CASES = [(name, language) for name in FORMS for language in LANGUAGES]
everywhere = pytest.mark.parametrize(("name", "language"), CASES)


def open_form(page: Page, form: PublicForm, language: str) -> None:
    page.set_extra_http_headers({"Accept-Language": language})
    assert page.goto(f"/{language}/{form.path}").status == 200


def fill_in(page: Page, form: PublicForm, email: str) -> None:
    """Fill in the form by keyboard; the fields are reached in the order in which they stand."""
    for field, words in form.fields:
        press_until_focused(page, f"#id_{field}", presses=40 if field == form.fields[0][0] else 4)
        if words == FIRST:
            page.keyboard.press(FIRST)
        else:
            page.keyboard.type(words or email)
    press_until_focused(page, "form.form button[type=submit]", presses=6)


def assert_fits(page: Page) -> None:
    assert complaints(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROWEST


@everywhere
def test_it_is_sent_by_keyboard(reader: Page, name: str, language: str):
    form = FORMS[name]
    reader.set_viewport_size({"width": NARROWEST, "height": 700})
    open_form(reader, form, language)
    assert_fits(reader)
    fill_in(reader, form, "mina")
    reader.wait_for_timeout(3500)  # as long as a person needs at least
    reader.keyboard.press("Enter")
    errors = reader.locator("#errors")
    expect(errors).to_be_focused()
    expect(reader).to_have_title(re.compile(".+: .+"))
    assert_fits(reader)
    # The link in the list leads to the field; the others keep what was typed.
    press_until_focused(reader, "#errors a", presses=1)
    reader.keyboard.press("Enter")
    expect(reader.locator("#id_email")).to_be_focused()
    for field, words in form.fields:
        if words not in ("", FIRST):
            expect(reader.locator(f"#id_{field}")).to_have_value(words)
    reader.keyboard.press("ControlOrMeta+a")
    reader.keyboard.type(form.email)
    reader.keyboard.press("Enter")
    reader.wait_for_url(form.leads_to)
    assert_fits(reader)


@everywhere
def test_it_is_sent_without_script_and_cookie(browser: Browser, browser_context_args: dict, name: str, language: str):
    form = FORMS[name]
    with browser.new_context(**browser_context_args | {"java_script_enabled": False}) as context:
        page = context.new_page()
        open_form(page, form, language)
        for field, words in form.fields:
            if words == FIRST:
                page.locator(f"#id_{field}").select_option(index=1)
            else:
                page.locator(f"#id_{field}").fill(words or f"{language}@example.org")
        page.wait_for_timeout(3500)
        page.locator("form.form button[type=submit]").first.click()
        page.wait_for_url(form.leads_to)
        assert context.cookies() == []


@everywhere
def test_screen_readers_are_told_of_the_trap_and_the_keyboard_passes_it(reader: Page, name: str, language: str):
    open_form(reader, FORMS[name], language)
    trap = reader.locator("#id_subject")
    assert trap.get_attribute("tabindex") == "-1"
    assert trap.get_attribute("autocomplete") == "off"
    assert len(reader.locator("label[for=id_subject]").inner_text()) > 10
    box = trap.locator("..").bounding_box()
    assert box["width"] <= 1
    assert box["height"] <= 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_receipt_of_a_message_names_its_reference(reader: Page, language: str):
    form = FORMS["contact"]
    open_form(reader, form, language)
    fill_in(reader, form, form.email)
    reader.wait_for_timeout(3500)
    reader.keyboard.press("Enter")
    reader.wait_for_url(form.leads_to)
    assert re.search(r"AMF-\d{4}-\d{4}", reader.locator("main").inner_text())

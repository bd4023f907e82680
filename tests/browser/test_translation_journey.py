"""A change in English on its way to Persian readers: an editor, a translator and a reviewer, each at her own screen.

At every step a reader of Persian has either the old sentence or the approved one, and never an English word of it.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from amf_site.demo.editor import NAME, PASSWORD, REVIEWER, TRANSLATOR

from .addresses import address, open_page

KIND, TITLE = "accordion", "Governance"
NEW_ENGLISH = "The five organs of the Forum, told anew for a trial of this site."
DRAFT = "پنج رکن مجمع, از نو گفته شده برای آزمودن این وبگاه"
APPROVED = "پنج رکن مجمع، از نو گفته‌شده برای آزمودن این وبگاه."


@pytest.fixture
def screen_of(browser: Browser, base_url: str) -> Iterator[Callable[[str, str], Page]]:
    """A browser of one's own in which somebody of the staff has logged in."""
    with ExitStack() as open_browsers:

        def log_in(name: str, language: str) -> Page:
            context = open_browsers.enter_context(
                browser.new_context(base_url=base_url, locale=language, viewport={"width": 1280, "height": 900})
            )
            page = context.new_page()
            page.goto("/admin/login/")
            page.locator("[name=username]").fill(name)
            page.locator("[name=password]").fill(PASSWORD)
            with page.expect_navigation():
                page.locator("main form [type=submit]").click()
            return page

        yield log_in


@pytest.fixture
def lead(browser: Browser, base_url: str) -> Callable[[str], str]:
    """What a reader finds at the top of the page who has not been there before."""

    def read(language: str) -> str:
        with browser.new_context(base_url=base_url) as reader:
            page = reader.new_page()
            open_page(page, KIND, language)
            assert NEW_ENGLISH not in page.locator("body").inner_text() or language == "en"
            return page.locator(".lead").inner_text()

    return read


def cell(board: Page) -> Locator:
    return board.locator("tr", has=board.get_by_role("link", name=TITLE, exact=True)).locator("td .board-cell").first


def test_from_an_english_sentence_to_a_persian_one(screen_of, lead):
    editor, translator, reviewer = (screen_of(name, "en") for name in (NAME, TRANSLATOR, REVIEWER))
    old = lead("fa")
    board = f"/admin/translations/?language=fa&q={TITLE}"
    translator.goto(board)
    expect(cell(translator)).to_have_attribute("data-state", "live")

    editor.goto(board)
    editor.get_by_role("link", name=TITLE, exact=True).click()
    expect(editor).to_have_title(re.compile(f"Editing .*{TITLE}"))
    editor.get_by_role("textbox", name="Summary").first.fill(NEW_ENGLISH)
    editor.get_by_role("button", name="More actions").click()
    editor.get_by_role("button", name="Publish", exact=True).click()
    expect(editor.locator(".messages")).to_contain_text("has been published")
    assert (lead("en"), lead("fa")) == (NEW_ENGLISH, old)

    translator.goto(board)
    expect(cell(translator)).to_have_attribute("data-state", "changed")
    cell(translator).click()
    expect(translator.locator(".tr-has-script")).to_be_visible()
    changed = translator.locator("[data-segment][data-state=review]")
    expect(changed).to_have_count(1)
    expect(changed).to_contain_text(NEW_ENGLISH)
    expect(changed.locator(".tr-field textarea")).to_have_value(old)
    changed.locator(".tr-field textarea").fill(DRAFT)
    expect(translator.locator("#translation-saved")).to_have_attribute("data-state", "saved")
    expect(translator.locator(".tr-findings li")).to_have_count(1)
    expect(translator.get_by_role("button", name=re.compile("^Publish"))).to_have_count(0)
    translator.locator("#translation-note").fill("Please look at the comma.")
    translator.get_by_role("button", name="Hand over to a reviewer").click()
    expect(translator.locator(".messages")).to_contain_text("Handed over to a reviewer.")
    assert lead("fa") == old

    reviewer.goto("/admin/translations/?mine=on")
    cell(reviewer).click()
    expect(reviewer.locator("#translation-status")).to_contain_text("Please look at the comma.")
    reviewer.locator("textarea", has_text=DRAFT).fill(APPROVED)
    expect(reviewer.locator("#translation-saved")).to_have_attribute("data-state", "saved")
    assert lead("fa") == old
    reviewer.get_by_role("button", name=re.compile("^Publish")).click()
    expect(reviewer.locator(".messages")).to_contain_text("is published")
    assert (lead("en"), lead("fa")) == (NEW_ENGLISH, APPROVED)

    editor.goto(board)
    expect(cell(editor)).to_have_attribute("data-state", "live")


def test_a_translator_has_no_other_door(screen_of, base_url):
    translator = screen_of(TRANSLATOR, "en")
    for door in ("pages/", "images/", "documents/", "users/", "snippets/members/city/", "settings/"):
        answer = translator.request.get(f"/admin/{door}", max_redirects=0)
        assert answer.status in (302, 403, 404), door
    assert translator.request.get(address(KIND, "fa")).status == 200

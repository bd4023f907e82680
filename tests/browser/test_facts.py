"""One publication by an editor's clicks, and what readers of three languages find after it.

``AMF_JOURNEY=folder pytest tests/browser/test_facts.py`` keeps a picture of every step there.
"""

import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from .test_admin_languages import log_in

pytestmark = pytest.mark.browser_context_args(viewport={"width": 1280, "height": 900})

CODES = ("en", "fa", "ja")
TITLE, OLD, NEW = "Accessibility statement", "accessibility", "access-for-all"
#: One sentence of the page, and what becomes of it.
BEFORE = "We go through the pages without a mouse, to see that everything can be reached and used."
AFTER = "We go through every page without a mouse, to see that everything can be reached and used."
#: Stands in the sentence that is removed.
GOAL = "a[href*=WCAG22]"
PICTURES = os.environ.get("AMF_JOURNEY")


@pytest.fixture
def take(tmp_path: Path) -> Callable[[Page, str], None]:
    """Make a picture of a step."""
    folder = Path(PICTURES) if PICTURES else tmp_path
    folder.mkdir(parents=True, exist_ok=True)

    def take(page: Page, name: str) -> None:
        page.screenshot(path=folder / f"{name}.png", full_page=True)

    return take


@pytest.fixture
def editor(page: Page) -> Iterator[Page]:
    """The editor, with the form of the page before her; what she publishes is taken back when all is over."""
    log_in(page)
    number = page.request.get(f"/admin/api/main/pages/?slug={OLD}&locale=en").json()["items"][0]["id"]
    page.goto(f"/admin/pages/{number}/edit/")
    yield page
    page.goto(f"/admin/pages/{number}/history/")
    first = page.locator("a[href$='/revert/']")
    if first.count():
        page.goto(first.last.get_attribute("href"))
        publish(page)
    page.goto(f"/admin/pages/{number}/edit/")
    make_private(page, "none")


def publish(editor: Page) -> None:
    editor.get_by_role("button", name="More actions").click()
    editor.get_by_role("button", name=re.compile("^(Publish|Publish this version)$")).click()
    expect(editor.locator(".messages")).to_contain_text("has been published")


def make_private(editor: Page, kind: str) -> None:
    """``login`` or ``none``."""
    change = editor.get_by_role("button", name=re.compile("Change privacy"))
    if not change.is_visible():
        editor.get_by_label("Toggle status").click()
    change.click()
    choice = editor.locator(f"[name=restriction_type][value={kind}]")
    choice.check()
    editor.get_by_role("dialog").get_by_role("button", name="Save").click()
    expect(choice).to_be_hidden()


def block(editor: Page, number: int) -> Locator:
    return editor.locator("[data-contentpath=body] [data-streamfield-child]").nth(number)


def change_everything(editor: Page, take: Callable[[Page, str], None]) -> None:
    """A photograph, the order, a sentence less, another one changed, privacy, the address."""
    editor.get_by_role("button", name="Choose an image").first.click()
    editor.locator(".modal [data-chooser-modal-choice]").first.click()
    expect(editor.locator(".modal")).to_have_count(0)
    take(editor, "1-photograph")

    paragraph = block(editor, 0).locator(".public-DraftStyleDefault-block", has_text="WCAG 2.2")
    paragraph.click()
    paragraph.select_text()
    editor.keyboard.press("Backspace")
    editor.keyboard.press("Backspace")
    expect(block(editor, 0)).not_to_contain_text("WCAG")
    expect(block(editor, 0).locator(".public-DraftStyleDefault-block")).to_have_count(1)
    sentence = block(editor, 2).locator("[name$='-1-value-text']")
    expect(sentence).to_have_value(BEFORE)
    sentence.fill(AFTER)
    take(editor, "2-sentences")

    first = block(editor, 0).get_attribute("data-contentpath")
    block(editor, 0).get_by_role("button", name="Move down").first.click()
    expect(block(editor, 1)).to_have_attribute("data-contentpath", first)
    take(editor, "3-order")

    editor.get_by_role("tab", name="Promote").click()
    editor.locator("[name=slug]").fill(NEW)
    take(editor, "4-address")
    make_private(editor, "login")
    take(editor, "5-private")


def file_at_the_top(page: Page) -> str:
    return page.locator(".page-picture img").get_attribute("src").rpartition("/")[2]


def test_one_publication(editor: Page, browser: Browser, base_url: str, take):
    words: dict[str, str] = {}
    reader = browser.new_context(base_url=base_url, viewport={"width": 1280, "height": 900}).new_page()
    for code in CODES:
        reader.goto(f"/{code}/{OLD}/")
        take(reader, f"0-before-{code}")
        words[code] = reader.locator(".steps li").last.inner_text()
        expect(reader.locator(GOAL)).to_have_count(1)
        expect(reader.locator(".page-picture")).to_have_count(0)
        expect(reader.locator(".body > *").first).to_have_class(re.compile("prose"))

    change_everything(editor, take)
    publish(editor)
    take(editor, "6-published")

    # Browsers keep for a moment what they have seen, so somebody else reads now.
    reader.context.close()
    reader = browser.new_context(base_url=base_url, viewport={"width": 1280, "height": 900}).new_page()
    pictures = set()
    for code in CODES:
        # Whoever has not logged in is asked to, at the new address, to which the old one leads.
        reader.goto(f"/{code}/{OLD}/")
        expect(reader.locator(GOAL)).to_have_count(0)
        reader.goto(f"/{code}/{NEW}/")
        expect(reader.locator("[name=password]")).to_be_visible()
        take(reader, f"7-asked-{code}")

        editor.goto(f"/{code}/{NEW}/")
        take(editor, f"8-after-{code}")
        pictures.add(file_at_the_top(editor))
        expect(editor.locator("main")).not_to_contain_text("WCAG")
        expect(editor.locator(".body > *").first).not_to_have_class(re.compile("prose"))
        last = editor.locator(".steps li").last
        if code == "en":
            expect(last).to_contain_text(AFTER)
        else:
            expect(last).to_have_text(words[code], use_inner_text=True)
            assert not re.search(r"every page", editor.locator("main").inner_text())
    assert len(pictures) == 1
    reader.context.close()

    editor.goto(f"/admin/translations/?q={TITLE}")
    take(editor, "9-board")
    row = editor.locator("tr", has=editor.get_by_role("link", name=TITLE, exact=True))
    cells = row.locator(".board-cell")
    assert {cell.get_attribute("data-state") for cell in cells.all()} == {"changed"}
    assert {cell.locator("[aria-hidden=true]:not(svg)").inner_text() for cell in cells.all()} == {"1"}
    for name in ("فارسی", "日本語"):
        editor.goto(f"/admin/translations/?q={TITLE}")
        cells.filter(has_text=name).click()
        waiting = editor.locator("[data-segment]:visible")
        expect(waiting).to_have_count(1)
        expect(waiting).to_contain_text(AFTER)
        take(editor, f"10-waits-{name}")

"""The admin in English and in Persian: text in the direction of its content, and what scripts say in Persian too."""

import re
from collections.abc import Callable, Iterator
from contextlib import suppress

import pytest
from playwright.sync_api import Locator, Page, expect

from amf_site.demo.editor import NAME, PASSWORD

pytestmark = pytest.mark.browser_context_args(viewport={"width": 1280, "height": 900})

LANGUAGES = ("en", "fa")
DIRECTION = {"en": "ltr", "fa": "rtl"}
#: Persian that begins with a Latin name: a guess by the first letter would turn it round.
MIXED = {"en": "شهرها, or cities", "fa": "ICLEI و شهرها"}


@pytest.fixture(params=LANGUAGES)
def admin(page: Page, base_url: str, request: pytest.FixtureRequest) -> Iterator[Page]:
    """The admin in a language that the editor chose in her account; afterwards in English again."""
    # Not in the watched browser: Wagtail's list of time zones has some that Chromium does not know, and says so.
    with page.context.browser.new_context(base_url=base_url) as elsewhere:
        account = elsewhere.new_page()
        log_in(account)
        choose_language(account, request.param)
        log_in(page)
        expect(page.locator("html")).to_have_attribute("lang", request.param)
        yield page
        choose_language(account, "en")


#: Of the last browser that logged in.
COOKIES: list = []


def log_in(page: Page) -> None:
    """With the session of an earlier test, as long as there is one: a login is made to take its time."""
    page.context.add_cookies(COOKIES)
    page.goto("/admin/login/")
    if page.locator("[name=password]").count():
        page.locator("[name=username]").fill(NAME)
        page.locator("[name=password]").fill(PASSWORD)
        with page.expect_navigation():
            page.locator("main form [type=submit]").click()
    COOKIES[:] = page.context.cookies()


def choose_language(account: Page, language: str) -> None:
    account.goto("/admin/account/")
    for name in ("first_name", "last_name"):
        account.locator(f"[name$={name}]").fill("Trial")
    choice = account.locator("select[name$=preferred_language]")
    with account.expect_navigation():
        choice.evaluate("(select, code) => { select.value = code; select.form.requestSubmit() }", language)
    expect(account.locator("html")).to_have_attribute("lang", language)


@pytest.fixture
def number_of(admin: Page) -> Callable[[str, str], int]:
    """The id of a page by its slug and language."""

    def ask(slug: str, language: str) -> int:
        answer = admin.request.get(f"/admin/api/main/pages/?slug={slug}&locale={language}").json()
        return answer["items"][0]["id"]

    return ask


def shown(element: Locator) -> tuple[str, str]:
    """The direction of a text, and the side where it begins."""
    expect(element).to_be_attached()
    style = element.evaluate("e => { const s = getComputedStyle(e); return [s.direction, s.textAlign] }")
    direction, align = style
    return direction, {"start": {"ltr": "left", "rtl": "right"}[direction]}.get(align, align)


def sides(language: str) -> tuple[str, str]:
    return {"en": ("ltr", "left"), "fa": ("rtl", "right")}[language]


def insert_block(admin: Page, kind: str) -> None:
    """Add a block of that kind at the end of the body. A click that comes before Wagtail's scripts is lost."""
    blocks = admin.locator("[data-contentpath=body] [data-streamfield-child]")
    before = blocks.count()
    for _attempt in range(4):
        admin.locator("[data-contentpath=body] .c-sf-add-button").last.click()
        admin.locator(".w-combobox__option").filter(has_text=kind).first.click()
        with suppress(AssertionError):
            expect(blocks).to_have_count(before + 1, timeout=60_000)
            return
        admin.keyboard.press("Escape")
    raise AssertionError(f"no block of the kind {kind} appeared")


BLOCKS = {"en": ("Heading", "Text", "Call to action"), "fa": ("عنوان بخش", "متن", "فراخوان")}


@pytest.mark.parametrize("content", LANGUAGES)
def test_a_page_is_written_in_its_own_direction(admin: Page, number_of, content: str):
    interface = admin.locator("html").get_attribute("lang")
    # The form saves itself while one writes; here nothing is to be kept, nor a page without a title to be refused.
    refusal = {"success": False, "error_code": "validation_error", "error_message": ""}
    admin.route(
        "**/pages/add/**",
        lambda route: route.fulfill(json=refusal) if route.request.method == "POST" else route.fallback(),
    )
    admin.goto(f"/admin/pages/add/pages/standardpage/{number_of('who-we-are', content)}/")
    for kind in BLOCKS[interface]:
        insert_block(admin, kind)
    words = {
        "title": admin.locator("[name=title]"),
        "summary": admin.locator("[name=summary]"),
        "char block": admin.locator("[name=body-0-value-text]"),
        "text block": admin.locator("[name=body-2-value-text]"),
        "rich text": admin.locator(".public-DraftEditor-content"),
        "paragraph": admin.locator(".public-DraftStyleDefault-block"),
    }
    for element in words.values():
        expect(element).to_be_attached()
    admin.locator(".public-DraftEditor-content").press_sequentially(MIXED[content])
    assert {name: shown(element) for name, element in words.items()} == dict.fromkeys(words, sides(content))
    assert words["title"].get_attribute("lang") == content

    left = {"slug": admin.locator("[name=slug]"), "address": admin.locator("[name=body-2-value-url]")}
    assert {name: shown(element) for name, element in left.items()} == dict.fromkeys(left, ("ltr", "left"))


def test_a_translation_has_both_directions(admin: Page, number_of):
    admin.goto(f"/admin/pages/{number_of('about', 'fa')}/edit/")
    row = admin.locator("[data-segment]").first
    source, target = row.locator(".tr-source .tr-words"), row.locator(".tr-field textarea")
    assert (shown(source), shown(target)) == (sides("en"), sides("fa"))
    assert [element.get_attribute("lang") for element in (source, target)] == ["en", "fa"]
    assert target.evaluate("e => getComputedStyle(e).fontStyle") == "normal"


@pytest.mark.parametrize("content", LANGUAGES)
def test_titles_in_a_list_keep_their_place_and_their_direction(admin: Page, number_of, content: str):
    admin.goto(f"/admin/pages/{number_of('who-we-are', content)}/")
    title = admin.locator("td.title .title-wrapper a").first
    assert title.evaluate("e => getComputedStyle(e).unicodeBidi") == "plaintext"
    cell, link = title.locator("xpath=ancestor::td").bounding_box(), title.bounding_box()
    interface = admin.locator("html").get_attribute("lang")
    to_the_left, to_the_right = link["x"] - cell["x"], cell["x"] + cell["width"] - link["x"] - link["width"]
    assert (to_the_left < to_the_right) == (DIRECTION[interface] == "ltr")
    search = admin.locator("[name=q]#id_q")
    assert search.get_attribute("dir") is None


#: Two or more words in Latin letters.
ENGLISH = re.compile(r"[A-Za-z]{2,}(?:[ ,]+[A-Za-z]{2,})+")
#: What somebody reads of a page whose content is left out.
READ = """() => {
  document.querySelectorAll("[lang=en], iframe, textarea, kbd").forEach((element) => element.remove());
  return document.body.innerText;
}"""
#: The brand, a page that a link leads to, the workflow of Wagtail's migrations, the tool of the demo's translations.
EXPECTED = {"Asian Mayors Forum", "Strategic plan", "Moderators approval", "content file"}


@pytest.mark.parametrize("admin", ["fa"], indirect=True)
def test_what_scripts_write_is_persian(admin: Page, number_of):
    """The menu, the blocks to choose from, the ways to publish, and the segments of a translation."""
    admin.goto(f"/admin/pages/add/pages/standardpage/{number_of('who-we-are', 'fa')}/")
    admin.locator("[data-contentpath=body] .c-sf-add-button").last.click()
    expect(admin.locator(".w-combobox__option").first).to_be_visible()
    chooser = admin.locator("body").inner_text()
    admin.keyboard.press("Escape")
    admin.locator("footer .w-dropdown__toggle, footer [data-w-dropdown-target=toggle]").first.click()
    assert "انتشار" in admin.locator("body").inner_text()
    form = admin.evaluate(READ)
    admin.goto(f"/admin/pages/{number_of('about', 'fa')}/edit/")
    expect(admin.locator(".tr-has-script")).to_be_visible()
    admin.locator(".tr-field textarea").first.focus()
    editor = admin.evaluate(READ)
    for text in (chooser, form, editor):
        assert len(text) > 300
        assert set(ENGLISH.findall(text)) <= EXPECTED

"""What an editor of the secretariat does in the admin, with the name and the password that `make run` prints."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from amf_site.demo.editor import NAME, PASSWORD

from .addresses import address, open_page

pytestmark = pytest.mark.browser_context_args(viewport={"width": 1280, "height": 900})

ABOUT = ("Asian Mayors Forum", "Who we are", "About the Forum")
NEW_ENGLISH = "How the Forum began in 2008, told anew by a trial of this site."
NEW_PERSIAN = "مجمع در سال ۱۳۸۷ چگونه آغاز شد: جمله‌ای تازه برای آزمودن این وبگاه."


@pytest.fixture
def admin(page: Page) -> Page:
    """The admin, after its login form."""
    page.goto("/admin/")
    page.get_by_label("Username").fill(NAME)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Asian Mayors Forum")
    return page


@pytest.fixture
def lead_of_about(page: Page) -> Callable[[str], str]:
    """What a reader finds at the top of the page "About the Forum"."""

    def read(language: str) -> str:
        reader = page.context.browser.new_context(base_url=page.url.split("/admin/")[0])
        with reader:
            tab = reader.new_page()
            open_page(tab, "table", language)
            return tab.locator(".lead").inner_text()

    return read


def find_in_explorer(admin: Page, *titles: str) -> None:
    """Go down the tree of pages and open the last one for editing."""
    admin.goto("/admin/pages/")
    for title in titles[:-1]:
        admin.get_by_role("link", name=f"Explore child pages of '{title}'").click()
        expect(admin).to_have_title(re.compile(f"Exploring.* {title}"))
    admin.get_by_role("link", name=titles[-1], exact=True).click()
    expect(admin).to_have_title(re.compile(f"Editing .*{titles[-1]}"))


def test_from_the_login_to_a_published_translation(admin: Page, lead_of_about):
    """A sentence is changed in English, later in Persian; until then Persian readers keep their old one."""
    old_persian = lead_of_about("fa")

    find_in_explorer(admin, *ABOUT)
    admin.get_by_role("textbox", name="Summary").first.fill(NEW_ENGLISH)
    admin.get_by_role("button", name="More actions").click()
    admin.get_by_role("button", name="Publish", exact=True).click()
    expect(admin.locator(".messages")).to_contain_text("'About the Forum' has been published")
    assert (lead_of_about("en"), lead_of_about("fa")) == (NEW_ENGLISH, old_persian)

    admin.locator(".messages").get_by_role("link", name="Edit").click()
    admin.get_by_label("Toggle status").click()
    admin.get_by_role("button", name="Switch locales").click()
    admin.get_by_role("link", name="فارسی").click()
    changed = admin.locator("[data-state=review]")
    expect(changed).to_contain_text(NEW_ENGLISH)
    changed.locator(".tr-field textarea").fill(NEW_PERSIAN)
    expect(admin.locator("#translation-saved")).to_have_text("All is saved.")
    assert lead_of_about("fa") == old_persian

    admin.get_by_role("button", name="Publish in فارسی").click()
    expect(admin.locator(".messages")).to_contain_text("is published")
    assert (lead_of_about("en"), lead_of_about("fa")) == (NEW_ENGLISH, NEW_PERSIAN)


def test_a_wrong_file_is_refused_in_words(admin: Page):
    """A web page that calls itself a PDF: the editor reads why it was not taken, and nothing is kept."""
    admin.goto("/admin/documents/")
    documents = admin.locator("main tbody tr")
    before = documents.count()
    admin.get_by_role("link", name="Add a document").click()
    admin.locator("input[type=file]").set_input_files(
        {"name": "plan.pdf", "mimeType": "application/pdf", "buffer": b"<html><script>alert(1)</script></html>"}
    )
    expect(admin.get_by_text("This is not a PDF file, although its name ends in .pdf.")).to_be_visible()
    admin.goto("/admin/documents/")
    assert documents.count() == before


def test_the_preview_beside_the_landing_page(admin: Page):
    """The editor sees the page as it will be, with what is being typed; readers do not see it yet."""
    admin.goto("/admin/pages/")
    admin.get_by_role("link", name="Asian Mayors Forum", exact=True).click()
    admin.get_by_label("Toggle preview").click()
    preview = admin.frame_locator("iframe[title='Preview']").first
    expect(preview.locator("h1")).to_have_text("Cities of Asia, side by side")
    expect(preview.locator(".slideshow__buttons")).to_be_visible()
    line = admin.get_by_role("textbox", name="Line over the pictures")
    # At a person's speed: for a moment after it has opened, Wagtail's form takes what is there for what was there.
    line.press_sequentially("Typed and not published. ", delay=120)
    expect(preview.locator("h1")).to_contain_text("not published.")
    assert "not published." not in admin.request.get(address("landing", "en")).text()


def test_the_blocks_to_choose_from(admin: Page):
    """Thirteen kinds of blocks, and each shows what it looks like to readers."""
    find_in_explorer(admin, *ABOUT)
    admin.get_by_role("button", name="Insert a block").first.click()
    rows = admin.locator(".w-combobox__option-row")
    expect(rows).to_have_count(13)
    frame, addresses = admin.locator(".w-combobox iframe, [class*=preview] iframe").last, set()
    for row in rows.all():
        row.get_by_role("button", name="Preview").click()
        # The frame shows the preview before it until then.
        frame.and_(admin.locator(f":not({', '.join(addresses) or 'body'})")).wait_for()
        addresses.add(f"[src='{frame.get_attribute('src')}']")
        shown = frame.content_frame.locator("body.block-preview .body")
        expect(shown.locator("img").or_(shown.get_by_text(re.compile(r"\w"))).first, row.inner_text()).to_be_visible()
    assert len(addresses) == 13

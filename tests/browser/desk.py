"""The browser of an editor who uses the menus, buttons and modal windows of the admin."""

import os
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from tests.pages.test_admin_in_persian import not_persian

SHOTS = os.environ.get("AMF_SHOTS")
#: All visible and announced texts, except those that are marked as being in another language.
READ = """language => {
  const found = [], foreign = `[lang]:not([lang=""], [lang|=${language}])`;
  const skip = (element) => !element || element.closest(`${foreign}, textarea, kbd, script, style, iframe, option`)
    || !element.checkVisibility({visibilityProperty: true, opacityProperty: true});
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const words = walker.currentNode.data.trim();
    if (words && !skip(walker.currentNode.parentElement)) found.push(words);
  }
  for (const name of ["aria-label", "title", "placeholder", "alt"])
    for (const element of document.querySelectorAll(`[${name}]`))
      if (!skip(element)) found.push(element.getAttribute(name));
  return [...found, document.title];
}"""


class Desk:
    """A page of the editor's browser. Its texts are collected, and screenshots are saved if requested."""

    def __init__(self, page: Page, names: list[str]) -> None:
        self.page, self.names = page, names
        self.language = page.locator("html").get_attribute("lang")
        self.english: dict[str, set[str]] = {}
        self.base = page.url.split("/admin/")[0]
        self.shown = 0
        #: The images and files that were sent to this browser.
        self.given: set[str] = set()
        page.on("response", lambda answer: self.given.add(answer.url) if answer.request.resource_type == "image" else 0)

    def see(self, what: str) -> None:
        self.page.wait_for_load_state("networkidle")
        self.shown += 1
        if SHOTS:
            self.page.screenshot(path=Path(SHOTS) / f"{self.language}-{self.shown:02}-{what}.png")
        if self.language == "fa" and (left := not_persian(self.page.evaluate(READ, "fa"), self.names)):
            self.english[what] = left

    def follow(self, link: Locator, what: str) -> None:
        with self.page.expect_navigation():
            link.click()
        self.see(what)

    def menu(self, path: str, what: str) -> None:
        """Open a view from the menu, since nobody types URLs."""
        entry = self.page.locator(f"#wagtail-sidebar a[href='{path}']")
        if not entry.is_visible():
            group = self.page.locator(".sidebar-sub-menu-item", has=self.page.locator(f"a[href='{path}']"))
            group.get_by_role("button").first.click()
        self.follow(entry, what)

    def add(self) -> Locator:
        """Press the button of a list view that adds an object."""
        return self.page.locator("main a.w-header-button, main header a.button").first

    def send(self, what: str, name: str = "action-publish") -> str:
        """Press a button of the form, or one in its menu. Return the messages of the next page."""
        button = self.page.locator(f"footer button[name={name}]")
        if not button.is_visible():
            self.page.locator("footer [data-w-dropdown-target=toggle]").first.click()
        button.click(no_wait_after=True)
        # The URL may change before that, when the form is autosaved for the first time.
        said = self.page.locator(".messages .success")
        expect(said).to_be_visible()
        self.see(what)
        return said.inner_text()

    def choose(self, field: str, row: str, what: str) -> None:
        """Choose an object in a chooser, by searching for it."""
        self.page.locator(f"#{field}-chooser [data-chooser-action-choose]:visible").first.click()
        window = self.page.locator(".modal-content").last
        # The list that the window begins with may hold the object too, and is replaced while it is clicked.
        unsearched = window.locator("#search-results > *").first.element_handle()
        window.locator("[name=q]").fill(row)
        self.page.wait_for_function("(list) => !list.isConnected", arg=unsearched)
        choice = window.locator("a[data-chooser-modal-choice]", has_text=row).first
        expect(choice).to_be_visible()
        self.see(what)
        choice.click()
        expect(self.page.locator(f"#{field}-chooser .chosen")).to_contain_text(row)

    def write(self, field: str, words: str) -> None:
        """Type into a rich text field."""
        self.page.locator(f"[data-contentpath={field}] .public-DraftEditor-content").press_sequentially(words)

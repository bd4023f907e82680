"""One address of every kind of page, and ways to get there."""

from playwright.sync_api import Page

LANGUAGES = ("en", "fa")
#: A page that there is not, below each language.
NOWHERE = "nowhere/"
#: A word that the pages of a language have.
WORDS = {"en": "Tabriz", "fa": "تبریز"}

KINDS = {
    "landing": "/{language}/",
    "section": "/{language}/who-we-are/",
    "table": "/{language}/who-we-are/about/",
    "accordion": "/{language}/who-we-are/governance/",
    "plan": "/{language}/who-we-are/strategic-plan/",
    "directory": "/{language}/members/",
    "filtered": "/{language}/members/?country=IQ",
    "nothing found": "/{language}/members/?q=Atlantis",
    "partnerships": "/{language}/members/partnerships/",
    "projects": "/{language}/members/projects/",
    "project": "/{language}/members/tabriz/bazaar-rehabilitation/",
    "data": "/{language}/members/data/",
    "city": "/{language}/members/tabriz/",
    "search": "/{language}/search/?q={word}",
    "missing": "/{language}/" + NOWHERE,
    "chooser": "/",
}


def address(kind: str, language: str) -> str:
    return KINDS[kind].format(language=language, word=WORDS[language])


def open_page(page: Page, kind: str, language: str) -> None:
    """Go there as a reader whose browser prefers that language, which the chooser looks at."""
    page.set_extra_http_headers({"Accept-Language": language})
    response = page.goto(address(kind, language))
    assert response.status == (404 if kind == "missing" else 200)


def press_until_focused(page: Page, selector: str, presses: int = 40) -> None:
    """Press Tab until the element has the focus, as somebody does who has no mouse."""
    for _ in range(presses):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"Tab was pressed {presses} times and never reached {selector}")

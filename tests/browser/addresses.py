"""The path of one page of every kind, and helpers to open it."""

from collections.abc import Iterator

from playwright.sync_api import Page

LANGUAGES = ("en", "fa")
#: A path below each language that does not exist.
NOWHERE = "nowhere/"
#: A word in the pages of each language.
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
    "events": "/{language}/events/",
    "event": "/{language}/events/general-assembly-bangkok-2012/",
    "assemblies": "/{language}/who-we-are/general-assemblies/",
    "body": "/{language}/who-we-are/governance/general-assembly/",
    "committee": "/{language}/who-we-are/governance/urban-culture-and-tourism/",
    "documents": "/{language}/documents/",
    "document": "/{language}/documents/tehran-declaration-2008/",
    "titles": "/{language}/who-we-are/capitals/",
    "press": "/{language}/press/",
    "contact": "/{language}/contact/",
    "join": "/{language}/join/",
    "apply": "/{language}/join/apply/",
    "letters": "/{language}/letters/",
    "office": "/{language}/office/",
    "news": "/{language}/news/",
    "no news": "/{language}/news/?kind=call&year=2025",
    "article": "/{language}/news/general-assembly-in-tehran-2025/",
    "feeds": "/{language}/feeds/",
    "search": "/{language}/search/?q={word}",
    "missing": "/{language}/" + NOWHERE,
    "chooser": "/",
}


def address(kind: str, language: str) -> str:
    return KINDS[kind].format(language=language, word=WORDS[language])


def open_page(page: Page, kind: str, language: str) -> None:
    """Open a page in a browser whose preferred language is that of the page, which the language switcher uses."""
    page.set_extra_http_headers({"Accept-Language": language})
    response = page.goto(address(kind, language))
    assert response.status == (404 if kind == "missing" else 200)


def each_width(page: Page, *widths: int, height: int = 900) -> Iterator[int]:
    """Make the window as wide as each of these in turn, without loading the page anew."""
    for width in widths:
        page.set_viewport_size({"width": width, "height": height})
        yield width


def press_until_focused(page: Page, selector: str, presses: int = 40) -> None:
    """Press Tab until the element has the focus, like a user without a mouse."""
    for _ in range(presses):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"Tab was pressed {presses} times and never reached {selector}")

"""Events in a browser: the reader's own time, the filter, and pages with everything that an event can have."""

import datetime

import pytest
from playwright.sync_api import Browser, Page, expect

from .addresses import LANGUAGES, each_width
from .axe import LOOKS, complaints
from .conftest import Site

#: In the year in which the tests run, so that it is to come.
NEXT_YEAR = datetime.date.today().year + 1


@pytest.fixture(scope="module")
def coming(running_site: Site) -> None:
    """Make an assembly one that is to come, at a time of its place, and cancel a meeting."""
    day = f"{NEXT_YEAR}-05-01"
    running_site.database.execute(
        "UPDATE members_event SET first_day = ?, last_day = ?, starts_at = '09:00:00', ends_at = '17:30:00',"
        " online_link = 'https://example.org/join', status = 'provisional' WHERE key = 'general-assembly-2012'",
        (day, day),
    )
    running_site.database.execute(
        "UPDATE members_event SET status = 'cancelled', status_note = 'The hall burnt down.' WHERE key = ?",
        ("executive-board-2012",),
    )
    running_site.database.execute(
        "UPDATE members_eventpage SET bring = '<p>Register with the secretariat.</p>' WHERE event_id ="
        " (SELECT id FROM members_event WHERE key = 'general-assembly-2012')"
    )
    running_site.database.commit()


ASSEMBLY = "events/general-assembly-bangkok-2012/"
BOARD = "events/executive-board-bangkok-2012/"


@pytest.mark.parametrize(
    ("zone", "words"),
    [
        ("Asia/Tokyo", f"In your time: 1 May {NEXT_YEAR}"),
        ("Pacific/Apia", f"1 May {NEXT_YEAR}"),
        ("America/Los_Angeles", f"30 April {NEXT_YEAR}"),
        ("Asia/Bangkok", None),
        ("Asia/Ho_Chi_Minh", None),  # the same clocks under another name
    ],
)
def test_readers_elsewhere_are_told_their_own_time(browser: Browser, site: str, coming, zone: str, words: str | None):
    context = browser.new_context(timezone_id=zone, locale="de-DE")
    page = context.new_page()
    page.goto(f"{site}/en/{ASSEMBLY}", wait_until="networkidle")
    told = page.locator("[data-own-time]")
    if words is None:
        expect(told).to_be_hidden()
    else:
        expect(told).to_be_visible()
        expect(told).to_contain_text(words)
    context.close()


def test_the_own_time_is_in_the_calendar_and_digits_of_the_page(browser: Browser, site: str, coming):
    context = browser.new_context(timezone_id="Asia/Tokyo", locale="en-US")
    page = context.new_page()
    page.goto(f"{site}/fa/{ASSEMBLY}", wait_until="networkidle")
    told = page.locator("[data-own-time]")
    expect(told).to_contain_text("اردیبهشت")
    expect(told).to_contain_text("۱۱:۰۰")
    context.close()


def test_without_script_the_time_of_the_place_stands_alone(browser: Browser, site: str, coming):
    context = browser.new_context(java_script_enabled=False, timezone_id="Asia/Tokyo")
    page = context.new_page()
    page.goto(f"{site}/en/{ASSEMBLY}")
    assert "09:00–17:30" in page.locator(".facts-table").inner_text()
    assert not page.locator("[data-own-time]").is_visible()
    page.goto(f"{site}/en/events/")
    page.locator("[name=kind]").select_option("assembly")
    page.locator(".filter button").click()
    assert "kind=assembly" in page.url
    assert page.locator(".event-row").count() == 7
    context.close()


def test_the_list_is_filtered_in_place(reader: Page, coming):
    reader.goto("/en/events/")
    reader.locator("[name=kind]").select_option("board")
    expect(reader.locator(".event-row").first).to_contain_text("Executive Board")
    expect(reader.locator("#coming")).to_have_count(0)
    assert "kind=board" in reader.url
    reader.locator(".listing__clear").click()
    expect(reader.locator("#coming")).to_be_visible()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", ["events/", ASSEMBLY, BOARD, "who-we-are/general-assemblies/"])
def test_what_is_to_come_and_what_was_called_off_can_be_read_by_all(reader: Page, coming, path: str, language: str):
    reader.goto(f"/{language}/{path}")
    found = []
    for scheme, width in LOOKS[language]:
        reader.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        reader.set_viewport_size({"width": width, "height": 800})
        found += [f"{scheme}, {width} px: {complaint}" for complaint in complaints(reader)]
    assert found == [], "\n".join(found)


@pytest.mark.parametrize("language", ["ar", "ur", "th", "ja", "fa", "en"])
@pytest.mark.parametrize("path", ["events/", ASSEMBLY, BOARD, "who-we-are/general-assemblies/"])
def test_nothing_reaches_beyond_the_window(reader: Page, coming, path: str, language: str):
    reader.goto(f"/{language}/{path}")
    for width in each_width(reader, 320, 360, 768, 1280):
        document = reader.evaluate("document.documentElement.scrollWidth")
        assert document <= width, (path, language, width)


@pytest.mark.parametrize("path", ["events/", ASSEMBLY, "who-we-are/general-assemblies/"])
def test_on_paper_there_is_what_matters(reader: Page, coming, path: str):
    reader.goto(f"/en/{path}")
    reader.emulate_media(media="print")
    assert not reader.locator(".filter, [data-own-time], .event__calendar .button").locator("visible=true").count()
    assert reader.locator("main h1").is_visible()


@pytest.fixture
def long_words(running_site: Site, coming) -> None:
    """Let titles, notes and addresses be words that are wider than a phone."""
    word = "Hauptbetriebswerkbauunterbeamtengesellschaftsversammlung" * 2
    link = f"https://{'a' * 60}.{'b' * 60}.example.org/{'c' * 200}"
    for change, value in (
        ("members_event SET status_note = ? WHERE key = 'executive-board-2012'", word),
        ("wagtailcore_page SET title = ? WHERE id IN (SELECT page_ptr_id FROM members_eventpage)", word),
        ("wagtailcore_page SET title = ? WHERE id IN (SELECT page_ptr_id FROM members_newspage)", word),
        ("wagtailcore_page SET title = ? WHERE id IN (SELECT page_ptr_id FROM members_documentpage)", word),
        ("members_eventpage SET venue = ?", word),
        ("members_publishedfile SET link = ? WHERE link != ''", link),
    ):
        running_site.database.execute(f"UPDATE {change}", (value,))
    running_site.database.commit()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "path",
    [
        *("", "events/", ASSEMBLY, BOARD, "documents/", "news/", "news/general-assembly-in-bangkok/"),
        *("who-we-are/general-assemblies/", "who-we-are/governance/general-assembly/", "members/bangkok/", "press/"),
        *("documents/bangkok-declaration-2012/", "search/?q=Bangkok"),
    ],
)
def test_no_word_is_too_long_for_a_phone(reader: Page, long_words, path: str, language: str):
    reader.goto(f"/{language}/{path}")
    for width in each_width(reader, 320, 1280):
        assert reader.evaluate("document.documentElement.scrollWidth") <= width, (path, language, width)

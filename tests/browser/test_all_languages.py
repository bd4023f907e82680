"""Every language in a browser: nothing scrolls sideways, no letter is missing, pages are light, axe is content."""

import re

import pytest
from playwright.sync_api import Page, Request

from amf_site.languages import LANGUAGES, language

from .axe import complaints
from .test_layout import TOO_WIDE

CODES = [row.code for row in LANGUAGES]
#: One of each template; the fullest city.
PATHS = (
    "/",
    "/who-we-are/",
    "/who-we-are/governance/",
    "/who-we-are/strategic-plan/",
    "/members/",
    "/members/tabriz/",
    "/members/tabriz/bazaar-rehabilitation/",
    "/members/partnerships/",
    "/language-policy/",
    "/contact/",
    "/join/",
    "/join/apply/",
    "/letters/",
    "/office/",
)
#: Bytes of a first view at 360 px, fonts and pictures included.
LIGHT = 250_000
#: Letters of the page that the browser draws as the box of a letter that no font has. Marks join other letters.
MISSING_LETTERS = """() => {
  const canvas = new OffscreenCanvas(40, 40);
  const pen = canvas.getContext('2d', {willReadFrequently: true});
  const drawn = (letter) => {
    pen.clearRect(0, 0, 40, 40);
    pen.font = `24px ${getComputedStyle(document.body).fontFamily}`;
    pen.fillText(letter, 4, 30);
    return pen.getImageData(0, 0, 40, 40).data.join();
  };
  const box = drawn('\\u{10FFFE}');
  const letters = new Set([...document.body.innerText].filter((letter) => /[\\p{L}\\p{N}\\p{P}\\p{S}]/u.test(letter)));
  return [...letters].filter((letter) => drawn(letter) === box);
}"""


@pytest.mark.parametrize("code", CODES)
def test_nothing_is_too_wide_and_no_letter_is_missing(reader: Page, code: str):
    reader.set_viewport_size({"width": 320, "height": 640})
    too_wide, missing = {}, {}
    for path in PATHS:
        response = reader.goto(f"/{code}{path}")
        assert response.status == 200, path
        reader.evaluate("document.querySelectorAll('main details').forEach((part) => part.open = true)")
        reader.evaluate("document.fonts.ready.then(() => true)")
        if (pixels := reader.evaluate(TOO_WIDE)) > 0:
            too_wide[path] = pixels
        if letters := reader.evaluate(MISSING_LETTERS):
            missing[path] = letters
    assert (too_wide, missing) == ({}, {})


@pytest.mark.parametrize("code", CODES)
def test_a_first_view_is_light(page: Page, code: str):
    """On a phone, without a font of a script that systems have."""
    requests: list[Request] = []
    page.on("requestfinished", lambda request: requests.append(request))
    for path in ("/", "/members/tabriz/", "/who-we-are/strategic-plan/"):
        requests.clear()
        page.goto("about:blank")
        page.context.clear_cookies()
        page.goto(f"/{code}{path}", wait_until="networkidle")
        size = sum(request.sizes()["responseBodySize"] for request in requests)
        assert size <= LIGHT, f"{path}: {size}"
        if language(code).script not in ("Arab", "Aran"):
            assert [request.url for request in requests if request.resource_type == "font"] == [], path


@pytest.mark.parametrize("code", [code for code in CODES if code not in ("en", "fa")])
def test_axe_is_content(reader: Page, code: str):
    """English and Persian are looked at page by page in ``test_accessibility``."""
    found = []
    for path in ("/", "/who-we-are/strategic-plan/", "/members/tabriz/"):
        reader.goto(f"/{code}{path}")
        found += [f"{path} {complaint}" for complaint in complaints(reader)]
    assert found == [], "\n".join(found)


@pytest.mark.parametrize("code", CODES)
def test_scripts_are_set_as_their_readers_are_used_to(reader: Page, code: str):
    """Line height of the script; no letters apart, no capitals and no slant where the script has none."""
    reader.goto(f"/{code}/who-we-are/about/")
    row = language(code)
    style = reader.evaluate(
        """() => {
          const paragraph = document.querySelector('main p');
          const {lineHeight, fontSize, direction, textAlign} = getComputedStyle(paragraph);
          const odd = [...document.querySelectorAll('body *')].filter((element) => {
            const style = getComputedStyle(element);
            return parseFloat(style.letterSpacing) || style.textTransform !== 'none' || style.fontStyle !== 'normal';
          }).map((element) => element.outerHTML.slice(0, 80));
          return {ratio: parseFloat(lineHeight) / parseFloat(fontSize), direction, textAlign, odd};
        }"""
    )
    wanted = {"Latn": 1.6, "Cyrl": 1.6, "Arab": 1.8, "Aran": 2.1, "Hans": 1.7, "Jpan": 1.7, "Kore": 1.7}
    assert style["ratio"] == pytest.approx(wanted.get(row.script, 1.75), abs=0.02)
    assert style["direction"] == row.direction
    assert style["textAlign"] in ("start", "-webkit-auto")
    if row.script not in ("Latn", "Cyrl"):
        assert style["odd"] == []


def test_the_switcher_leads_through_all_languages_on_the_same_page(reader: Page):
    """By own names, without flags, from one to the next."""
    reader.goto("/en/members/tabriz/")
    for row in LANGUAGES[1:]:
        reader.locator(".languages__summary").click()
        reader.locator(f'.languages__list a[lang="{row.code}"]', has_text=re.compile(f"^{row.own_name}$")).click()
        reader.wait_for_url(f"**/{row.code}/members/tabriz/")
        assert reader.locator("html").get_attribute("lang") == row.code
